// The stand-in for Keras beside what Keras itself answered (test/parity/keras_layers.py), so that scripts
// that run with it run with Keras.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { findPython } from "./scripts.ts";

type Answers = Readonly<Record<string, readonly (readonly number[])[]>>;

test("every layer and function of the stand-in answers what Keras answered", () => {
  const env = { ...process.env, PYTHONPATH: resolve("test/export/stand-in"), PYTHONDONTWRITEBYTECODE: "1" };
  const run = spawnSync(findPython(), ["test/parity/keras_layers.py"], { encoding: "utf8", env });
  assert.equal(run.status, 0, run.stderr);
  const ours = JSON.parse(run.stdout) as Answers;
  const recorded = JSON.parse(readFileSync("test/fixtures/parity/keras.json", "utf8")) as Answers;
  assert.deepEqual(Object.keys(ours), Object.keys(recorded));
  for (const [name, rows] of Object.entries(recorded))
    for (const [at, value] of rows.flat().entries())
      assert.ok(
        Math.abs(ours[name]!.flat()[at]! - value) <= 1e-5 * Math.max(1, Math.abs(value)),
        `${name}: ${ours[name]!.flat()[at]} instead of ${value}`,
      );
});
