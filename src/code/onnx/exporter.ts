// The ONNX exporter: what people call it, and when it refuses. What writes the file needs protocol buffers,
// and is loaded when somebody wants one.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { planInference } from "../inference/plan.ts";
import { refusedBy } from "../refused.ts";

export const onnx: Exporter = {
  label: "ONNX",
  detail: message("The trained network with its preprocessing, for ONNX Runtime and all that reads ONNX."),
  extension: ".onnx",
  needsWeights: true,
  refuses: ({ experiment, trained }) => refusedBy(() => void (trained && planInference(experiment, trained))),
  write: async (input) => [{ name: `${input.stem}.onnx`, content: (await import("./onnx.ts")).writeOnnx(input) }],
};
