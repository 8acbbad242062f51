// What the encoded numbers tell the model's rules: where the targets lie, and how large an input gets that
// nothing scales.

import type { DataFacts } from "../model/columns.ts";
import { MOST_OFFERED } from "../model/target-guess.ts";
import type { Selection } from "./selection.ts";
import type { Encoded } from "./types.ts";

export type NetworkFacts = Pick<DataFacts, "targetRange" | "wholeTargets" | "largestUnscaled">;

export function networkFacts({ features, targets }: Selection, encoded: Encoded): NetworkFacts {
  const range = targets.some(({ classes }) => classes !== undefined) ? undefined : rangeOf(encoded.targets);
  let largest: DataFacts["largestUnscaled"];
  let offset = 0;
  for (const [index, { inputs }] of features.entries()) {
    const { kind, encode, scale } = encoded.preprocessing.features[index]!;
    // Scaled numbers, 0 and 1 and one-hot inputs are small.
    if (scale === undefined && kind !== "boolean" && encode !== "one-hot") {
      for (const [place, name] of inputs.entries()) {
        const value = largestOf(encoded, offset + place);
        if (value > (largest?.value ?? 0)) largest = { name, value };
      }
    }
    offset += inputs.length;
  }
  const whole =
    range === undefined || targets.length !== 1 || targets[0]!.column.kind !== "number" ? undefined : wholeValues(encoded.targets);
  return {
    ...(range === undefined ? {} : { targetRange: range }),
    ...(whole === undefined ? {} : { wholeTargets: whole }),
    ...(largest === undefined ? {} : { largestUnscaled: largest }),
  };
}

/** The largest absolute value of a column of the inputs. */
function largestOf({ inputs, inputNames, rows }: Encoded, column: number): number {
  const width = inputNames.length;
  let largest = 0;
  for (let row = 0; row < rows; row++) largest = Math.max(largest, Math.abs(inputs[row * width + column]!));
  return largest;
}

/** Their range, mean and deviation, updated row by row (Welford 1962). */
function rangeOf(values: Float32Array): DataFacts["targetRange"] {
  if (values.length === 0) return undefined;
  let [minimum, maximum, mean, squares, count] = [Infinity, -Infinity, 0, 0, 0];
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    count++;
    const away = value - mean;
    mean += away / count;
    squares += away * (value - mean);
  }
  return { minimum, maximum, mean, deviation: Math.sqrt(squares / count) };
}

/**
 * How many different values there are; undefined if they are more than may be classes, one is not whole,
 * or hardly one comes twice.
 */
function wholeValues(values: Float32Array): number | undefined {
  const found = new Set<number>();
  for (const value of values) {
    if (!Number.isInteger(value)) return undefined;
    found.add(value);
    if (found.size > MOST_OFFERED) return undefined;
  }
  // Classes come more than once.
  return values.length < 2 * found.size ? undefined : found.size;
}
