// The PyTorch script as an exporter.

import { message } from "../../model/message.ts";
import type { ExportedFile, Exporter, ExportInput } from "../exporter.ts";
import { weightFile } from "../formats/weights.ts";
import { refusedBy } from "../refused.ts";
import { type ScriptOptions, writePyTorch } from "./pytorch.ts";

export const pytorch: Exporter = {
  label: "PyTorch",
  detail: message("A Python script with the data, the network and the training loop, which runs as it is."),
  extension: ".py",
  needsWeights: false,
  refuses: (input) => refusedBy(() => writePyTorch(input.experiment, input.summary, optionsOf(input))),
  write: (input) => {
    const { experiment, summary, stem, trained } = input;
    const script: ExportedFile = { name: `${stem}.py`, content: writePyTorch(experiment, summary, optionsOf(input)).text };
    if (trained === undefined) return [script];
    return [script, { name: weightsName(stem), content: input.weightFile ?? weightFile(experiment, trained) }];
  },
};

function optionsOf({ csv, name, stem, language, trained }: ExportInput): ScriptOptions {
  return { csv, name, language, weights: trained && weightsName(stem) };
}

function weightsName(stem: string): string {
  return `${stem}.safetensors`;
}
