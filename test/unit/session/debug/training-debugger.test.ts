// A training under a debugger: steps, breakpoints, exceptions and the way back, over the worker's own run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesSource } from "../../../../src/data/sources.ts";
import { parseDocument } from "../../../../src/model/document.ts";
import { format } from "../../../../src/model/message.ts";
import type { Experiment } from "../../../../src/model/schema.ts";
import type { Breakpoint } from "../../../../src/session/debug/breakpoints.ts";
import type { Stopped } from "../../../../src/session/debug/listener.ts";
import { TrainingDebugger } from "../../../../src/session/debug/training-debugger.ts";
import { prepareExperiment } from "../../../../src/training/experiment.ts";
import { TrainingRun } from "../../../../src/training/run.ts";
import type { StepTrace } from "../../../../src/training/trace.ts";
import { nodePorts } from "../../../../src/worker/node/ports.ts";
import { createTrainingWorker } from "../../../../src/worker/training-worker.ts";

const sources = [{ name: "iris.csv", bytes: readFileSync("samples/iris.csv") }];

function iris(training: object = {}, more: object = {}): Experiment {
  const json = JSON.parse(readFileSync("samples/iris.perceptron", "utf8")) as { training: object };
  const { experiment } = parseDocument(JSON.stringify({ ...json, ...more, training: { ...json.training, epochs: 3, ...training } }));
  assert.ok(experiment);
  return experiment;
}

class Probe {
  readonly worker = createTrainingWorker(nodePorts, () => ({
    started: async () => {},
    reading: async () => {},
    progressed: async () => {},
  }));
  readonly stopped: Stopped[] = [];
  readonly said: string[] = [];
  hasEnded = false;
  readonly debugger = new TrainingDebugger(this.worker, "a", {
    stopped: (stopped) => this.stopped.push(stopped),
    said: (said) => this.said.push("text" in said ? said.text : format(said.problem)),
    ended: () => (this.hasEnded = true),
  });

  static async open(training: object = {}, more: object = {}): Promise<Probe> {
    const probe = new Probe();
    await probe.debugger.open(iris(training, more), sources, {});
    return probe;
  }

  /** Where it waits: `7 backward 2`. */
  get at(): string {
    const { step, stop } = this.debugger;
    return [step.step, stop.pass, ...(stop.layer === undefined ? [] : [stop.layer])].join(" ");
  }

  get reason(): string | undefined {
    return this.stopped.at(-1)?.reason;
  }

  /** Numbers of the step that waits, as the debugger shows them. */
  async numbers(): Promise<readonly unknown[]> {
    const expressions = [
      "layers[0].weight[3]",
      "layers[0].weight.grad[15]",
      "layers[2].bias.after",
      "layers[2].weight.state.exp_avg_sq[1]",
    ];
    const rows = await Promise.all(expressions.map((expression) => this.worker.membersInside("a", { expression, part: "indexed" })));
    return rows.flatMap((row) => row!.map(({ value }) => value));
  }
}

const breakpoint = (layer: number, more: Partial<Breakpoint> = {}): Breakpoint => ({ id: 1, place: { layer }, ...more });

test("into goes layer by layer, forward and then backward, over from batch to batch, out from epoch to epoch", async () => {
  const probe = await Probe.open();
  await probe.debugger.begin(true);
  const way = [probe.at];
  for (let count = 0; count < 8; count++) {
    await probe.debugger.stepIn();
    way.push(probe.at);
  }
  assert.equal(
    way.join(", "),
    "1 forward 0, 1 forward 1, 1 forward 2, 1 loss, 1 backward 2, 1 backward 1, 1 backward 0, 1 update, 2 forward 0",
  );
  await probe.debugger.next();
  assert.equal(probe.at, "3 forward 0");
  await probe.debugger.stepIn();
  await probe.debugger.next();
  assert.equal(probe.at, "4 forward 0");
  await probe.debugger.stepOut();
  const { epoch, batch, step, batches } = probe.debugger.step;
  assert.deepEqual([epoch, batch, step], [2, 1, batches + 1]);
  assert.deepEqual(
    probe.stopped.map(({ reason }) => reason),
    ["entry", ...Array.from({ length: 12 }, () => "step")],
  );
});

test("a step back undoes a step, with the bits of the run itself", async () => {
  const prepared = await prepareExperiment(
    iris(),
    sources.map(({ name, bytes }) => bytesSource(name, bytes)),
  );
  const run = new TrainingRun(prepared, { onEpoch: () => {} });
  const traces: StepTrace[] = [];
  for (let trace = run.traceStep(); trace; trace = run.traceStep()) traces.push(trace);
  const wanted = (step: number): readonly number[] => {
    const { look, after, state } = traces[step - 1]!;
    const [weight] = look.layers[0]!.parameters;
    return [
      ...weight!.data.subarray(12, 16),
      ...weight!.gradient.subarray(60, 64),
      ...after[3]!,
      ...state[2]!["exp_avg_sq"]!.subarray(16, 32),
    ];
  };
  const probe = await Probe.open();
  await probe.debugger.begin(true);
  for (let count = 0; count < 11; count++) await probe.debugger.next();
  assert.equal(probe.at, "12 forward 0");
  assert.deepEqual(await probe.numbers(), wanted(12));
  await probe.debugger.stepBack();
  assert.equal(probe.at, "11 forward 0");
  assert.deepEqual(await probe.numbers(), wanted(11));
  await probe.debugger.stepIn();
  await probe.debugger.stepIn();
  await probe.debugger.stepBack();
  assert.equal(probe.at, "11 forward 1");
  await probe.debugger.next();
  assert.deepEqual(await probe.numbers(), wanted(12));
  await probe.debugger.reverseContinue();
  assert.deepEqual([probe.at, probe.reason], ["1 forward 0", "entry"]);
  assert.deepEqual(await probe.numbers(), wanted(1));
  await probe.debugger.stepBack();
  assert.deepEqual([probe.at, probe.reason], ["1 forward 0", "entry"]);
});

test("a breakpoint on a layer is met forward, in each batch; one that asks for the pass also backward", async () => {
  const probe = await Probe.open();
  await probe.debugger.setBreakpoints([breakpoint(1)]);
  await probe.debugger.begin(false);
  assert.deepEqual([probe.at, probe.reason, probe.stopped[0]?.breakpoints], ["1 forward 1", "breakpoint", [1]]);
  await probe.debugger.continue();
  assert.equal(probe.at, "2 forward 1");
  await probe.debugger.next();
  assert.deepEqual([probe.at, probe.reason], ["3 forward 0", "step"]);
  await probe.debugger.next();
  assert.deepEqual([probe.at, probe.reason], ["3 forward 1", "breakpoint"], "it is met on the way");
  await probe.debugger.setBreakpoints([breakpoint(1, { condition: 'pass == "backward" && step > 4' })]);
  await probe.debugger.continue();
  assert.equal(probe.at, "5 backward 1");
  await probe.debugger.setBreakpoints([breakpoint(0), { id: 2, place: "loss" }, { id: 3, place: "update" }]);
  const way: string[] = [];
  for (let count = 0; count < 4; count++) {
    await probe.debugger.continue();
    way.push(probe.at);
  }
  assert.deepEqual(way, ["5 update", "6 forward 0", "6 loss", "6 update"]);
  await probe.debugger.reverseContinue();
  await probe.debugger.reverseContinue();
  await probe.debugger.reverseContinue();
  assert.equal(probe.at, "5 update");
});

test("conditions and counts of hits", async () => {
  const probe = await Probe.open();
  await probe.debugger.setBreakpoints([breakpoint(2, { condition: "epoch == 2 && batch == 4" })]);
  await probe.debugger.begin(false);
  assert.equal(probe.at, "12 forward 2");
  await probe.debugger.continue();
  assert.deepEqual([probe.reason, probe.debugger.step.step], ["end", 24]);
  await probe.debugger.reverseContinue();
  assert.equal(probe.at, "12 forward 2");
  await probe.debugger.reverseContinue();
  assert.deepEqual([probe.at, probe.reason], ["1 forward 0", "entry"]);
  await probe.debugger.setBreakpoints([breakpoint(0, { hitCondition: "5" })]);
  await probe.debugger.continue();
  assert.equal(probe.at, "6 forward 0", "the first hit is that of the second batch");
  await probe.debugger.stepBack();
  await probe.debugger.continue();
  assert.equal(probe.at, "6 forward 0", "going back undoes a hit");
  await probe.debugger.reverseContinue();
  await probe.debugger.continue();
  assert.equal(probe.at, "6 forward 0", "and all of them");
  await probe.debugger.setBreakpoints([breakpoint(0, { condition: "step > 6", hitCondition: "3" })]);
  await probe.debugger.continue();
  assert.equal(probe.at, "9 forward 0");
});

test("what cannot be asked is said, before and on the way", async () => {
  const probe = await Probe.open();
  const verdicts = await probe.debugger.setBreakpoints([
    breakpoint(0, { condition: "losss > 1" }),
    breakpoint(0, { hitCondition: "often" }),
    breakpoint(9),
    breakpoint(0, { condition: "loss > 1" }),
  ]);
  assert.deepEqual(
    verdicts.map((verdict) => (verdict.isVerified ? "" : format(verdict.reason).split(". ")[0])),
    ["There is no losss here", "The hit count is not understood", "The network that is debugged has no such layer.", ""],
  );
  await probe.debugger.setBreakpoints([breakpoint(0, { condition: "step > 2 && layers[7].dead > 0" })]);
  await probe.debugger.begin(false);
  assert.equal(probe.at, "3 forward 0");
  assert.match(probe.said.join(), /There is no 7 here/);
});

test("a logpoint says its message and does not stop", async () => {
  const probe = await Probe.open();
  await probe.debugger.setBreakpoints([breakpoint(1, { logMessage: "step {step}: {layer.type}, {pass}", condition: "step < 3" })]);
  await probe.debugger.begin(false);
  assert.equal(probe.reason, "end");
  assert.deepEqual(probe.said, [
    'step 1: "ReLU", "forward"',
    'step 1: "ReLU", "backward"',
    'step 2: "ReLU", "forward"',
    'step 2: "ReLU", "backward"',
  ]);
});

test("the end is a stop, from which one may go back; a step from there ends the session", async () => {
  const probe = await Probe.open({ epochs: 1 });
  await probe.debugger.begin(false);
  assert.deepEqual([probe.at, probe.reason], ["8 update", "end"]);
  await probe.debugger.stepBack();
  assert.equal(probe.at, "8 backward 0");
  await probe.debugger.stepOut();
  assert.deepEqual([probe.at, probe.reason, probe.hasEnded], ["8 update", "end", false]);
  await probe.debugger.next();
  assert.equal(probe.hasEnded, true);
});

test("not a number: stops where it began", async () => {
  const probe = await Probe.open({ epochs: 50, loss: { type: "MultiMarginLoss" }, optimizer: { type: "SGD", lr: 1e30 } });
  await probe.debugger.setExceptions([{ name: "notANumber" }]);
  await probe.debugger.begin(false);
  assert.equal(probe.reason, "exception");
  const { step, stop } = probe.debugger;
  assert.ok(step.diverged, "the run ends with that step");
  assert.match(format(probe.stopped[0]!.said!), /NaN or infinite/);
  const lost = step.layers.findIndex(({ output }) => output.notFinite > 0);
  if (lost >= 0) assert.deepEqual(stop, { pass: "forward", layer: lost });
  await probe.debugger.stepBack();
  await probe.debugger.reverseContinue();
  assert.equal(probe.at, "1 forward 0");
  await probe.debugger.continue();
  assert.deepEqual([probe.reason, probe.debugger.step.step], ["exception", step.step]);
  await probe.debugger.continue();
  assert.equal(probe.reason, "end");
  await probe.debugger.continue();
  assert.equal(probe.hasEnded, true);
});

test("a dead layer and an exploding gradient, with a person's own condition", async () => {
  const probe = await Probe.open();
  const verdicts = await probe.debugger.setExceptions([
    { name: "deadLayer", condition: "dead > 0.01" },
    { name: "explodingGradient", condition: "gradient_norm > nothing" },
  ]);
  assert.deepEqual(
    verdicts.map(({ isVerified }) => isVerified),
    [true, false],
  );
  await probe.debugger.setExceptions([{ name: "explodingGradient", condition: "gradient_norm > 0.1 && step > 2" }]);
  await probe.debugger.begin(false);
  assert.equal(probe.debugger.step.step, 3);
  assert.deepEqual([probe.reason, probe.debugger.stop.pass], ["exception", "backward"]);
  assert.match(format(probe.stopped[0]!.said!), /The norm of all gradients is .*, the largest part of it in layer/);
  const norms = probe.debugger.step.layers.map(({ parameters }) => Math.hypot(...parameters.map(({ gradient }) => gradient.norm)));
  assert.equal(probe.debugger.stop.layer, norms.indexOf(Math.max(...norms)), "at the layer with the largest part");
});

/** A network whose second ReLU lets through what these biases leave. */
const biased = (...bias: readonly number[]) => [
  { type: "Linear", out_features: 4 },
  { type: "ReLU" },
  { type: "Linear", out_features: 4, init: { weight: bias.map(() => [1, 1, 1, 1]), bias } },
  { type: "ReLU" },
  { type: "Linear", out_features: 3 },
];

test("without a condition of one's own a layer is dead if all of it is, and a gradient explodes beyond 1000", async () => {
  const half = await Probe.open({}, { layers: biased(-1000, -1000, -1000, 5) });
  await half.debugger.setExceptions([{ name: "deadLayer" }]);
  await half.debugger.begin(false);
  assert.equal(half.reason, "end", "three units of four are no dead layer");
  const probe = await Probe.open({}, { layers: biased(-1000, -1000, -1000, -1000) });
  await probe.debugger.setExceptions([{ name: "deadLayer" }]);
  await probe.debugger.begin(false);
  assert.deepEqual([probe.at, probe.reason], ["1 backward 3", "exception"]);
  assert.equal(
    format(probe.stopped[0]!.said!),
    "100% of layer 4 (ReLU) is dead: it gives the same for every row and passes no gradient on.",
  );
  const wild = await Probe.open({ optimizer: { type: "SGD", lr: 1e4 } });
  await wild.debugger.setExceptions([{ name: "explodingGradient" }]);
  await wild.debugger.begin(false);
  assert.equal(wild.reason, "exception");
  assert.ok(wild.debugger.step.gradientNorm > 1000);
});

test("a call that comes as the worker arrives leads one batch further, and the debugger with it", async () => {
  const probe = await Probe.open({ epochs: 50 });
  const { worker } = probe;
  const moveInside = worker.moveInside.bind(worker);
  worker.moveInside = async (document, move) => {
    const moved = await moveInside(document, move);
    if (move.to === "any") probe.debugger.pause();
    return moved;
  };
  await probe.debugger.setBreakpoints([breakpoint(1, { condition: "step == 5" })]);
  await probe.debugger.begin(false);
  const [answer] = (await worker.evaluateInside("a", [{ expression: "step" }])) ?? [];
  assert.equal(answer && "value" in answer && answer.value, probe.debugger.step.step);
});

test("a run on its way is paused at a batch, and a breakpoint that is set meanwhile is met", async () => {
  const probe = await Probe.open({ epochs: 1_000_000 });
  const going = probe.debugger.begin(false);
  probe.debugger.pause();
  await going;
  assert.equal(probe.reason, "pause");
  const paused = probe.debugger.step.step;
  const further = probe.debugger.continue();
  await probe.debugger.setBreakpoints([breakpoint(1)]);
  await further;
  assert.deepEqual([probe.reason, probe.debugger.stop], ["breakpoint", { pass: "forward", layer: 1 }]);
  assert.ok(probe.debugger.step.step > paused);
  const answer = await probe.worker.evaluateInside("a", [{ expression: "step" }]);
  assert.equal(answer?.[0] && "value" in answer[0] && answer[0].value, probe.debugger.step.step, "the worker is where the debugger is");
});
