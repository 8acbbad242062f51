// The document of a network that was read from code, as text, with everything that could not be taken.

import { documentText, parseDocument } from "../../model/document.ts";
import { message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import { type ReadingChoice, withReading } from "../../model/reading-choice.ts";
import { problemAt } from "../reading/layers.ts";
import type { ImportedCode } from "./import.ts";
import type { TableFacts } from "./table-facts.ts";

/** The table that the code names, where it was found. */
export interface FoundTable {
  /** The paths of its files, as the document writes them. */
  readonly files: readonly string[];
  readonly facts: TableFacts;
  /** What has to be set so that it can be read. */
  readonly reading: ReadingChoice;
}

/**
 * @param code with a network
 * @throws ProblemError if the document would break its schema
 */
export function importedDocument(
  code: ImportedCode,
  table: FoundTable | undefined,
): { readonly text: string; readonly problems: readonly Problem[] } {
  const named = code.csv.length === 0 ? ["data.csv"] : code.csv.map((path) => path.replaceAll("\\", "/"));
  const { document, problems } = code.document(table?.files ?? named, table?.facts);
  const text = documentText(table === undefined ? document : withReading(document, { ...table.reading, ...code.reading }));
  const wrong = parseDocument(text).problems.find(({ severity }) => severity === "error");
  if (wrong !== undefined) throw new ProblemError(wrong);
  if (code.csv.length === 0 || table !== undefined) return { text, problems };
  const gone = message("There is no file {0}. Correct the path.", code.csv.join(", "));
  return { text, problems: [...problems, problemAt(1, "warning", "file-not-found", gone)] };
}
