// `perceptron new`: a document with a starter network for a CSV, the one that right-clicking the CSV in VS
// Code opens.

import { dirname, resolve } from "node:path";
import { findInTable } from "../data/findings/findings.ts";
import { inspectTable } from "../data/inspect.ts";
import { readMendedFiles } from "../data/mend-reading.ts";
import { documentText } from "../model/document.ts";
import { message } from "../model/message.ts";
import { nearest } from "../model/nearest.ts";
import type { Problem } from "../model/problem.ts";
import { withReading } from "../model/reading-choice.ts";
import { starterExperiment, starterNotes } from "../model/starter.ts";
import { onlyFile, readArguments } from "./arguments.ts";
import { failure } from "./failure.ts";
import { freePath, openInput, pathFrom, stemOf, writeNew } from "./files.ts";
import { hasError, problemLine } from "./problem-lines.ts";
import { readingChoice, readingOptions } from "./reading-options.ts";
import { say, shownPath } from "./text.ts";

/** A table's places are in the CSV, whose path is as the command gives it. */
const HERE = { path: "", text: "" };

export async function newDocument(words: readonly string[]): Promise<number> {
  const given = readArguments("new", words, { target: "string", out: "string", ...readingOptions });
  const csv = onlyFile("new", given.files);
  const target = given.strings.get("target");
  const chosen = readingChoice(given);
  const { table, reading, mended } = await readMendedFiles([await openInput(csv)], chosen);
  for (const problem of mended) console.error(mendedLine(csv, problem));
  for (const problem of table.problems) console.error(problemLine(HERE, problem));
  if (hasError(table.problems)) return 1;
  const columns = inspectTable(table);
  const names = columns.map(({ name }) => name);
  if (target !== undefined && !names.includes(target))
    throw failure(message('{0} has no column "{1}". Did you mean "{2}"?', csv, target, nearest(target, names)));
  const out = given.strings.get("out") ?? freePath(dirname(csv), stemOf(csv), ".perceptron");
  const starter = starterExperiment(pathFrom(dirname(resolve(out)), resolve(csv)), columns, target);
  const experiment = withReading(starter, { ...chosen, ...reading });
  const text = documentText(experiment);
  await writeNew(out, text);
  console.log(shownPath(out));
  for (const note of starterNotes(experiment, columns, target !== undefined)) console.error(say(note));
  const { data } = experiment;
  const found = findInTable(table, { columns: {}, features: data.features, target: data.target, skip: data.skip });
  for (const problem of found.problems) console.error(problemLine({ path: out, text }, problem));
  return 0;
}

/** A problem of the CSV that the document mends, and how. */
function mendedLine(csv: string, problem: Problem): string {
  const line = problemLine(HERE, { ...problem, severity: "information", file: problem.file ?? csv });
  const [fix] = problem.fixes ?? [];
  return fix === undefined ? line : `${line} (${say(message("Done in the document: {0}.", fix.title))})`;
}
