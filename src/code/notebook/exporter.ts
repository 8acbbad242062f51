// The Jupyter notebook as an exporter.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { refusedBy } from "../refused.ts";
import { writeNotebook } from "./notebook.ts";

export const notebook: Exporter = {
  label: "Jupyter",
  detail: message("A notebook with the PyTorch code in cells, prose between them and a plot of the curves."),
  extension: ".ipynb",
  needsWeights: false,
  refuses: (input) => refusedBy(() => writeNotebook(input)),
  write: (input) => [{ name: `${input.stem}.ipynb`, content: writeNotebook(input) }],
};
