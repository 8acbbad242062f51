// `perceptron predict`: a CSV with what a trained network says of each row. All that is needed besides is in
// the weight file.

import { readWeightFile } from "../code/formats/weights.ts";
import { parseDocument } from "../model/document.ts";
import { message } from "../model/message.ts";
import { predictCsv } from "../training/predicted-csv.ts";
import { type Arguments, onlyFile, readArguments } from "./arguments.ts";
import { failure } from "./failure.ts";
import { checkNewPath, readDocument, readInput, writeNew } from "./files.ts";
import { errorLine, hasError, problemLine } from "./problem-lines.ts";
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
  const bytes = readInput(csv);
  const keepsFormulas = given.switches.has("keep-formulas");
  try {
    const { text: result, problems: warnings } = await predictCsv(weights, experiment.training.threshold, csv, bytes, keepsFormulas);
    for (const warning of warnings) console.error(problemLine(HERE, warning));
    if (out === undefined) process.stdout.write(result);
    else await writeNew(out, result);
    return 0;
  } catch (error) {
    console.error(errorLine(error, HERE));
    return 1;
  }
}

function needed({ strings }: Arguments, name: string, value: string): string {
  const text = strings.get(name);
  if (text === undefined) throw failure(message("predict needs --{0}. Write --{0} {1}.", name, value));
  return text;
}
