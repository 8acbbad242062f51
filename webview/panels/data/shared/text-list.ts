// Texts as people list them: in quotes if blanks count, `"$", " kg"`, or plain with commas between them.

import type { Parsed } from "../../../shared/field-values.ts";
import { t } from "../../../shared/text.ts";

export function textsText(value: unknown): string {
  return Array.isArray(value) ? value.map((text) => JSON.stringify(text)).join(", ") : "";
}

export function parseTexts(text: string): Parsed {
  const trimmed = text.trim();
  if (trimmed === "") return { value: undefined };
  const texts = trimmed.includes('"') ? quoted(trimmed) : trimmed.split(",").map((part) => part.trim());
  const isList = texts !== undefined && texts.length > 0 && texts.every((part) => part !== "");
  return isList ? { value: texts } : { error: t('Write the texts in quotes with commas between them, as "$", " kg".') };
}

function quoted(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(`[${text}]`);
    return Array.isArray(list) && list.every((part) => typeof part === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}
