// What a document can be exported as, a record each. The command line, the quick pick and tests are derived
// from it.

import type { DataSummary } from "../data/types.ts";
import { type Message, message } from "../model/message.ts";
import type { Experiment } from "../model/schema.ts";
import { exportPyTorch, type ScriptOptions } from "./pytorch/pytorch.ts";

export interface Exporter {
  /** As people call it. */
  readonly label: string;
  /** What it is, in a sentence. */
  readonly detail: Message;
  /** Of the file, with its dot. */
  readonly extension: string;
  /** @throws ProblemError if the document cannot be written so */
  write(experiment: Experiment, summary: DataSummary, options: ScriptOptions): string;
}

/** By the name that `--to` takes. */
export const exporters = {
  pytorch: {
    label: "PyTorch",
    detail: message("A Python script with the data, the network and the training loop, which runs as it is."),
    extension: ".py",
    write: exportPyTorch,
  },
} as const satisfies Readonly<Record<string, Exporter>>;

export type ExportFormat = keyof typeof exporters;

export function isExportFormat(name: unknown): name is ExportFormat {
  return typeof name === "string" && Object.hasOwn(exporters, name);
}
