// A document as code of one of the formats, or what keeps it from being written.

import type { ExportedFile, ExportInput } from "../../code/exporter.ts";
import { type ExportFormat, exporters } from "../../code/exporters.ts";
import { firstError, type Problem } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import type { DocumentSession } from "../document-session.ts";

export type ExportedCode =
  /** The first file is the one that is opened. */
  | { readonly kind: "code"; readonly files: readonly [ExportedFile, ...ExportedFile[]] }
  /** The first error first; none if the data is not read, because the person cancelled that. */
  | { readonly kind: "unready"; readonly errors: readonly Problem[] };

/** What only the window knows: the person's language, the weights and how well they do, and options. */
export type ExportSettings = Partial<Pick<ExportInput, "language" | "options" | "trained" | "weightFile" | "check" | "metrics">>;

/** @param stem the name of the first file without its extension; the document's if nothing is said */
export async function exportedCode(
  session: DocumentSession,
  format: ExportFormat,
  settings: ExportSettings = {},
  stem?: string,
): Promise<ExportedCode> {
  const { experiment, errors } = await session.ready();
  const input = experiment && exportInput(session, experiment, settings, stem);
  if (input === undefined) return { kind: "unready", errors };
  const exporter = exporters[format];
  const refused = exporter.refuses(input);
  if (firstError(refused)) return { kind: "unready", errors: refused };
  const [first, ...others] = await exporter.write(input);
  return first === undefined ? { kind: "unready", errors: [] } : { kind: "code", files: [first, ...others] };
}

/** What an exporter gets of a document; undefined while its data is not read. */
export function exportInput(
  { state }: DocumentSession,
  experiment: Experiment,
  settings: ExportSettings,
  stem?: string,
): ExportInput | undefined {
  const { fileName: name, data } = state;
  if (data.state !== "ready") return undefined;
  const own = { experiment, summary: data.summary, csv: experiment.data.file, name, stem: stem ?? name.replace(/(?<=.)\.[^.]*$/, "") };
  return { language: "en", options: {}, ...settings, ...own };
}
