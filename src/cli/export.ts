// `perceptron export`: the document as code in a new file.

import { basename, dirname, resolve } from "node:path";
import { exportPyTorch } from "../code/pytorch.ts";
import { message } from "../model/message.ts";
import { onlyFile, readArguments } from "./arguments.ts";
import { examine, type Examined } from "./examine.ts";
import { failure } from "./failure.ts";
import { csvPath, freePath, pathFrom, stemOf, writeNew } from "./files.ts";
import { errorLine, printProblems } from "./problem-lines.ts";
import { shownPath } from "./text.ts";

export async function exportCode(words: readonly string[]): Promise<number> {
  const given = readArguments("export", words, { to: "string", weights: "string", out: "string" });
  const path = onlyFile("export", given.files);
  const format = given.strings.get("to");
  if (format === undefined) throw failure(message("export needs a format. Write --to pytorch."));
  if (format !== "pytorch") throw failure(message('This version does not export to "{0}" yet. Write --to pytorch.', format));
  if (given.strings.has("weights"))
    throw failure(message("This version does not export trained weights yet. Leave out --weights: the script trains the network itself."));
  const examined = await examine(path);
  if (printProblems(examined)) return 1;
  const out = given.strings.get("out") ?? freePath(dirname(path), stemOf(path), ".py");
  let script: string;
  try {
    script = writeScript(examined, out);
  } catch (error) {
    console.error(errorLine(error, examined));
    return 1;
  }
  await writeNew(out, script);
  console.log(shownPath(out));
  return 0;
}

function writeScript({ path, experiment, summary }: Examined, out: string): string {
  const folder = dirname(resolve(out));
  const csv = [experiment!.data.file].flat().map((name) => pathFrom(folder, resolve(csvPath(path, name))));
  return exportPyTorch(experiment!, summary!, { csv, name: basename(path) });
}
