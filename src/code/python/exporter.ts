// The Python script for inference as an exporter; what writes it is loaded when somebody wants one.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { refusedInference } from "../inference/input.ts";

export const python: Exporter = {
  label: "Python",
  detail: message("Prediction as a plain Python script with NumPy, or with nothing but Python."),
  extension: ".py",
  needsWeights: true,
  options: {
    "no-numpy": {
      type: "boolean",
      label: message("without NumPy"),
      detail: message("Without NumPy: the script needs nothing but Python."),
    },
  },
  refuses: refusedInference,
  write: async (input) => (await import("./inference.ts")).writePythonInference(input),
};
