// The Python script, with and without NumPy, against `perceptron predict`: every layer, loss and way of
// encoding, the samples and the CSVs of test/fixtures/cases. All scripts of one kind run in one Python
// process.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { python } from "../../src/code/python/exporter.ts";
import { predictedText } from "../fixtures/code/predicted.ts";
import { makeFolder } from "../fixtures/code/command-line.ts";
import { columnCases, fileCases, type InferenceCase, layerCases, lossCases } from "../fixtures/code/inference/cases.ts";
import { assertSameCsv } from "../fixtures/code/inference/compare.ts";
import { findPython } from "./scripts.ts";

const interpreter = findPython();
const cases = (await Promise.all([layerCases(), lossCases(), columnCases(), fileCases()])).flat();

async function jobOf({ input, csvs }: InferenceCase, options: Record<string, boolean>) {
  assert.deepEqual(python.refuses(input), []);
  const [script] = await python.write({ ...input, options });
  const files = Object.fromEntries(Object.entries(csvs).map(([name, csv]) => [`${name}.csv`, csv]));
  const folder = makeFolder({ "model.py": script!.content, ...files });
  const pairs = Object.keys(csvs).map((name) => [join(folder, `${name}.csv`), join(folder, `${name}.out.csv`)]);
  return { script: join(folder, "model.py"), check: input.check !== undefined, csvs: pairs, folder };
}

for (const [title, options] of [
  ["with NumPy", {}],
  ["without NumPy", { "no-numpy": true }],
] as const)
  test(`${title}, the script writes what prediction writes`, async (context) => {
    const jobs = await Promise.all(cases.map((each) => jobOf(each, options)));
    const run = spawnSync(interpreter, ["-W", "error", "test/export/run_inference.py"], { input: JSON.stringify(jobs), encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
    const failures = JSON.parse(run.stdout) as readonly (string | null)[];
    for (const [index, { name, weights, csvs }] of cases.entries())
      await context.test(name, async () => {
        assert.equal(failures[index], null, run.stderr.slice(0, 2000));
        for (const [key, csv] of Object.entries(csvs)) {
          const expected = await predictedText(weights, key, csv);
          assertSameCsv(readFileSync(join(jobs[index]!.folder, `${key}.out.csv`), "utf8"), expected, key);
        }
      });
  });
