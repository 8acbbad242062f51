// What the encoded numbers tell the model's rules: where the targets lie, and how large an input gets that nothing scales.

import type { DataFacts } from "../model/columns.ts";
import type { Selection } from "./selection.ts";
import type { Encoded } from "./types.ts";

export type NetworkFacts = Pick<DataFacts, "targetRange" | "largestUnscaled">;

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
  return { ...(range === undefined ? {} : { targetRange: range }), ...(largest === undefined ? {} : { largestUnscaled: largest }) };
}

/** The largest absolute value of a column of the inputs. */
function largestOf({ inputs, inputNames, rows }: Encoded, column: number): number {
  const width = inputNames.length;
  let largest = 0;
  for (let row = 0; row < rows; row++) largest = Math.max(largest, Math.abs(inputs[row * width + column]!));
  return largest;
}

function rangeOf(values: Float32Array): DataFacts["targetRange"] {
  if (values.length === 0) return undefined;
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  return { minimum, maximum };
}
