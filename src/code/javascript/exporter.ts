// The JavaScript module as an exporter; what writes it is loaded when somebody wants one.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { refusedInference } from "../inference/input.ts";

export const javascript: Exporter = {
  label: "JavaScript",
  detail: message("Prediction as one module without dependencies, for browsers and Node, with its types beside it."),
  extension: ".mjs",
  needsWeights: true,
  refuses: refusedInference,
  write: async (input) => (await import("./javascript.ts")).writeJavaScript(input),
};
