// The script for several processes as an exporter.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { refusedBy } from "../refused.ts";
import { refusedByTorchrun, writeTorchrun } from "./torchrun.ts";

export const torchrun: Exporter = {
  label: "PyTorch with torchrun",
  detail: message("A script that trains in one process or many, on CPUs or GPUs, with the losses of one process."),
  extension: ".py",
  needsWeights: false,
  refuses: (input) => {
    const refused = refusedByTorchrun(input.experiment);
    return refused.length > 0 ? refused : refusedBy(() => writeTorchrun(input));
  },
  write: (input) => [{ name: `${input.stem}.py`, content: writeTorchrun(input) }],
};
