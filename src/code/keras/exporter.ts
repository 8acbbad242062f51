// The Keras script as an exporter; what writes it is loaded when somebody wants one.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { refusedInference } from "../inference/input.ts";

export const keras: Exporter = {
  label: "Keras",
  detail: message("A Keras 3 script for any backend that predicts with the trained weights in a safetensors file."),
  extension: ".py",
  needsWeights: true,
  refuses: refusedInference,
  write: async (input) => (await import("./keras.ts")).writeKeras(input),
};
