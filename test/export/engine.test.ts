// PyTorch as the engine of the command line: the built-in engine's losses, first weights bit for bit, more
// processes, and a run that goes on, on the engine that began it or on the other.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { CLI, makeFolder } from "../fixtures/code/command-line.ts";
import { trainingDocuments } from "../fixtures/code/training-documents.ts";
import { assertSameRun, type Event, eventsIn, freePort, sample, train, trainAnd, training, WITH } from "./engine-runs.ts";

for (const name of ["binary", "iris", "penguins"])
  test(`${name}: PyTorch trains what the built-in engine does, with one process and with two`, () => {
    const document = `${name}.perceptron`;
    const folder = sample(name);
    const own = train(folder, document, "--epochs", "10");
    assertSameRun(own, train(folder, document, "--epochs", "10", ...WITH));
    assertSameRun(own, train(folder, document, "--epochs", "10", ...WITH, "--processes", "2"));
    train(folder, document, "--epochs", "0", "--save", "own.safetensors");
    train(folder, document, "--epochs", "0", "--save", "torch.safetensors", ...WITH);
    assert.deepEqual(readFileSync(join(folder, "torch.safetensors")), readFileSync(join(folder, "own.safetensors")), "the first weights");
  });

test("four processes, of which the last batch has too few rows for all, beside another run that ends sooner", async () => {
  const folder = makeFolder(trainingDocuments["AdamW with its parameters"]!);
  const run = (...words: readonly string[]): Promise<Event[]> => training(folder, "a.perceptron", "--epochs", ...words);
  const [sooner, four, own] = await Promise.all([run("1", ...WITH, "--processes", "2"), run("10", ...WITH, "--processes", "4"), run("10")]);
  assertSameRun(own, four);
  assert.equal(sooner.at(-1)?.["event"], "done");
});

test("two machines that meet train what one does, and are told apart by their rows", async () => {
  const [folder, other, strange] = [sample("iris"), sample("iris"), sample("iris")];
  const text = readFileSync(join(folder, "iris.csv"), "utf8");
  writeFileSync(join(strange, "iris.csv"), text.slice(0, text.trimEnd().lastIndexOf("\n") + 1));
  const own = train(folder, "iris.perceptron", "--epochs", "10");
  const together = async (second: string): Promise<readonly string[]> => {
    const meeting = ["--nodes", "2", "--rendezvous", `127.0.0.1:${await freePort()}`, "--max-restarts", "0", ...WITH];
    // Only the first says how many epochs there are, also if the other one is there before it.
    const words = [
      ["--node-rank", "1"],
      ["--epochs", "10", "--node-rank", "0"],
    ];
    const runs = words.map((rank, at) =>
      promisify(execFile)(process.execPath, [CLI, "train", "iris.perceptron", "--json", ...rank, ...meeting], {
        cwd: at === 0 ? second : folder,
      }),
    );
    const ends = await Promise.allSettled(runs);
    return ends.map((end) => (end.status === "fulfilled" ? end.value.stdout : (end.reason as { stderr: string }).stderr));
  };
  for (const output of await together(other)) assertSameRun(own, eventsIn(output));
  assert.match((await together(strange)).join(), /the machines have different rows; give each the same document and CSV/);
});

// Of every family: layers, losses, optimizers, schedulers, ends.
for (const name of [
  "Rosenblatt's rule",
  "AdamW with its parameters",
  "RMSprop with its parameters",
  "Adagrad as it is",
  "Rprop as it is",
  "MultiStepLR",
  "ReduceLROnPlateau on the training loss",
  "OneCycleLR over the whole run",
  "CyclicLR",
  "BCELoss",
  "NLLLoss",
  "HuberLoss",
  "PoissonNLLLoss of counts",
  "MultiMarginLoss",
  "GELU of both kinds, SiLU, Mish",
  "PReLU with one slope and with several",
  "Step last",
  "BatchNorm1d",
  "Dropout",
  "gradients clipped",
  "early stopping that stops",
  "everything at once",
])
  test(`${name}: the same run`, async () => {
    const folder = makeFolder(trainingDocuments[name]!);
    const [own, other] = await Promise.all([[], WITH].map((words) => training(folder, "a.perceptron", "--epochs", "10", ...words)));
    assertSameRun(own!, other!);
  });

test("a run that goes on from its checkpoint is the run that never stopped", () => {
  const folder = sample("iris");
  const whole = train(folder, "iris.perceptron", "--epochs", "8", "--save", "whole.safetensors", ...WITH);
  train(folder, "iris.perceptron", "--epochs", "5", "--save", "half.safetensors", ...WITH);
  const rest = train(folder, "iris.perceptron", "--epochs", "8", "--resume", "half.safetensors", "--save", "rest.safetensors", ...WITH);
  assert.deepEqual(rest.slice(1, -1), whole.slice(6, -1));
  assert.deepEqual(readFileSync(join(folder, "rest.safetensors")), readFileSync(join(folder, "whole.safetensors")));
});

/** Iris with dropout, whose masks are random numbers of the run. */
function irisWith(settings: object): string {
  const document = JSON.parse(readFileSync("samples/iris.perceptron", "utf8")) as { layers: object[]; training: object };
  const [first, ...rest] = document.layers;
  const layers = [first, { type: "Dropout", p: 0.2 }, ...rest];
  const training = { ...document.training, ...settings };
  return makeFolder({ "iris.csv": readFileSync("samples/iris.csv"), "a.perceptron": { ...document, layers, training } });
}

const memories: Readonly<Record<string, object>> = {
  "Adam and steps of the learning rate": { optimizer: { type: "Adam", lr: 0.02 }, scheduler: { type: "StepLR", step_size: 3, gamma: 0.5 } },
  "momentum and a cycle over batches": {
    optimizer: { type: "SGD", lr: 0.05, momentum: 0.9 },
    scheduler: { type: "CyclicLR", base_lr: 0.01, max_lr: 0.1, step_size_up: 5, step_size_down: 9 },
  },
  "RMSprop, a plateau and early stopping": {
    optimizer: { type: "RMSprop", lr: 0.1 },
    scheduler: { type: "ReduceLROnPlateau", patience: 0, factor: 0.3, threshold: 0.2 },
    early_stopping: { patience: 4, min_delta: 0.01 },
  },
};

for (const [name, training] of Object.entries(memories))
  test(`a checkpoint goes on with the other engine: ${name}`, () => {
    const folder = irisWith(training);
    const whole = train(folder, "a.perceptron", "--epochs", "8");
    train(folder, "a.perceptron", "--epochs", "5", "--save", "own.safetensors");
    train(folder, "a.perceptron", "--epochs", "5", "--save", "torch.safetensors", ...WITH);
    for (const words of [
      ["--resume", "own.safetensors", ...WITH],
      ["--resume", "torch.safetensors"],
    ]) {
      const { events, said } = trainAnd(folder, "a.perceptron", "--epochs", "8", ...words);
      assertSameRun([whole[0]!, ...whole.slice(6)], events);
      assert.match(said, /Another engine began this run\. It goes on with the same weights/);
    }
  });
