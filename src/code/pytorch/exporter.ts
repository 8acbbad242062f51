// The PyTorch script as an exporter.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { refusedBy } from "../refused.ts";
import { writePyTorch } from "./pytorch.ts";

export const pytorch: Exporter = {
  label: "PyTorch",
  detail: message("A Python script with the data, the network and the training loop, which runs as it is."),
  extension: ".py",
  needsWeights: false,
  refuses: ({ experiment, summary, csv, name }) => refusedBy(() => writePyTorch(experiment, summary, { csv, name })),
  write: ({ experiment, summary, csv, name, stem }) => [
    { name: `${stem}.py`, content: writePyTorch(experiment, summary, { csv, name }).text },
  ],
};
