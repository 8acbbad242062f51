// Text ↔ value of the inspector's fields: what was typed, or the sentence that says why it cannot be taken;
// and a slider's positions.

import type { JsonValue } from "../../src/model/json.ts";
import type { Control } from "../../src/model/parameters.ts";
import { t } from "./text.ts";

/** What a field makes of its text. `value: undefined` removes the value, so that the default holds. */
export type Parsed = { readonly value: JsonValue | undefined } | { readonly error: string };

type NumberControl = Extract<Control, { kind: "integer" | "number" }>;

export function isNumberControl(control: Control): control is NumberControl {
  return control.kind === "integer" || control.kind === "number";
}

/** @param isOptional whether an empty field means the default */
export function parseNumber(name: string, text: string, control: NumberControl, isOptional: boolean): Parsed {
  const trimmed = text.trim();
  if (trimmed === "") return isOptional ? { value: undefined } : { error: t("{0} needs a number.", name) };
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return { error: t('"{0}" is not a number. Write {1} as in 0.01 or 1e-3.', trimmed, name) };
  if (control.kind === "integer" && !Number.isInteger(value)) return { error: t("{0} must be a whole number.", name) };
  if (control.min !== undefined && value < control.min) return { error: t("{0} must be at least {1}.", name, control.min) };
  if (control.max !== undefined && value > control.max) return { error: t("{0} must be at most {1}.", name, control.max) };
  return { value };
}

/** Numbers between commas or spaces. */
export function parseNumbers(name: string, text: string, length: number | undefined): Parsed {
  const words = text
    .replace(/^\s*\[|\]\s*$/g, "")
    .split(/[\s,]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return { value: undefined };
  const values = words.map(Number);
  const wrong = words.find((_, index) => !Number.isFinite(values[index]));
  if (wrong !== undefined) return { error: t('"{0}" is not a number. Write numbers with commas between them.', wrong) };
  if (length !== undefined && values.length !== length) return { error: t("{0} needs {1} numbers, not {2}.", name, length, values.length) };
  return { value: values };
}

/** A value as its field shows it; what is of another type shows its JSON. */
export function fieldText(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value) && value.every((item) => typeof item === "number")) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A slider over a wide range of positive numbers works in powers of ten. */
function isLogarithmic([low, high]: readonly [number, number]): boolean {
  return low > 0 && high / low >= 100;
}

const POSITIONS = 200;

/** A value's position on a slider, as the slider's own number. */
export function sliderPosition(value: number, control: NumberControl): { min: number; max: number; position: number } {
  const range = control.slider ?? [0, 1];
  const [low, high] = range;
  if (control.kind === "integer") return { min: low, max: high, position: value };
  const share = isLogarithmic(range) ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
  return { min: 0, max: POSITIONS, position: Math.round(share * POSITIONS) };
}

/** The value at a slider's position, with at most two significant digits if it is no whole number. */
export function sliderValue(position: number, control: NumberControl): number {
  const range = control.slider ?? [0, 1];
  const [low, high] = range;
  if (control.kind === "integer") return position;
  const share = position / POSITIONS;
  const value = isLogarithmic(range) ? low * (high / low) ** share : low + share * (high - low);
  return Number(value.toPrecision(2));
}
