// `perceptron train`: its events in order, its lines, its weights, Ctrl+C and a loss that is no number. Needs
// `node esbuild.mjs cli` before.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { readSafetensors } from "../../../src/code/formats/safetensors.ts";
import { CLI, makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

const samples = {
  "iris.csv": readFileSync("samples/iris.csv"),
  "iris.perceptron": readFileSync("samples/iris.perceptron"),
};

type Event = Record<string, unknown>;

const eventsOf = (stdout: string): Event[] =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);

const plain = (changes: object, split: object): object => ({
  format: 1,
  data: { file: "iris.csv", target: "petal_width", features: ["sepal_length", "petal_length"], split },
  layers: [{ type: "Linear", out_features: 1 }],
  training: { epochs: 3, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.001 }, ...changes },
});

test("--json: start, an event per epoch, done, with the keys of the format", () => {
  const folder = makeFolder(samples);
  const { status, stdout, stderr } = perceptron(folder, "train", "iris.perceptron", "--epochs", "3", "--threads", "4", "--json");
  assert.deepEqual([status, stderr], [0, ""]);
  const [start, ...rest] = eventsOf(stdout);
  assert.deepEqual(start, { event: "start", rows: { train: 120, validation: 15, test: 15 }, inputs: 4, parameters: 131 });
  const done = rest.pop()!;
  assert.deepEqual(
    rest.map((event) => [Object.keys(event), event["epoch"], event["lr"]]),
    [1, 2, 3].map((epoch) => [["event", "epoch", "train_loss", "validation_loss", "lr"], epoch, 0.01]),
  );
  assert.deepEqual(Object.keys(done).slice(0, 5), ["event", "test_loss", "seconds", "steps", "stopped"]);
  assert.deepEqual([done["steps"], done["stopped"]], [24, null]);
  assert.ok(Number(done["seconds"]) > 0);
});

test("a split without rows has no key", () => {
  const folder = makeFolder({ ...samples, "a.perceptron": plain({}, { train: 1, validation: 0, test: 0 }) });
  const events = eventsOf(perceptron(folder, "train", "a.perceptron", "--json").stdout);
  assert.deepEqual(events[0]?.["rows"], { train: 150, validation: 0, test: 0 });
  assert.deepEqual(Object.keys(events[1]!), ["event", "epoch", "train_loss", "lr"]);
  assert.ok(!("test_loss" in events.at(-1)!));
  const text = perceptron(folder, "train", "a.perceptron").stdout;
  assert.match(text, /^epoch 1 train_loss [\d.]+\nepoch 2 train_loss [\d.]+\nepoch 3 train_loss [\d.]+\n$/);
});

test("text: every twentieth part of the run and its last epoch, seven digits, then the test loss", () => {
  const folder = makeFolder(samples);
  const { stdout, stderr } = perceptron(folder, "train", "iris.perceptron", "--epochs", "45");
  const lines = stdout.trim().split("\n");
  assert.equal(lines.length, 24);
  assert.match(lines[0]!, /^epoch 2 train_loss 0\.\d{4,7} validation_loss 0\.\d{4,7}$/);
  assert.match(lines.at(-2)!, /^epoch 45 /);
  assert.match(lines.at(-1)!, /^test_loss \d/);
  assert.match(stderr, /^45 epochs, 360 steps in .*\.\n$/);
});

test("--save keeps the weights, the document that was trained and the fitted preprocessing", () => {
  const folder = makeFolder(samples);
  const saved = (epochs: string) => {
    assert.equal(perceptron(folder, "train", "iris.perceptron", "--epochs", epochs, "--save", "w.safetensors").status, 0);
    return readSafetensors(readFileSync(join(folder, "w.safetensors")), "w.safetensors");
  };
  const first = saved("0");
  assert.deepEqual(
    first.tensors.map(({ name, shape }) => [name, ...shape]),
    [
      ["0.weight", 16, 4],
      ["0.bias", 16],
      ["2.weight", 3, 16],
      ["2.bias", 3],
    ],
  );
  const { document, preprocessing } = JSON.parse(first.metadata["perceptron"]!);
  assert.deepEqual([document.training.epochs, document.data.target], [0, "species"]);
  assert.deepEqual(preprocessing.target.classes, ["setosa", "versicolor", "virginica"]);
  assert.equal(preprocessing.features[0].column, "sepal_length");
  assert.notDeepEqual(saved("2").tensors[0]!.data, first.tensors[0]!.data);
});

test("a loss that is no number ends the run as diverged, with exit code 1, and the last finite weights are kept", () => {
  const folder = makeFolder({
    ...samples,
    "a.perceptron": plain({ epochs: 100, optimizer: { type: "SGD", lr: 1e6 } }, { train: 0.8, validation: 0.1, test: 0.1 }),
  });
  const { status, stdout, stderr } = perceptron(folder, "train", "a.perceptron", "--json", "--save", "w.safetensors");
  assert.equal(status, 1);
  const done = eventsOf(stdout).at(-1)!;
  assert.deepEqual([done["event"], done["stopped"], "test_loss" in done], ["done", "diverged", false]);
  assert.match(stderr, /perceptron: The loss became NaN or infinite in epoch \d+, at step \d+\. Lower the learning rate/);
  const { tensors } = readSafetensors(readFileSync(join(folder, "w.safetensors")), "w.safetensors");
  assert.ok(tensors.every(({ data }) => data.every((value) => Number.isFinite(value))));
});

test("Ctrl+C ends the run, saves the weights and exits with 130", async () => {
  const folder = makeFolder(samples);
  const words = ["train", "iris.perceptron", "--epochs", "100000000", "--json", "--save", "w.safetensors"];
  const child = spawn(process.execPath, [CLI, ...words], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  const events: Event[] = [];
  for await (const line of createInterface(child.stdout)) {
    events.push(JSON.parse(line) as Event);
    if (events.length === 5) child.kill("SIGINT");
  }
  assert.deepEqual(await exited, [130, null]);
  const done = events.at(-1)!;
  assert.deepEqual([done["event"], done["stopped"], "test_loss" in done], ["done", "interrupted", true]);
  assert.equal(done["epochs"], events.length - 2);
  assert.equal(readSafetensors(readFileSync(join(folder, "w.safetensors")), "w").tensors.length, 4);
});

test("--tensorboard writes an event file with the curves, one a run", () => {
  const folder = makeFolder(samples);
  const { status, stderr } = perceptron(folder, "train", "iris.perceptron", "--epochs", "3", "--tensorboard", "logs/iris");
  assert.equal(status, 0, stderr);
  const [file, ...others] = readdirSync(join(folder, "logs/iris"));
  assert.deepEqual(others, []);
  const bytes = readFileSync(join(folder, "logs/iris", file!)).toString("latin1");
  for (const tag of ["loss/train", "loss/validation", "accuracy/train", "accuracy/validation", "lr"])
    assert.equal(bytes.split(tag).length, 4, tag);
  assert.equal(bytes.split("loss/test").length, 2);
  writeFileSync(join(folder, "taken"), "");
  assert.match(perceptron(folder, "train", "iris.perceptron", "--tensorboard", "taken").stderr, /^perceptron: taken /);
});
