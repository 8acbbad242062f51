// The documents of samples/, through the command line (dist/cli.js, built before by `node esbuild.mjs cli`)
// and as scripts under PyTorch.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, perceptron } from "../fixtures/code/command-line.ts";
import { assertSame, compareLosses, EPOCHS, findPython, type Losses, runScripts, scriptLosses } from "./scripts.ts";

const python = findPython();

function ran(folder: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = perceptron(folder, ...words);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** The events of `train --json` as a script prints them. */
function trainLosses(folder: string, document: string): Losses[] {
  const events = ran(folder, "train", document, "--json", "--epochs", String(EPOCHS))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { event: string; epoch: number; train_loss: number; validation_loss: number; test_loss: number });
  return events.flatMap(({ event, epoch, train_loss, validation_loss, test_loss }): Losses[] => {
    if (event === "epoch") return [{ epoch, train_loss, validation_loss }];
    return event === "done" ? [{ test_loss }] : [];
  });
}

for (const name of ["binary", "iris", "penguins"])
  test(`${name}: the script starts with the same weights and prints the same losses`, (context) => {
    const document = `${name}.perceptron`;
    const folder = makeFolder({ [`${name}.csv`]: readFileSync(`samples/${name}.csv`), [document]: readFileSync(`samples/${document}`) });
    assert.equal(ran(folder, "export", document, "--to", "pytorch").trim(), `${name}.py`);
    ran(folder, "train", document, "--epochs", "0", "--save", "first.safetensors");
    const script = join(folder, `${name}.py`);
    const [answer] = runScripts(python, [{ script, weights: join(folder, "first.safetensors") }]);
    const losses = trainLosses(folder, document);
    context.diagnostic(`greatest relative difference ${assertSame(losses, answer!)}`);
    // As a person runs it: from another folder, with nothing but its name.
    const { status, stdout, stderr } = spawnSync(python, ["-W", "error", script, "--epochs", String(EPOCHS), "--every", "1"], {
      cwd: process.cwd(),
      encoding: "utf8",
    });
    assert.deepEqual([status, stderr], [0, ""]);
    compareLosses(losses, scriptLosses(stdout));
  });

/** The keys of each line, with its epoch. */
function shape(lines: readonly Losses[]): string[] {
  return lines.map((line) =>
    Object.keys(line)
      .concat(String(line["epoch"] ?? ""))
      .join(" "),
  );
}

function line(epoch: number): string {
  return `epoch train_loss validation_loss ${epoch}`;
}

test("--every, --csv and --threads of a script", () => {
  const folder = makeFolder({
    "data/iris.csv": readFileSync("samples/iris.csv"),
    "iris.perceptron": readFileSync("samples/iris.perceptron", "utf8").replace('"iris.csv"', '"data/iris.csv"'),
    "other.csv": readFileSync("samples/iris.csv", "utf8").split("\n").slice(0, 121).join("\n"),
  });
  ran(folder, "export", "iris.perceptron", "--to", "pytorch", "--out", "data/script.py");
  const script = (...words: readonly string[]): Losses[] => {
    const { status, stdout, stderr } = spawnSync(python, ["data/script.py", ...words], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return scriptLosses(stdout);
  };
  assert.deepEqual(shape(script("--epochs", "5", "--every", "2", "--threads", "2")), [line(2), line(4), line(5), "test_loss "]);
  const all = script("--epochs", "45");
  assert.deepEqual(shape(all).slice(-3), [line(44), line(45), "test_loss "]);
  assert.equal(all.length, 24);
  assert.notDeepEqual(script("--epochs", "45", "--csv", "other.csv"), all);
  assert.deepEqual(shape(script("--epochs", "0")), ["test_loss "]);
});
