// A document and its data, looked at as a whole: everything that is wrong, and everything that was
// understood.

import type { DataSummary, Source } from "../data/types.ts";
import { checkNetwork } from "../model/diagnostics.ts";
import { parseDocument, readDataOnly } from "../model/document.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { describeData } from "../training/describe.ts";
import { nodeReading } from "../worker/node/reading-threads.ts";
import { readDocument, readSources } from "./files.ts";

export interface Examined {
  readonly path: string;
  readonly text: string;
  /** Absent while the document breaks the schema. */
  readonly experiment?: Experiment;
  readonly sources: readonly Source[];
  /** Absent if the data could not be read at all. */
  readonly summary?: DataSummary;
  readonly problems: readonly Problem[];
}

/**
 * Reads a document and its CSVs.
 * @throws ProblemError if there is no such document
 */
export async function examine(path: string): Promise<Examined> {
  let text: string;
  try {
    text = readDocument(path);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === "document-too-large")
      return { path, text: "", sources: [], problems: [error.problem] };
    throw error;
  }
  const { json, experiment, problems } = parseDocument(text);
  const known = experiment ?? readDataOnly(json);
  if (known === undefined) return { path, text, sources: [], problems };
  const data = await examineData(path, known);
  // Without knowing what the data gives, only what the network says of itself is checked.
  const facts = data.summary?.preprocessing === undefined ? undefined : data.summary;
  const network = experiment === undefined ? [] : checkNetwork(experiment, facts);
  return { path, text, ...(experiment ? { experiment } : {}), ...data, problems: [...problems, ...data.problems, ...network] };
}

async function examineData(path: string, experiment: Experiment): Promise<Pick<Examined, "sources" | "summary" | "problems">> {
  let sources: readonly Source[] = [];
  try {
    sources = await readSources(path, experiment.data.file);
    const summary = await describeData(experiment, sources, nodeReading);
    return { sources, summary, problems: summary.problems };
  } catch (error) {
    if (error instanceof ProblemError) return { sources, problems: [error.problem] };
    throw error;
  }
}
