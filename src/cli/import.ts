// `perceptron import`: a document from code, or from a model file. What could not be taken goes to standard
// error with its line; without a network there is no document.

import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { MOST_CODE } from "../code/importing/first-look.ts";
import { type FoundTable, importedDocument } from "../code/importing/document.ts";
import { type ImportedCode, importCode } from "../code/importing/import.ts";
import { tableFacts } from "../code/importing/table-facts.ts";
import { isModel } from "../code/models/read-model.ts";
import { inspectTable } from "../data/inspect.ts";
import { readMendedFiles } from "../data/mend-reading.ts";
import { message } from "../model/message.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import { onlyFile, readArguments } from "./arguments.ts";
import { failure } from "./failure.ts";
import { freePath, openInput, pathFrom, readInput, stemOf, writeNew } from "./files.ts";
import { importInto, importModel } from "./import-model.ts";
import { hasError } from "./problem-lines.ts";
import { say, shownPath } from "./text.ts";

export async function importDocument(words: readonly string[]): Promise<number> {
  const given = readArguments("import", words, { out: "string", into: "string" });
  const path = onlyFile("import", given.files);
  const bytes = readInput(path);
  const [out, into] = [given.strings.get("out"), given.strings.get("into")];
  if (isModel(bytes, path)) return into === undefined ? importModel(path, bytes, out) : importInto(path, bytes, into, out);
  if (into !== undefined) throw failure(message("--into takes the weights of a model file, and {0} is none. Leave it out.", path));
  if (bytes.length > MOST_CODE) throw failure(message("The file is too large to be read as code. Choose a smaller one."));
  const code = importCode(new TextDecoder().decode(bytes));
  if (!code.isWhole) {
    print(path, code.problems);
    return 1;
  }
  const written = out ?? freePath(dirname(path), stemOf(path), ".perceptron");
  const { text, problems } = importedDocument(code, await findTable(path, code, dirname(resolve(written))));
  print(path, problems);
  await writeNew(written, text);
  console.log(shownPath(written));
  return 0;
}

/** `FILE:LINE: sentence`; the sentence does not say the line once more. */
function print(path: string, problems: readonly Problem[]): void {
  for (const problem of problems)
    console.error(`${shownPath(path)}:${problem.line ?? 1}: ${say(problem.message).replace(/^Line \d+: /, "")}`);
}

/**
 * The CSVs where the script says they are, or else beside the script; undefined if one is not there, or is no
 * table.
 * @param folder that of the document
 */
async function findTable(script: string, { csv, reading }: ImportedCode, folder: string): Promise<FoundTable | undefined> {
  const beside = dirname(script);
  const paths = csv.map((file) =>
    [resolve(beside, file), join(beside, basename(file.replaceAll("\\", "/")))].find((one) => !file.includes("://") && existsSync(one)),
  );
  if (paths.length === 0 || !paths.every((path) => path !== undefined)) return undefined;
  try {
    const { table, reading: mended } = await readMendedFiles(await Promise.all(paths.map(openInput)), reading);
    if (hasError(table.problems)) return undefined;
    const files = paths.map((path) => pathFrom(folder, resolve(path)).replaceAll("\\", "/"));
    return { files, facts: tableFacts(inspectTable(table), table.rows), reading: mended };
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}
