// A document as code of one of the formats, or what keeps it from being written.

import type { ExportedFile, ExportInput } from "../../code/exporter.ts";
import { type ExportFormat, exporters } from "../../code/exporters.ts";
import { firstError, type Problem } from "../../model/problem.ts";
import type { DocumentSession } from "../document-session.ts";

export type ExportedCode =
  /** The first file is the one that is opened. */
  | { readonly kind: "code"; readonly files: readonly [ExportedFile, ...ExportedFile[]] }
  /** The first error first; none if the data is not read, because the person cancelled that. */
  | { readonly kind: "unready"; readonly errors: readonly Problem[] };

/** What only the window knows: the person's language, the weights, and options. */
export type ExportSettings = Partial<Pick<ExportInput, "language" | "options" | "trained" | "weightFile" | "check">>;

/** @param stem the name of the first file without its extension; the document's if nothing is said */
export async function exportedCode(
  session: DocumentSession,
  format: ExportFormat,
  settings: ExportSettings = {},
  stem?: string,
): Promise<ExportedCode> {
  const { experiment, errors } = await session.ready();
  const { state } = session.data;
  if (experiment === undefined || state.state !== "ready") return { kind: "unready", errors };
  const name = session.state.fileName;
  const own = { experiment, summary: state.summary, csv: experiment.data.file, name, stem: stem ?? name.replace(/(?<=.)\.[^.]*$/, "") };
  const input: ExportInput = { language: "en", options: {}, ...settings, ...own };
  const exporter = exporters[format];
  const refused = exporter.refuses(input);
  if (firstError(refused)) return { kind: "unready", errors: refused };
  const [first, ...others] = await exporter.write(input);
  return first === undefined ? { kind: "unready", errors: [] } : { kind: "code", files: [first, ...others] };
}
