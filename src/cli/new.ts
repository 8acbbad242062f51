// `perceptron new`: a document with a starter network for a CSV, the one that right-clicking the CSV in VS Code opens.

import { dirname, resolve } from "node:path";
import { inspectTable } from "../data/inspect.ts";
import { readTable } from "../data/read.ts";
import { documentText } from "../model/document.ts";
import { message } from "../model/message.ts";
import { plain } from "../model/plain-text.ts";
import { nearest } from "../model/nearest.ts";
import { isLeftOut, MANY_VALUES } from "../model/columns.ts";
import { starterExperiment } from "../model/starter.ts";
import { onlyFile, readArguments } from "./arguments.ts";
import { failure } from "./failure.ts";
import { freePath, openInput, pathFrom, stemOf, writeNew } from "./files.ts";
import { hasError, problemLine } from "./problem-lines.ts";
import { shownPath } from "./text.ts";

export async function newDocument(words: readonly string[]): Promise<number> {
  const given = readArguments("new", words, { target: "string", out: "string" });
  const csv = onlyFile("new", given.files);
  const target = given.strings.get("target");
  const table = await readTable([await openInput(csv)]);
  for (const problem of table.problems) console.error(problemLine({ path: "", text: "" }, problem));
  if (hasError(table.problems)) return 1;
  const columns = inspectTable(table);
  const names = columns.map(({ name }) => name);
  if (target !== undefined && !names.includes(target))
    throw failure(message('{0} has no column "{1}". Did you mean "{2}"?', csv, target, nearest(target, names)));
  const out = given.strings.get("out") ?? freePath(dirname(csv), stemOf(csv), ".perceptron");
  const experiment = starterExperiment(pathFrom(dirname(resolve(out)), resolve(csv)), columns, target);
  await writeNew(out, documentText(experiment));
  console.log(shownPath(out));
  const leftOut = columns.filter((column) => isLeftOut(column) && column.name !== experiment.data.target).map(({ name }) => name);
  if (leftOut.length > 0)
    console.error(
      `Left out of the features, because they are texts of more than ${MANY_VALUES} different values: ${plain(leftOut.join(", "))}.`,
    );
  return 0;
}
