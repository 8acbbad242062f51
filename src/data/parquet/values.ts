// Values of a Parquet column as what a CSV of them would say: numbers stay numbers, all else is text, so
// kinds, missing values and settings are the same for both.

import type { ColumnBuilder } from "../column-builder.ts";

const encoder = new TextEncoder();

/** Adds a value of a Parquet column to one that is built. */
export function addValue(builder: ColumnBuilder, value: unknown): void {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number === "number" && (typeof value === "bigint" ? Number.isSafeInteger(number) : Number.isFinite(number))) {
    builder.addNumber(number);
    return;
  }
  const text = textOf(value);
  if (text === undefined) {
    builder.addMissing();
    return;
  }
  const bytes = encoder.encode(text);
  builder.add(bytes, 0, bytes.length);
}

/** A value as pandas writes it into a CSV; undefined if it is missing. */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "bigint":
      return String(value);
    case "boolean":
      return value ? "True" : "False";
    // What is infinite is not a value that can be learnt from, as little as what is not a number.
    case "number":
      return undefined;
    default:
      return value instanceof Date ? dateText(value) : undefined;
  }
}

/** A value as it is; a list, a structure or bytes as JSON. */
export function plainValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
}

/** A day, with its time if it has one. */
function dateText(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  const [day, time] = date.toISOString().slice(0, -1).split("T") as [string, string];
  return /^[0:.]*$/.test(time) ? day : `${day} ${time.replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : zeros))}`;
}
