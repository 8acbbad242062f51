// The command line and the worker use no network: every socket, lookup and request is refused, in each of
// their threads, and none is tried. Needs `node esbuild.mjs cli worker` before.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CLI, makeFolder } from "../../fixtures/code/command-line.ts";
import { attemptsFile, attemptsIn, refuser } from "../../harness/network.ts";

const refuse = refuser(process.cwd());

function run(folder: string, ...words: readonly string[]): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", refuse, ...words], { cwd: folder, encoding: "utf8" });
  return { status, said: `${stdout}${stderr}` };
}

test("every command that reads, trains, answers and writes tries no connection", () => {
  const sample = JSON.parse(readFileSync("samples/iris.perceptron", "utf8")) as { readonly layers: readonly object[] };
  const iris = { ...sample, tests: [{ type: "accuracy", on: "train", at_least: 0.1 }] };
  // Worth several threads.
  const wide = { ...sample, layers: [{ type: "Linear", out_features: 30_000 }, ...sample.layers.slice(1)] };
  const folder = makeFolder({
    "iris.csv": readFileSync("samples/iris.csv"),
    "iris.perceptron": iris,
    "wide.perceptron": wide,
  });
  const file = attemptsFile();
  for (const words of [
    ["new", "iris.csv", "--out", "fresh.perceptron"],
    ["check", "iris.perceptron"],
    ["train", "iris.perceptron", "--epochs", "3", "--health", "--save", "iris.safetensors", "--tensorboard", "events"],
    ["train", "wide.perceptron", "--epochs", "1", "--threads", "2"],
    ["test", "iris.perceptron", "--weights", "iris.safetensors"],
    ["predict", "iris.perceptron", "--weights", "iris.safetensors", "--csv", "iris.csv"],
    ["export", "iris.perceptron", "--to", "pytorch"],
    ["export", "iris.perceptron", "--to", "onnx", "--weights", "iris.safetensors"],
    ["import", "iris.py", "--out", "again.perceptron"],
    ["trace", "iris.perceptron"],
  ]) {
    const { status, said } = run(folder, CLI, ...words);
    assert.equal(status, 0, `${words.join(" ")}: ${said}`);
  }
  assert.deepEqual(attemptsIn(file), []);
});

test("a program that tries is caught, in its threads too", () => {
  const folder = makeFolder({});
  writeFileSync(
    join(folder, "tries.cjs"),
    `const { isMainThread, Worker } = require("node:worker_threads");
     const ways = [() => fetch("http://127.0.0.1:9"), () => require("node:net").connect(9), () => new (require("node:net").Socket)().connect(9),
       () => require("node:dns").lookup("localhost", () => {}), () => require("node:https").get("https://127.0.0.1:9")];
     for (const way of ways) try { way(); } catch {}
     if (isMainThread) new Worker(__filename);`,
  );
  const file = attemptsFile();
  assert.equal(run(folder, join(folder, "tries.cjs")).status, 0);
  assert.equal(attemptsIn(file).length, 10);
});
