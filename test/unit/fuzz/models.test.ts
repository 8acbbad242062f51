// Model files that somebody has changed: each becomes a document whose weights fit it, or is refused with a
// sentence. Nothing hangs, and nothing else is thrown.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { strToU8, unzipSync, zipSync } from "fflate";
import { readWeightFile } from "../../../src/code/formats/weights.ts";
import { documentOf } from "../../../src/code/models/document.ts";
import { readModel } from "../../../src/code/models/read-model.ts";
import { writeOnnx } from "../../../src/code/onnx/onnx.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { Predictor } from "../../../src/training/predict.ts";
import { checkProblem } from "../../fixtures/data/hostile.ts";
import { mixed, ready } from "../../fixtures/code/networks.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { asBytes, fuzz } from "../../fuzz/driver.ts";
import { mutateBytes } from "../../fuzz/mutate.ts";
import { smallerBytes } from "../../fuzz/shrink.ts";

const network = ready({
  layers: [{ type: "Linear", out_features: 2 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }],
  features: mixed,
});
const fixture = (name: string): Uint8Array => readFileSync(`test/fixtures/models/${name}`);
const zips = [fixture("normalized.pt"), fixture("dense.keras")];
const others = [fixture("dense.h5"), fixture("gelu.13.onnx"), writeOnnx({ experiment: network.experiment, trained: network, name: "own" })];

/** Bytes changed anywhere; of a zip more often those of one file in it. */
function make(chance: Chance): Uint8Array {
  if (chance.once(2)) return mutateBytes(chance.pick([...zips, ...others]), chance);
  const files = unzipSync(chance.pick(zips));
  const name = chance.pick(Object.keys(files));
  return zipSync({ ...files, [name]: mutateBytes(files[name] ?? strToU8(""), chance) }, { level: 0 });
}

function check(bytes: Uint8Array): void {
  try {
    const { document, weights } = documentOf(readModel(bytes, "a.model"), "a.model");
    const { experiment } = parseDocument(document);
    const stored = readWeightFile(weights, "a.safetensors");
    assert.deepEqual(stored.experiment, experiment);
    assert.ok(new Predictor(stored));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    checkProblem(error.problem);
  }
}

fuzz({ name: "models", rounds: 1000, make, check, smaller: smallerBytes, ...asBytes });
