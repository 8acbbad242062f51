// Weights of a file, before the document's tests are asked of them: with other rows in the splits, what is
// tested on could have been trained on.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { PreparedExperiment } from "./experiment.ts";
import type { TrainedWeights } from "./predict.ts";
import type { NamedTensor } from "./types.ts";

/**
 * The tensors, if they were trained on the data, the split and the seed that the document has now.
 * @param file the name of the weight file
 * @throws ProblemError if they were not
 */
export function testedWeights({ encoded, experiment }: PreparedExperiment, stored: TrainedWeights, file: string): NamedTensor[] {
  const { data, training } = stored.experiment;
  const isSame =
    JSON.stringify([stored.preprocessing, data.split, training.seed]) ===
    JSON.stringify([encoded.preprocessing, experiment.data.split, experiment.training.seed]);
  if (!isSame) {
    const sentence = message("The data, the split or the seed changed since {0} was trained. Train again.", file);
    throw new ProblemError({ severity: "error", code: "other-data", message: sentence, path: [] });
  }
  return stored.tensors.map(({ name, shape, data: values }) => ({ name, shape, data: Float32Array.from(values, Number) }));
}
