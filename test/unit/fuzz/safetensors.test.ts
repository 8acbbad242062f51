// Weight files that somebody has changed: each is read, with tensors of the sizes that they say, or refused
// with a sentence.

import assert from "node:assert/strict";
import { readMetadata, readSafetensors, writeSafetensors } from "../../../src/code/formats/safetensors.ts";
import { perceptronMetadata } from "../../../src/code/formats/perceptron-metadata.ts";
import { readWeightFile } from "../../../src/code/formats/weights.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { asBytes, fuzz } from "../../fuzz/driver.ts";
import { mutateBytes, mutateJson } from "../../fuzz/mutate.ts";
import { smallerBytes } from "../../fuzz/shrink.ts";
import { checkProblem } from "../../fixtures/data/hostile.ts";
import { madeUp } from "../../harness/experiments.ts";

const { experiment, encoded } = madeUp({
  layers: [{ type: "Linear", out_features: 3 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }],
});
const metadata = perceptronMetadata(experiment, encoded.preprocessing);
const whole = writeSafetensors(
  [
    { name: "0.weight", shape: [3, 2], data: new Float32Array(6) },
    { name: "0.bias", shape: [3], data: new Float32Array(3) },
    { name: "2.weight", shape: [1, 3], data: new Float32Array(3) },
    { name: "2.bias", shape: [1], data: new Float32Array(1) },
  ],
  metadata,
);

/** Bytes changed anywhere, or the header as JSON, which leaves a file that can be read. */
function make(chance: Chance): Uint8Array {
  if (chance.once(2)) return mutateBytes(whole, chance);
  const length = Number(new DataView(whole.buffer, whole.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(8, 8 + length))) as Record<string, Record<string, string>>;
  if (chance.once(2)) header["__metadata__"]!["perceptron"] = JSON.stringify(mutateJson(JSON.parse(metadata["perceptron"]!), chance));
  const text = new TextEncoder().encode(JSON.stringify(chance.once(2) ? mutateJson(header, chance) : header));
  const bytes = new Uint8Array(8 + text.length + whole.length - 8 - length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(whole.subarray(8 + length), 8 + text.length);
  return bytes;
}

function check(bytes: Uint8Array): void {
  for (const read of [readMetadata, readSafetensors, readWeightFile]) {
    try {
      const found = read(bytes, "a.safetensors");
      for (const { shape, data } of "tensors" in found && Array.isArray(found.tensors) ? found.tensors : [])
        assert.equal(
          data.length,
          shape.reduce((product: number, side: number) => product * side, 1),
        );
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      checkProblem(error.problem);
    }
  }
}

fuzz({ name: "safetensors", rounds: 250, make, check, smaller: smallerBytes, ...asBytes });
