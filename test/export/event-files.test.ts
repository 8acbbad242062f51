// What `train --tensorboard` writes, read by a reader in Python that shares no line with the writer: every
// epoch's numbers are there, as float32.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, perceptron } from "../fixtures/code/command-line.ts";
import { WITH } from "./engine-runs.ts";
import { findPython } from "./scripts.ts";

const EPOCHS = 300;

interface Event {
  readonly step: number;
  readonly wall_time: number;
  readonly file_version?: string;
  readonly scalars: Readonly<Record<string, number>>;
}

function lines<T>(text: string): T[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

/** As an event file keeps it. */
function number(value: unknown): number {
  return Math.fround(Number(value));
}

for (const [engine, words] of Object.entries({ "the built-in engine": [], PyTorch: WITH }))
  test(`Python reads every epoch of an event file of ${engine}`, () => readsAll(words));

function readsAll(words: readonly string[]): void {
  const folder = makeFolder({ "iris.csv": readFileSync("samples/iris.csv"), "iris.perceptron": readFileSync("samples/iris.perceptron") });
  const trained = perceptron(folder, "train", "iris.perceptron", "--epochs", String(EPOCHS), "--json", "--tensorboard", "logs", ...words);
  assert.equal(trained.status, 0, trained.stderr);
  const told = lines<Record<string, number | string>>(trained.stdout);
  const [file = ""] = readdirSync(join(folder, "logs"));
  const reader = join("test", "export", "read_events.py");
  const { status, stdout, stderr } = spawnSync(findPython(), [reader, join(folder, "logs", file)], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const [start, ...events] = lines<Event>(stdout);
  assert.equal(start?.file_version, "brain.Event:2");
  assert.equal(events.length, EPOCHS + 1);
  for (const { epoch, train_loss: train, validation_loss: validation, lr } of told.filter(({ event }) => event === "epoch")) {
    const { step, scalars } = events[Number(epoch) - 1]!;
    assert.equal(step, epoch);
    assert.deepEqual([scalars["loss/train"], scalars["loss/validation"], scalars["lr"]], [number(train), number(validation), number(lr)]);
    assert.ok(scalars["accuracy/train"]! <= 1 && scalars["accuracy/validation"]! <= 1 && scalars["gradient_norm"]! >= 0);
  }
  assert.deepEqual(events.at(-1)?.scalars, { "loss/test": number(told.at(-1)?.["test_loss"]) });
  const times = [start, ...events].map(({ wall_time }) => wall_time);
  assert.deepEqual(
    times,
    times.toSorted((one, other) => one - other),
  );
}
