// `perceptron import` of a model file: a document and its weights beside it; or, with `--into`, the weights
// of a document that is there.

import { dirname, join } from "node:path";
import { documentOf, type ImportedModel } from "../code/models/document.ts";
import { weightsInto } from "../code/models/into.ts";
import { readModel } from "../code/models/read-model.ts";
import { message } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import { examine } from "./examine.ts";
import { failure } from "./failure.ts";
import { checkNewPath, freePath, stemOf, writeNew } from "./files.ts";
import { printProblems } from "./problem-lines.ts";
import { areFree, writeAll } from "./several-files.ts";
import { say, shownPath } from "./text.ts";

/**
 * Writes a document and its weights, which are called alike.
 * @param out the document's path; undefined for the first name that is free for both
 * @returns the exit code
 */
export async function importModel(path: string, bytes: Uint8Array, out: string | undefined): Promise<number> {
  if (out !== undefined) await checkNewPath(out);
  const model = documentOf(readModel(bytes, path), path);
  print(path, model.problems);
  for (const written of await writeAll(...placeFor(path, model, out))) console.log(shownPath(written));
  return 0;
}

function placeFor(path: string, { document, weights }: ImportedModel, out: string | undefined): Parameters<typeof writeAll> {
  const place = (first: string): Parameters<typeof writeAll> => [
    first,
    [
      { name: "", content: document },
      { name: `${stemOf(first)}.safetensors`, content: weights },
    ],
  ];
  if (out !== undefined) return place(out);
  for (let count = 1; ; count++) {
    const found = place(join(dirname(path), `${stemOf(path)}${count === 1 ? "" : `-${count}`}.perceptron`));
    if (areFree(...found)) return found;
  }
}

/**
 * Writes a model's weights as those of a document, beside it.
 * @returns the exit code
 */
export async function importInto(path: string, bytes: Uint8Array, into: string, out: string | undefined): Promise<number> {
  if (out !== undefined) throw failure(message("--into writes the weights beside {0}, so --out has nothing to name. Leave it out.", into));
  const model = readModel(bytes, path);
  const examined = await examine(into);
  if (printProblems(examined)) return 1;
  const written = freePath(dirname(into), stemOf(into), ".safetensors");
  const { experiment, summary } = examined;
  await writeNew(written, weightsInto(experiment!, summary!.preprocessing!, model, path));
  console.log(shownPath(written));
  return 0;
}

function print(path: string, problems: readonly Problem[]): void {
  for (const problem of problems) console.error(`${shownPath(path)}: ${say(problem.message)}`);
}
