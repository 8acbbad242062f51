// `perceptron export`: the document as code in a new file.

import { basename, dirname, resolve } from "node:path";
import { type ExportFormat, exporters, isExportFormat } from "../code/exporters.ts";
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
  const formats = Object.keys(exporters).join(", ");
  if (format === undefined) throw failure(message("export needs a format. Write --to and one of: {0}.", formats));
  if (!isExportFormat(format))
    throw failure(message('This version does not export to "{0}" yet. Write --to and one of: {1}.', format, formats));
  if (given.strings.has("weights"))
    throw failure(message("This version does not export trained weights yet. Leave out --weights: the script trains the network itself."));
  const examined = await examine(path);
  if (printProblems(examined)) return 1;
  const out = given.strings.get("out") ?? freePath(dirname(path), stemOf(path), exporters[format].extension);
  let script: string;
  try {
    script = write(examined, format, out);
  } catch (error) {
    console.error(errorLine(error, examined));
    return 1;
  }
  await writeNew(out, script);
  console.log(shownPath(out));
  return 0;
}

function write({ path, experiment, summary }: Examined, format: ExportFormat, out: string): string {
  const folder = dirname(resolve(out));
  const csv = [experiment!.data.file].flat().map((name) => pathFrom(folder, resolve(csvPath(path, name))));
  return exporters[format].write(experiment!, summary!, { csv, name: basename(path) });
}
