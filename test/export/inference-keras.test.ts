// The Keras script against `perceptron predict`: every layer, loss and way of encoding, the samples and the
// CSVs of test/fixtures/cases. Keras itself does not have to be there: without it a stand-in has the names,
// arguments and formulas that Keras's documentation gives, so what is tested is that the script asks for the
// right ones.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { keras } from "../../src/code/keras/exporter.ts";
import { predictedText } from "../fixtures/code/predicted.ts";
import { makeFolder } from "../fixtures/code/command-line.ts";
import { columnCases, fileCases, type InferenceCase, layerCases, lossCases } from "../fixtures/code/inference/cases.ts";
import { assertSameCsv } from "../fixtures/code/inference/compare.ts";
import { findPython } from "./scripts.ts";

const interpreter = findPython();
const cases = (await Promise.all([layerCases(), lossCases(), columnCases(), fileCases()])).flat();
const isThere = spawnSync(interpreter, ["-c", "import keras, safetensors; assert keras.__version__ >= '3'"]).status === 0;

async function jobOf({ input, csvs }: InferenceCase) {
  assert.deepEqual(keras.refuses(input), []);
  const written = Object.fromEntries((await keras.write({ ...input, stem: "model" })).map(({ name, content }) => [name, content]));
  const files = Object.fromEntries(Object.entries(csvs).map(([name, csv]) => [`${name}.csv`, csv]));
  const folder = makeFolder({ ...written, ...files });
  const pairs = Object.keys(csvs).map((name) => [join(folder, `${name}.csv`), join(folder, `${name}.out.csv`)]);
  return { script: join(folder, "model.py"), check: input.check !== undefined, csvs: pairs, folder };
}

test("the script writes what prediction writes", async (context) => {
  const jobs = await Promise.all(cases.map(jobOf));
  const env = isThere ? process.env : { ...process.env, PYTHONPATH: resolve("test/export/stand-in"), PYTHONDONTWRITEBYTECODE: "1" };
  const run = spawnSync(interpreter, ["test/export/run_inference.py"], { input: JSON.stringify(jobs), encoding: "utf8", env });
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
