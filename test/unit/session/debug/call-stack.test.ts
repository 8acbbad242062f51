// The call stack at each stop of a batch: its frames, and variables that all can be asked for there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "../../../../src/model/message.ts";
import { callStack, type Frame } from "../../../../src/session/debug/call-stack.ts";
import { stopsOf } from "../../../../src/session/debug/stops.ts";
import { answerOn } from "../../../../src/training/inside/inspect.ts";
import { Stepper } from "../../../../src/training/inside/stepper.ts";
import { madeUp } from "../../../harness/experiments.ts";

const layers = [
  { type: "Linear", out_features: 4 },
  { type: "ReLU", name: "bend" },
  { type: "Linear", out_features: 1, bias: false },
];
const stepper = new Stepper(madeUp({ inputs: 2, layers, training: { optimizer: { type: "Adam" } } }));
stepper.move({ to: "step", step: 2 });
while (!stepper.work(() => false));
const { step } = stepper;
assert.ok(step);
const summary = step.summary();

const names = (frame: Frame | undefined): readonly string[] => (frame?.scopes[0]?.variables ?? []).map(({ name }) => name);

test("run, epoch, batch, layer and pass, the innermost first, each with its place in the document", () => {
  const at = callStack(summary, { pass: "backward", layer: 1 });
  assert.deepEqual(
    at.map(({ name, path }) => [format(name), path.join(".")]),
    [
      ["backward", "layers.1"],
      ["layer 2 (bend)", "layers.1"],
      [`batch 2 of ${summary.batches}`, "training.batch_size"],
      [`epoch 1 of ${summary.epochs}`, "training.epochs"],
      [`run of ${summary.steps} steps`, "data.file"],
    ],
  );
  assert.deepEqual(
    callStack(summary, { pass: "loss" }).map(({ name }) => format(name).split(" ")[0]),
    ["loss", "batch", "epoch", "run"],
  );
});

test("what has been computed where it waits, and no more", () => {
  assert.deepEqual(names(callStack(summary, { pass: "forward", layer: 0 })[0]), ["input", "output", "weight", "bias"]);
  assert.deepEqual(names(callStack(summary, { pass: "loss" })[0]), ["loss", "output", "target", "rows"]);
  const back = names(callStack(summary, { pass: "backward", layer: 2 })[0]);
  assert.deepEqual(back, ["grad", "grad_input", "weight.grad", "input", "output", "weight"]);
  assert.ok(!names(callStack(summary, { pass: "backward", layer: 0 })[0]).includes("grad_input"), "of the data no gradient is asked");
  const update = names(callStack(summary, { pass: "update" })[0]);
  assert.deepEqual(update.slice(0, 4), ["0.weight", "0.weight.grad", "0.weight.after", "0.weight.state"]);
  assert.equal(update.length, 12);
});

test("each variable of each stop has a value", () => {
  for (const stop of stopsOf(layers.length)) {
    for (const { scopes } of callStack(summary, stop)) {
      for (const { name, expression } of scopes.flatMap(({ variables }) => variables)) {
        const answer = answerOn(step, { expression, at: stop });
        assert.ok(!("error" in answer), `${stop.pass} ${stop.layer ?? ""}: ${name}, ${expression}`);
      }
    }
  }
});
