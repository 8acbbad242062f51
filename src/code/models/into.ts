// A model's numbers as the weights of a document that is there: module by module in the file's order, layer
// by layer in the document's.

import type { Preprocessing } from "../../data/types.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { message } from "../../model/message.ts";
import type { Experiment } from "../../model/schema.ts";
import { traceShapes } from "../../model/shapes.ts";
import { weightFile } from "../formats/weights.ts";
import { inputsOf, planInference } from "../inference/plan.ts";
import { learnedTensors } from "../inference/tensors.ts";
import { notRead } from "./failure.ts";
import { type ForeignLayer, type ModelFile, named, type Numbers } from "./network.ts";
import { modulesOf } from "./state-dict.ts";

/**
 * The bytes of the document's weight file.
 * @param preprocessing fitted on the document's own training rows
 * @param file the model file's name, for sentences
 * @throws ProblemError at the first layer that the file has no fitting numbers for
 */
export function weightsInto(experiment: Experiment, preprocessing: Preprocessing, model: ModelFile, file: string): Uint8Array {
  const modules = modulesIn(model);
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], inputsOf(preprocessing));
  let next = 0;
  const layers = experiment.layers.map((layer, index): ForeignLayer => {
    const { inFeatures = 0, outFeatures = 0 } = shapes[index] ?? {};
    const learned = learnedTensors(layer, inFeatures, outFeatures);
    if (learned.length === 0) return { layer: layer as JsonLayer };
    const module = modules[next++];
    for (const { name, shape } of learned)
      if (module?.get(name)?.shape.join() !== shape.join()) throw doesNotFit(file, `${index}.${name}`, shape);
    return { layer: layer as JsonLayer, tensors: module! };
  });
  if (next < modules.length)
    throw notRead(
      file,
      message("{0} has the numbers of {1} layers, and the document has {2} that learn. Add the others to it.", file, modules.length, next),
    );
  const trained = { tensors: named(layers), preprocessing };
  planInference(experiment, trained);
  return weightFile(experiment, trained);
}

/** The numbers of the model's layers that have some. */
function modulesIn(model: ModelFile): readonly ReadonlyMap<string, Numbers>[] {
  return model.kind === "own"
    ? modulesOf(model.stored.tensors).map(({ tensors }) => tensors)
    : model.layers.flatMap(({ tensors }) => (tensors === undefined ? [] : [tensors]));
}

function doesNotFit(file: string, name: string, shape: readonly number[]) {
  const sentence = message(
    "{0} has no numbers for {1}, which is {2} in the document. Make the layers those that the file was saved from.",
    file,
    name,
    shape.join("×"),
  );
  return notRead(file, sentence);
}
