// `python script.py --predict IN.csv OUT.csv` of the PyTorch script beside `perceptron predict`: every layer,
// loss and way of encoding, gaps, unknown categories, columns in another order. All scripts run in one Python
// process.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { pytorch } from "../../src/code/pytorch/exporter.ts";
import { bytesSource } from "../../src/data/sources.ts";
import { Predictor } from "../../src/training/predict.ts";
import { makeFolder } from "../fixtures/code/command-line.ts";
import { documents } from "../fixtures/code/documents.ts";
import { columnCases, type InferenceCase, layerCases, lossCases, trainedCase } from "../fixtures/code/inference/cases.ts";
import { experimentOf } from "../fixtures/code/script.ts";
import { findPython } from "./scripts.ts";

/** Files that are read in a way of their own, for which the script has its own function. */
const files = await Promise.all(
  [
    "compressed by gzip under a name that does not say so",
    "UTF-16 without a mark, big endian, comments",
    "comments of two characters after a mark, and inside fields",
    "repeated and empty names",
    "blanks around fields and names, quoted or not",
    "thousands with a point and decimals with a comma",
    "Korean names in code page 949, quotes and backslashes in names and texts",
  ].map((name) => {
    const experiment = experimentOf(documents[name]!);
    const csv = documents[name]![[experiment.data.file].flat()[0]!]!;
    return trainedCase(name, experiment, typeof csv === "string" ? new TextEncoder().encode(csv) : (csv as Uint8Array));
  }),
);
/**
 * CSVs that are written as the training CSV is: the script has one way to read, unlike those of the formats
 * for prediction.
 */
const otherwise = new Set(["semicolons", "hint", "folded", "short", "blanks"]);

const cases = [...(await Promise.all([layerCases(), lossCases(), columnCases()])).flat(), ...files];

/** The CSVs of a case that the script reads. */
function csvsOf({ csvs }: InferenceCase): readonly (readonly [string, Uint8Array])[] {
  return Object.entries(csvs).filter(([name]) => !otherwise.has(name));
}

async function expected({ weights }: InferenceCase, csv: Uint8Array): Promise<readonly (readonly string[])[]> {
  const { columns, answerOf } = await new Predictor(weights).predict([bytesSource("t.csv", csv)]);
  return columns.map(({ name, cell }) => [name].concat([...answerOf].map((answer) => (answer < 0 ? "" : cell(answer)))));
}

async function jobOf(each: InferenceCase) {
  const { input } = each;
  const csvs = csvsOf(each);
  assert.deepEqual(pytorch.refuses(input), []);
  const written = Object.fromEntries((await pytorch.write(input)).map(({ name, content }) => [name, content]));
  const folder = makeFolder({ ...written, ...Object.fromEntries(csvs.map(([name, csv]) => [`${name}.csv`, csv])) });
  const pairs = csvs.map(([name]) => [join(folder, `${name}.csv`), join(folder, `${name}.out.csv`)]);
  return { script: join(folder, `${input.stem}.py`), csvs: pairs, columns: (await expected(each, csvs[0]![1])).length };
}

function assertSame(ours: readonly (readonly string[])[], theirs: readonly (readonly string[])[], about: string): void {
  assert.equal(theirs.length, ours.length, about);
  for (const [column, [name = "", ...cells]] of ours.entries()) {
    // A name that the CSV has already gets a number.
    assert.equal(theirs[column]![0], about === "taken" && name === "prediction" ? "prediction_2" : name, about);
    for (const [index, cell] of cells.entries()) {
      const row = index + 1;
      const other = theirs[column]![row]!;
      const [one, two] = [cell, other].map((text) => Number(text.replace(",", "."))) as [number, number];
      const isClose = cell !== "" && other !== "" && Math.abs(one - two) <= 1e-5 * Math.max(1, Math.abs(one));
      assert.ok(cell === other || isClose, `${about}, row ${row}: ${other} instead of ${cell}`);
    }
  }
}

test("the script predicts what prediction predicts", async (context) => {
  const jobs = await Promise.all(cases.map((each) => jobOf(each)));
  const run = spawnSync(findPython(), ["-W", "ignore", "test/export/run_predictions.py"], {
    input: JSON.stringify(jobs),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.equal(run.status, 0, run.stderr);
  const answers = JSON.parse(run.stdout) as readonly {
    readonly error?: string;
    readonly columns?: readonly (readonly (readonly string[])[])[];
  }[];
  assert.ok(cases.length > 60);
  for (const [index, each] of cases.entries())
    await context.test(each.name, async () => {
      const { error, columns = [] } = answers[index]!;
      assert.equal(error, undefined);
      for (const [at, [name, csv]] of csvsOf(each).entries()) assertSame(await expected(each, csv), columns[at]!, name);
    });
});
