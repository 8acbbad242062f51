// The Lightning script as an exporter.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { refusedBy } from "../refused.ts";
import { refusedByLightning, writeLightning } from "./lightning.ts";

export const lightning: Exporter = {
  label: "PyTorch Lightning",
  detail: message("A script with a LightningModule and a LightningDataModule."),
  extension: ".py",
  needsWeights: false,
  refuses: (input) => {
    const refused = refusedByLightning(input.experiment);
    return refused.length > 0 ? refused : refusedBy(() => writeLightning(input));
  },
  write: (input) => [{ name: `${input.stem}.py`, content: writeLightning(input) }],
};
