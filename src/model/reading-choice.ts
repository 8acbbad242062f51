// How a CSV is read, if that is chosen before there is a document: by the words of a command, or because
// the file asks for it.

import type { DataSettings, ExperimentInput } from "./schema.ts";

/** Settings of a document's data that say how its files are read. */
export type ReadingChoice = Partial<Pick<DataSettings, "encoding" | "delimiter" | "decimal" | "header" | "comment" | "skip">>;

/** A document that says how its CSV is read, right behind its name. */
export function withReading(experiment: ExperimentInput, reading: ReadingChoice): ExperimentInput {
  const { file, ...others } = experiment.data;
  return { ...experiment, data: { file, ...reading, ...others } };
}
