// `perceptron verify` with the real PyTorch: what is the same, what is not, and each way it can fail.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { documents } from "../fixtures/code/documents.ts";
import { CLI, makeFolder, perceptron } from "../fixtures/code/command-line.ts";
import { trainingDocuments } from "../fixtures/code/training-documents.ts";
import { findPython } from "./scripts.ts";

const python = findPython();

interface Answer {
  readonly same: boolean;
  readonly torch: string;
  readonly epochs: number;
  readonly weights: number;
  readonly losses: number;
  readonly predictions: number;
  readonly otherAnswers: number;
}

const iris = { "iris.csv": readFileSync("samples/iris.csv"), "iris.perceptron": readFileSync("samples/iris.perceptron") };

test("a sample is the same as in PyTorch, as text and as JSON", () => {
  const folder = makeFolder(iris);
  const text = perceptron(folder, "verify", "iris.perceptron", "--python", python, "--epochs", "2");
  assert.equal(text.status, 0, text.stderr);
  assert.match(
    text.stdout,
    /^PyTorch [\d.]+\S*, Python [\d.]+, 2 epochs\. .*\nfirst weights {2}0\nlosses .*\npredictions .*\nThe same as in PyTorch\.\n$/,
  );
  const { status, stdout } = perceptron(folder, "verify", "iris.perceptron", "--python", python, "--json");
  const { same, weights, losses, predictions, epochs, otherAnswers } = JSON.parse(stdout) as Answer;
  assert.deepEqual([status, same, weights, epochs, otherAnswers], [0, true, 0, 5, 0]);
  assert.ok(losses > 0 && losses <= 1e-5 && predictions > 0 && predictions <= 1e-4, stdout);
});

for (const name of ["fills of every kind", "several targets, one of them true or false", "several files"])
  test(`${name}: the same as in PyTorch`, () => {
    const { status, stderr } = perceptron(makeFolder(documents[name]!), "verify", "a.perceptron", "--python", python, "--epochs", "2");
    assert.equal(status, 0, stderr);
  });

test("a learning rule of our own, and an end before the last epoch", () => {
  const rule = perceptron(makeFolder(trainingDocuments["Rosenblatt's rule"]!), "verify", "a.perceptron", "--python", python);
  assert.equal(rule.status, 0, rule.stdout + rule.stderr);
});

/** A Python that does something else than it is told, by a module that it loads when it starts. */
function changedBy(code: string): Answer & { readonly status: number | null; readonly stderr: string } {
  const folder = makeFolder({ ...iris, "changed/sitecustomize.py": code });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [CLI, "verify", "iris.perceptron", "--json", "--python", python, "--epochs", "2"],
    {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, PYTHONPATH: `${folder}/changed` },
    },
  );
  return { ...(JSON.parse(stdout || "{}") as Answer), status, stderr };
}

test("what differs is found, and is exit code 1", () => {
  const seed = changedBy("import torch\nseed = torch.manual_seed\ntorch.manual_seed = lambda value: seed(value + 1)\n");
  assert.deepEqual([seed.status, seed.same], [1, false]);
  assert.ok(seed.weights > 0.01 && seed.losses > 1e-3 && seed.predictions > 1e-3);
  const step = changedBy(
    "import torch\nstep = torch.optim.Adam.step\ntorch.optim.Adam.step = lambda self, *rest: (step(self, *rest), step(self, *rest))[0]\n",
  );
  assert.deepEqual([step.status, step.weights], [1, 0]);
  assert.ok(step.losses > 1e-3);
});

test("a Python that lacks something is told, with what installs it", () => {
  const finder = [
    "import sys",
    "class Finder:",
    "    def find_spec(name, *rest):",
    "        if name == 'pandas':",
    "            raise ModuleNotFoundError(\"No module named 'pandas'\")",
    "sys.meta_path.insert(0, Finder)",
  ];
  const pandas = changedBy(finder.join("\n"));
  assert.equal(pandas.status, 1);
  assert.match(pandas.stderr, /has no pandas, which the exported script needs\. Install it with: .* -m pip install pandas/);
  const none = perceptron(makeFolder(iris), "verify", "iris.perceptron", "--python", "/bin/false");
  assert.equal(none.status, 1);
  assert.match(none.stderr, /\/bin\/false could not be asked for PyTorch[^]*\nChoose another Python with --python PATH/);
});
