// What `perceptron import` makes of files beside what PyTorch makes of them: each spelling of a network gives
// the same answers with the same weights, and a script's losses are those of its document.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importCode } from "../../src/code/importing/import.ts";
import { moduleOf } from "../../src/code/pytorch/network.ts";
import { lines } from "../../src/code/pytorch/python.ts";
import { parseDocument } from "../../src/model/document.ts";
import type { JsonLayer } from "../../src/model/edit.ts";
import { traceShapes } from "../../src/model/shapes.ts";
import { makeFolder, perceptron } from "../fixtures/code/command-line.ts";
import { spellings } from "../fixtures/import/spellings.ts";
import { findPython } from "./scripts.ts";

const python = findPython();

/** The nn.Sequential of what was read. */
function asCode(code: string, inputs: number): string {
  const { document } = importCode(code).document(["data.csv"], undefined);
  const { experiment } = parseDocument(JSON.stringify(document));
  assert.ok(experiment);
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], inputs);
  const modules = experiment.layers.map((layer, index) => lines(moduleOf(layer, shapes[index]?.inFeatures ?? inputs), 0).join(" "));
  return `nn.Sequential(${modules.join(", ")})`;
}

test("each spelling gives the same answers as in PyTorch", () => {
  const jobs = spellings.map(({ name, code, inputs }) => ({ name, code, inputs, layers: asCode(code, inputs) }));
  const { stdout, stderr } = spawnSync(python, ["test/export/import_networks.py"], { input: JSON.stringify(jobs), encoding: "utf8" });
  assert.notEqual(stdout, "", stderr);
  const answers = JSON.parse(stdout) as Readonly<Record<string, string | null>>;
  const wrong = Object.entries(answers).flatMap(([name, difference]) => (difference === null ? [] : [`${name}: ${difference}`]));
  assert.deepEqual(wrong, []);
  assert.equal(Object.keys(answers).length, spellings.length);
});

for (const name of ["beginners-book", "validated", "main-function"])
  test(`${name}: its document trains to the losses that the script prints`, () => {
    const script = readFileSync(`test/fixtures/import/${name}.py`);
    const folder = makeFolder({ "binary.csv": readFileSync("samples/binary.csv"), "script.py": script });
    const { status, stderr } = perceptron(folder, "import", "script.py", "--out", "script.perceptron");
    assert.equal(status, 0, stderr);
    const trained = perceptron(folder, "train", "script.perceptron", "--json");
    assert.equal(trained.status, 0, trained.stderr);
    const ours = trained.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; epoch: number; train_loss: number })
      .filter(({ event }) => event === "epoch")
      .map(({ train_loss }) => train_loss);
    const ran = spawnSync(python, ["-W", "ignore", join(folder, "script.py")], { cwd: folder, encoding: "utf8" });
    const theirs = [...ran.stdout.matchAll(/^Epoch : +\d+.*Cost : (\S+)$/gm)].map(([, cost]) => Number(cost));
    assert.ok(theirs.length >= 10, ran.stderr);
    assert.equal(ours.length, theirs.length);
    for (const [epoch, loss] of ours.entries())
      assert.ok(Math.abs(loss - theirs[epoch]!) <= 1e-5 * Math.abs(theirs[epoch]!), `epoch ${epoch + 1}: ${loss} beside ${theirs[epoch]!}`);
  });
