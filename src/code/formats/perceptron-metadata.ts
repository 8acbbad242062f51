// What every file of a network says about where its numbers come from. Written without the schema library,
// which is what takes time when a worker starts.

import type { Preprocessing } from "../../data/types.ts";
import type { Experiment } from "../../model/schema.ts";
import type { Metadata } from "./safetensors.ts";

/** `perceptron` = JSON of `{ document, preprocessing }`. */
export function perceptronMetadata(experiment: Experiment, preprocessing: Preprocessing): Metadata {
  return { perceptron: JSON.stringify({ document: experiment, preprocessing }) };
}
