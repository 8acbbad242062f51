// A tensor as expressions see it: its numbers by index, what it looks like as a whole, and what belongs to it
// as its gradient.

import { type Statistics, statisticsOf } from "../statistics.ts";
import type { Scope, Value } from "./expression.ts";
import { numberText } from "./number-text.ts";

/** Significant digits of what describes a tensor as a whole. */
const DIGITS = 4;

/**
 * @param shape `[n]`, or `[rows, columns]`, whose items are tensors of one row
 * @param more what is asked of it besides
 */
export function tensorScope(data: Float32Array, shape: readonly number[], more: Readonly<Record<string, () => Value>> = {}): Scope {
  let known: Statistics | undefined;
  const facts = (): Statistics => (known ??= statisticsOf(data));
  const members: Readonly<Record<string, () => Value>> = {
    ...more,
    norm: () => facts().norm,
    mean: () => facts().mean,
    std: () => facts().deviation,
    min: () => facts().min,
    max: () => facts().max,
    size: () => data.length,
    not_finite: () => facts().notFinite,
  };
  const length = shape[0] ?? 1;
  const columns = shape[1];
  return {
    names: Object.keys(members),
    length,
    type: "Tensor",
    // PyTorch's `item()`: a tensor of one number is that number.
    ...(data.length === 1 ? { number: data[0]! } : {}),
    get text() {
      return textOf(data, shape, facts());
    },
    get: (name) => {
      if (typeof name === "string") return Object.hasOwn(members, name) ? members[name]!() : undefined;
      if (!Number.isInteger(name) || name < 0 || name >= length) return undefined;
      return columns === undefined ? data[name] : tensorScope(data.subarray(name * columns, (name + 1) * columns), [columns]);
    },
  };
}

/** `[32, 8] mean 0.1, std 1.2, −0.5 … 2.1`; a short one with its numbers. */
function textOf(data: Float32Array, shape: readonly number[], { mean, deviation, min, max, notFinite, count }: Statistics): string {
  const size = `[${shape.join(", ")}]`;
  if (shape.length === 1 && count <= 4) return `[${Array.from(data, (value) => short(value)).join(", ")}]`;
  const lost = notFinite > 0 ? ` not finite ${notFinite}` : "";
  return notFinite === count
    ? `${size}${lost}`
    : `${size} mean ${short(mean)} std ${short(deviation)} min ${short(min)} max ${short(max)}${lost}`;
}

function short(value: number): string {
  return numberText(Number(value.toPrecision(DIGITS)));
}
