// A number as people type it: `0.55`, `0,55`, `1/3`, `1e-3`, `−2`.

import { t } from "../../shared/text.ts";

/** Undefined for nothing; a sentence for what is no number. */
export function typedNumber(text: string): { readonly value: number | undefined } | { readonly error: string } {
  const plain = text.trim().replaceAll("−", "-");
  if (plain === "") return { value: undefined };
  const [above = "", below = "1", ...more] = plain.split("/").map((part) => part.trim());
  const value = decimal(above) / decimal(below);
  if (more.length === 0 && Number.isFinite(value)) return { value };
  return { error: t("“{0}” is not a number. Write it as in 0.25, 1/4 or 2.5e-3.", text.trim()) };
}

/** A comma is a point where it can be nothing else. */
function decimal(text: string): number {
  return /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}
