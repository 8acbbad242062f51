// What the encoded numbers tell the model's rules: where the targets lie, and how large an input gets that
// nothing scales.

import type { DataFacts } from "../model/columns.ts";
import { MOST_OFFERED } from "../model/target-guess.ts";
import type { EncodedFacts } from "./encoded-facts.ts";
import { Remembered } from "./remembered.ts";
import type { Selection } from "./selection.ts";

export type NetworkFacts = Pick<DataFacts, "targetRange" | "wholeTargets" | "largestUnscaled">;

const ranges = new Remembered<Float32Array, DataFacts["targetRange"]>();

export function networkFacts({ features, targets }: Selection, encoded: EncodedFacts): NetworkFacts {
  const isNumber = targets.every(({ classes }) => classes === undefined);
  const range = isNumber ? ranges.of(encoded.targets, "", () => rangeOf(encoded.targets)) : undefined;
  let largest: DataFacts["largestUnscaled"];
  // Scaled numbers, 0 and 1 and one-hot inputs are small.
  const isSmall = features.flatMap(({ inputs }, index) => {
    const { kind, encode, scale } = encoded.preprocessing.features[index]!;
    return inputs.map(() => scale !== undefined || kind === "boolean" || encode === "one-hot");
  });
  for (const [input, value] of encoded.largest.entries())
    if (!isSmall[input] && value > (largest?.value ?? 0)) largest = { name: encoded.inputNames[input]!, value };
  const whole =
    range === undefined || targets.length !== 1 || targets[0]!.column.kind !== "number" ? undefined : wholeValues(encoded.targets);
  return {
    ...(range === undefined ? {} : { targetRange: range }),
    ...(whole === undefined ? {} : { wholeTargets: whole }),
    ...(largest === undefined ? {} : { largestUnscaled: largest }),
  };
}

/** Their range, mean and deviation, updated row by row (Welford 1962). */
function rangeOf(values: Float32Array): DataFacts["targetRange"] {
  if (values.length === 0) return undefined;
  let [minimum, maximum, mean, squares, count] = [Infinity, -Infinity, 0, 0, 0];
  // An iterator would take several times as long.
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
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
