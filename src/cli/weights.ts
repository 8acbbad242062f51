// The trained network of a document, from the weight file that an option names or that lies beside it.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SelfCheck } from "../code/exporter.ts";
import { readWeightFile, type StoredNetwork } from "../code/formats/weights.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { isSameNetwork } from "../model/trained.ts";
import { selfCheck } from "../training/self-check.ts";
import type { Examined } from "./examine.ts";
import { failure } from "./failure.ts";
import { readInput, stemOf } from "./files.ts";

export interface Weights {
  readonly trained: StoredNetwork;
  readonly weightFile: Uint8Array;
  readonly check?: SelfCheck | undefined;
}

/**
 * @param named by an option; undefined if none is given
 * @param isNeeded whether those beside the document are taken, as in `iris.safetensors`
 * @throws ProblemError if they are needed and not there, or are of another network
 */
export async function weightsFor(
  { path, experiment, sources }: Examined,
  named: string | undefined,
  isNeeded: boolean,
): Promise<Weights | undefined> {
  const beside = join(dirname(path), `${stemOf(path)}.safetensors`);
  if (named === undefined && !isNeeded) return undefined;
  if (named === undefined && !existsSync(beside))
    throw failure(message("This format needs trained weights. Write --weights W.safetensors, or train with --save {0}.", beside));
  const file = named ?? beside;
  const weightFile = readInput(file);
  const trained = readWeightFile(weightFile, file);
  checkSame(experiment!, trained, path, file);
  return { trained, weightFile, check: await selfCheck(trained, experiment!.training.threshold, sources) };
}

/** @throws ProblemError if the weights are of another network than the document's */
export function checkSame(document: Experiment, { experiment }: Pick<StoredNetwork, "experiment">, path: string, weights: string): void {
  if (isSameNetwork(document, experiment)) return;
  throw new ProblemError({
    severity: "error",
    code: "other-weights",
    path: [],
    message: message(
      "The layers or the loss of {1} changed since {0} was trained. Train again with --save, or undo the change.",
      weights,
      path,
    ),
  });
}
