// The Python script for inference as an exporter.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { refusedInference } from "../inference/input.ts";
import { writePythonInference } from "./inference.ts";

export const python: Exporter = {
  label: "Python",
  detail: message("Prediction as a plain Python script with NumPy, or with nothing but Python."),
  extension: ".py",
  needsWeights: true,
  options: { "no-numpy": { type: "boolean", detail: message("Without NumPy: the script needs nothing but Python.") } },
  refuses: refusedInference,
  write: writePythonInference,
};
