// `perceptron predict`: a CSV with what a trained network says of each row. All that is needed besides is in
// the weight file.

import { readWeightFile } from "../code/formats/weights.ts";
import { parseDocument } from "../model/document.ts";
import { message } from "../model/message.ts";
import { predictCsv } from "../training/predicted-csv.ts";
import { nodeReading } from "../worker/node/reading-threads.ts";
import { type Arguments, onlyFile, readArguments } from "./arguments.ts";
import { ENDINGS, INTERRUPTED } from "./endings.ts";
import { failure } from "./failure.ts";
import { checkNewPath, openInput, readDocument, readInput, writeNew } from "./files.ts";
import { errorLine, hasError, problemLine } from "./problem-lines.ts";
import { readingBar } from "./progress.ts";
import { checkSame } from "./weights.ts";

/** A table's places are in the CSV, whose path is as the command gives it. */
const HERE = { path: "", text: "" };

export async function predict(words: readonly string[]): Promise<number> {
  const given = readArguments("predict", words, { weights: "string", csv: "string", out: "string", "keep-formulas": "boolean" });
  const path = onlyFile("predict", given.files);
  const weightsPath = needed(given, "weights", "W.safetensors");
  const csv = needed(given, "csv", "CSV");
  const out = given.strings.get("out");
  if (out !== undefined) await checkNewPath(out);
  const document = { path, text: readDocument(path) };
  const { experiment, problems } = parseDocument(document.text);
  for (const problem of problems) console.error(problemLine(document, problem));
  if (experiment === undefined || hasError(problems)) return 1;
  const weights = readWeightFile(readInput(weightsPath), weightsPath);
  checkSame(experiment, weights, path, weightsPath);
  const source = await openInput(csv);
  const keepsFormulas = given.switches.has("keep-formulas");
  let ended = false;
  for (const signal of ENDINGS) process.once(signal, () => (ended = true));
  // A bar among the rows of a terminal would be in their way.
  const bar = readingBar(out !== undefined || !process.stdout.isTTY);
  let release: (() => void) | undefined;
  try {
    const hooks = { ...nodeReading, ...bar, isCancelled: () => ended };
    const predicted = await predictCsv(weights, experiment.training.threshold, source, keepsFormulas, hooks);
    release = predicted.release;
    bar.clear();
    for (const warning of predicted.problems) console.error(problemLine(HERE, warning));
    if (out === undefined) await print(predicted.pieces);
    else await writeNew(out, predicted.pieces);
    bar.clear();
    return 0;
  } catch (error) {
    bar.clear();
    console.error(ended ? errorLine(error) : errorLine(error, HERE));
    return ended ? INTERRUPTED : 1;
  } finally {
    release?.();
  }
}

/** Writes to standard output, no faster than it is read; until nobody reads it any more. */
async function print(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) {
    const isRead = await new Promise<boolean>((resolve) => process.stdout.write(piece, (error) => resolve(!error)));
    if (!isRead) return;
  }
}

function needed({ strings }: Arguments, name: string, value: string): string {
  const text = strings.get(name);
  if (text === undefined) throw failure(message("predict needs --{0}. Write --{0} {1}.", name, value));
  return text;
}
