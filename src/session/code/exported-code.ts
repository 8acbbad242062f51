// A document as code of one of the formats, or what keeps it from being written.

import { type ExportFormat, exporters } from "../../code/exporters.ts";
import type { Problem } from "../../model/problem.ts";
import type { DocumentSession } from "../document-session.ts";

export type ExportedCode =
  | { readonly kind: "code"; readonly text: string; readonly extension: string }
  /** The first error first; none if the data is not read, because the person cancelled that. */
  | { readonly kind: "unready"; readonly errors: readonly Problem[] };

export async function exportedCode(session: DocumentSession, format: ExportFormat): Promise<ExportedCode> {
  const { experiment, errors } = await session.ready();
  const { state } = session.data;
  if (experiment === undefined || state.state !== "ready") return { kind: "unready", errors };
  const { write, extension } = exporters[format];
  const text = write(experiment, state.summary, { csv: experiment.data.file, name: session.state.fileName });
  return { kind: "code", text, extension };
}
