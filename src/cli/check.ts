// `perceptron check`: every problem of a document and its data on standard output, and what was understood of the data on standard error.

import type { DataSummary } from "../data/types.ts";
import { onlyFile, readArguments } from "./arguments.ts";
import { examine } from "./examine.ts";
import { count } from "./figures.ts";
import { hasError, problemLine } from "./problem-lines.ts";

const SHOWN = 20;

export async function check(words: readonly string[]): Promise<number> {
  const { files } = readArguments("check", words, {});
  const examined = await examine(onlyFile("check", files));
  for (const problem of examined.problems) console.log(problemLine(examined, problem));
  if (examined.summary) for (const line of describe(examined.summary)) console.error(line);
  return hasError(examined.problems) ? 1 : 0;
}

/** What was understood of the data, for a person. */
function describe({ files, rows, dialect, columns, dropped, split, inputs, targets, classes, preprocessing }: DataSummary): string[] {
  const { encoding, delimiter, decimal, header } = dialect;
  const lines = [
    `${files.join(", ")}: ${count(rows, "row")}, ${encoding}, delimiter ${JSON.stringify(delimiter)}, decimal mark "${decimal}", ${header ? "with" : "without"} a header`,
    ...columns.map(({ name, kind, distinct, missing, role }) => {
      const gaps = missing === 0 ? "" : `, ${missing} missing`;
      return `  ${name}: ${kind}, ${count(distinct, "different value")}${gaps} (${role})`;
    }),
  ];
  if (preprocessing === undefined) return lines;
  const left = dropped.missingTarget + dropped.missingFeature;
  if (left > 0)
    lines.push(
      `${count(left, "row")} left out: ${dropped.missingTarget} without a target, ${dropped.missingFeature} with a missing feature`,
    );
  lines.push(
    `split: ${split.train} training, ${split.validation} validation, ${split.test} test`,
    `inputs: ${inputs.length} (${shortened(inputs)})`,
    `target: ${targets.join(", ")}${classes === undefined ? "" : ` (classes ${shortened(classes)})`}`,
  );
  return lines;
}

function shortened(names: readonly string[]): string {
  return names.length <= SHOWN ? names.join(", ") : `${names.slice(0, SHOWN).join(", ")}, … ${names.at(-1)!}`;
}
