// `perceptron import`: a document from code. What could not be taken goes to standard error with its line;
// without a network there is no document.

import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type ImportedCode, importCode, MOST_CODE, type TableFacts } from "../code/importing/import.ts";
import { inspectTable } from "../data/inspect.ts";
import { readMendedFiles } from "../data/mend-reading.ts";
import { documentText, parseDocument } from "../model/document.ts";
import { message } from "../model/message.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import { type ReadingChoice, withReading } from "../model/reading-choice.ts";
import { onlyFile, readArguments } from "./arguments.ts";
import { failure } from "./failure.ts";
import { freePath, openInput, pathFrom, readInput, stemOf, writeNew } from "./files.ts";
import { hasError } from "./problem-lines.ts";
import { say, shownPath } from "./text.ts";

interface FoundTable {
  readonly path: string;
  readonly facts: TableFacts;
  /** What had to be set so that it can be read. */
  readonly reading: ReadingChoice;
}

export async function importDocument(words: readonly string[]): Promise<number> {
  const given = readArguments("import", words, { out: "string" });
  const path = onlyFile("import", given.files);
  const bytes = readInput(path);
  if (bytes.length > MOST_CODE) throw failure(message("The file is too large to be read as code. Choose a smaller one."));
  const code = importCode(new TextDecoder().decode(bytes));
  if (!code.isWhole) {
    print(path, code.problems);
    return 1;
  }
  const out = given.strings.get("out") ?? freePath(dirname(path), stemOf(path), ".perceptron");
  const table = await findTable(path, code);
  const file = table === undefined ? (code.csv ?? "data.csv") : pathFrom(dirname(resolve(out)), resolve(table.path));
  const { document, problems } = code.document(file.replaceAll("\\", "/"), table?.facts);
  print(path, problems);
  if (code.csv !== undefined && table === undefined)
    console.error(`${shownPath(path)}:1: ${say(message("There is no file {0}. Correct the path.", code.csv))}`);
  const text = documentText(table === undefined ? document : withReading(document, { ...table.reading, ...code.reading }));
  const wrong = parseDocument(text).problems.find(({ severity }) => severity === "error");
  if (wrong !== undefined) throw new ProblemError(wrong);
  await writeNew(out, text);
  console.log(shownPath(out));
  return 0;
}

/** `FILE:LINE: sentence`; the sentence does not say the line once more. */
function print(path: string, problems: readonly Problem[]): void {
  for (const problem of problems)
    console.error(`${shownPath(path)}:${problem.line ?? 1}: ${say(problem.message).replace(/^Line \d+: /, "")}`);
}

/** The CSV where the script says it is, or else beside the script; undefined if it is not there, or none. */
async function findTable(script: string, { csv, reading }: ImportedCode): Promise<FoundTable | undefined> {
  if (csv === undefined || csv.includes("://")) return undefined;
  const folder = dirname(script);
  const path = [resolve(folder, csv), join(folder, basename(csv.replaceAll("\\", "/")))].find((one) => existsSync(one));
  if (path === undefined) return undefined;
  try {
    const { table, reading: mended } = await readMendedFiles([await openInput(path)], reading);
    if (hasError(table.problems)) return undefined;
    return { path, facts: { names: inspectTable(table).map(({ name }) => name), rows: table.rows }, reading: mended };
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
