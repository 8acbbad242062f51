// The C header as an exporter; what writes it is loaded when somebody wants one.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { refusedInference } from "../inference/input.ts";

export const c: Exporter = {
  label: "C",
  detail: message("Prediction as one header of C99 that allocates nothing and needs libm only."),
  extension: ".h",
  needsWeights: true,
  refuses: refusedInference,
  write: async (input) => (await import("./c.ts")).writeC(input),
};
