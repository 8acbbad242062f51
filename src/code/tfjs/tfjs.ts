// A trained network for TensorFlow.js: `model.json`, its weights in shards, and a module that makes inputs of
// rows and answers of outputs, because the layers of TensorFlow.js know neither texts nor gaps.

import { message } from "../../model/message.ts";
import { type Problem, ProblemError, firstError } from "../../model/problem.ts";
import type { ExportedFile, Exporter, ExportInput } from "../exporter.ts";
import { perceptronMetadata } from "../formats/perceptron-metadata.ts";
import { planOf, refusedInference } from "../inference/input.ts";
import { unknownLayer, writeLayer } from "./layers.ts";
import { TopologyWriter, type Weight } from "./topology.ts";

/** Bytes of a shard, as TensorFlow's own converter cuts them, so that browsers can cache each. */
const SHARD = 4 * 2 ** 20;

export const tfjs: Exporter = {
  label: "TensorFlow.js",
  detail: message("The trained network as a model.json with its weights, and a module beside it that prepares rows."),
  extension: ".model.json",
  needsWeights: true,
  refuses: refusedTfjs,
  write: writeTfjs,
};

function refusedTfjs(input: ExportInput): readonly Problem[] {
  const refused = refusedInference(input);
  if (firstError(refused)) return refused;
  return planOf(input).layers.flatMap((step) => unknownLayer(step) ?? []);
}

/** @throws ProblemError if it is refused */
export async function writeTfjs(input: ExportInput): Promise<readonly ExportedFile[]> {
  const refused = firstError(refusedTfjs(input));
  if (refused !== undefined) throw new ProblemError(refused);
  const { companion } = await import("./companion.ts");
  const plan = planOf(input);
  const { name, experiment, trained, check } = input;
  // As in iris.model.json, or model.json.
  const stem = /(?:^|\.)model$/.test(input.stem) ? input.stem : `${input.stem}.model`;
  const model = new TopologyWriter(plan.inputs);
  const output = plan.layers.reduce((x, step) => writeLayer(model, step, x), model.input);
  const shards = shardsOf(model.weights);
  const paths = shards.map((_, index) => `${stem}-shard${index + 1}of${shards.length}.bin`);
  const content = {
    format: "layers-model",
    generatedBy: "Perceptron",
    convertedBy: null,
    modelTopology: model.topology("perceptron", output),
    weightsManifest: [{ paths, weights: model.weights.map((weight) => ({ name: weight.name, shape: weight.shape, dtype: "float32" })) }],
    userDefinedMetadata: {
      document: name,
      ...(trained === undefined ? {} : perceptronMetadata(experiment, trained.preprocessing)),
      ...(check === undefined ? {} : { check }),
    },
  };
  return [
    { name: `${stem}.json`, content: `${JSON.stringify(content, null, 1)}\n` },
    ...shards.map((shard, index) => ({ name: paths[index]!, content: shard })),
    { name: `${stem}.mjs`, content: companion(plan, input) },
  ];
}

/** All weights one after the other, little-endian, in pieces. */
function shardsOf(weights: readonly Weight[]): readonly Uint8Array[] {
  const size = weights.reduce((sum, { data }) => sum + data.byteLength, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { data } of weights)
    for (const value of data) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  return Array.from({ length: Math.ceil(size / SHARD) }, (_, index) => bytes.subarray(index * SHARD, (index + 1) * SHARD));
}
