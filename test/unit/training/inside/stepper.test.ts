// Forward to any step and back: always the bits of the run that is followed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stepper } from "../../../../src/training/inside/stepper.ts";
import type { TracedStep } from "../../../../src/training/inside/traced-step.ts";
import type { InsideMove, InsideSearch } from "../../../../src/training/inside/types.ts";
import { TrainingRun } from "../../../../src/training/run.ts";
import type { StepTrace } from "../../../../src/training/trace.ts";
import { madeUp, statefulLayers } from "../../../harness/experiments.ts";

const from = madeUp({ layers: statefulLayers, training: { epochs: 4, optimizer: { type: "Adam", amsgrad: true } } });

/**
 * A trace without what only a run knows that did the step before as well: by how much that changed the
 * weights.
 */
function comparable({ look, ...trace }: StepTrace): object {
  const layers = look.layers.map((layer) => ({
    ...layer,
    parameters: layer.parameters.map((parameter) => ({ ...parameter, updateRatio: undefined })),
  }));
  return { ...trace, look: { ...look, layers } };
}

/** Every step of the run, traced as it goes by. */
function allSteps(): StepTrace[] {
  const run = new TrainingRun(from, { onEpoch: () => {} });
  const steps: StepTrace[] = [];
  for (let trace = run.traceStep(); trace; trace = run.traceStep()) steps.push(trace);
  return steps;
}

/** Read anew: the compiler would remember that there was none. */
function note(stepper: Stepper): string | undefined {
  return stepper.note?.text;
}

/** Read anew, as the note. */
function search(stepper: Stepper): InsideSearch | undefined {
  return stepper.search;
}

function go(stepper: Stepper, move: InsideMove): TracedStep {
  stepper.move(move);
  // Handing back control after each piece of work changes nothing.
  while (!stepper.work(() => true));
  assert.ok(stepper.step);
  return stepper.step;
}

test("forward and back in any order, each step has the bits of the run", () => {
  const steps = allSteps();
  const stepper = new Stepper(from);
  const { length } = steps;
  for (const step of [1, 2, 3, 2, 1, 9, 8, length, 4, 5, length - 1, 1, 13]) {
    const { trace } = go(stepper, { to: "step", step });
    assert.deepEqual(comparable(trace), comparable(steps[step - 1]!), `step ${step}`);
    assert.equal(note(stepper), undefined);
  }
  stepper.dispose();
});

test("few states are remembered of a long run, and going back is still exact", () => {
  const long = madeUp({ layers: [{ type: "Linear", out_features: 1 }], training: { epochs: 200 } });
  const run = new TrainingRun(long, { onEpoch: () => {} });
  for (let step = 1; step < 700; step++) run.advanceBatch();
  const wanted = run.traceStep();
  const stepper = new Stepper(long);
  assert.deepEqual(go(stepper, { to: "step", step: 1000 }).trace.step, 1000);
  assert.ok(wanted);
  assert.deepEqual(comparable(go(stepper, { to: "step", step: 700 }).trace), comparable(wanted));
});

test("to an epoch, to a condition, and past the end", () => {
  const steps = allSteps();
  const stepper = new Stepper(from);
  const epoch = go(stepper, { to: "epoch", epoch: 3 }).trace;
  assert.deepEqual([epoch.epoch, epoch.batch], [3, 1]);
  go(stepper, { to: "step", step: 1 });
  const norms = steps.map(({ look }) => look.gradientNorm);
  const highest = Math.max(...norms.slice(2));
  const wanted = norms.indexOf(highest, 2) + 1;
  const found = go(stepper, { to: "condition", condition: `step > 2 && gradient_norm >= ${highest}` }).trace;
  assert.equal(found.step, wanted);
  assert.equal(note(stepper), undefined);
  const last = go(stepper, { to: "condition", condition: "isNaN(loss)" });
  assert.equal(last.trace.step, steps.length);
  assert.equal(note(stepper), "The run ends at step {0}, and {1} never held on the way.");
  const end = go(stepper, { to: "step", step: steps.length + 50 });
  assert.equal(end.trace.step, steps.length);
  assert.equal(note(stepper), "The run ends at step {0}.");
  assert.throws(() => stepper.move({ to: "condition", condition: "loss >" }), /The condition ends too early/);
});

test("from a checkpoint in the middle of an epoch, back to where it was taken and no further", () => {
  const steps = allSteps();
  const run = new TrainingRun(from, { onEpoch: () => {} });
  for (let step = 0; step < 8; step++) run.advanceBatch();
  const checkpoint = run.checkpoint();
  assert.ok(checkpoint);
  const stepper = new Stepper(from, { from: checkpoint });
  assert.deepEqual(comparable(go(stepper, { to: "step", step: 9 }).trace), comparable(steps[8]!));
  assert.deepEqual(comparable(go(stepper, { to: "step", step: 12 }).trace), comparable(steps[11]!));
  assert.deepEqual(comparable(go(stepper, { to: "step", step: 9 }).trace), comparable(steps[8]!));
  assert.deepEqual(go(stepper, { to: "step", step: 2 }).trace.step, 9);
});

test("a step with rows that a person picks has the weights of the run's step, and leaves the run as it is", () => {
  const steps = allSteps();
  const stepper = new Stepper(from);
  go(stepper, { to: "step", step: 7 });
  const { rows } = steps[6]!;
  const own = go(stepper, { to: "rows", rows });
  assert.equal(own.frame.isPicked, true);
  assert.deepEqual(comparable(own.trace), comparable(steps[6]!), "with the rows of its batch it is the same step");
  const [one] = rows;
  const picked = go(stepper, { to: "rows", rows: [one!, 60, 60] });
  assert.deepEqual(picked.trace.rows, [one, 60, 60]);
  assert.deepEqual([picked.trace.step, picked.trace.epoch, picked.trace.batch], [7, steps[6]!.epoch, steps[6]!.batch]);
  assert.deepEqual(picked.look.layers[0]!.parameters[0]!.data, steps[6]!.look.layers[0]!.parameters[0]!.data);
  assert.notDeepEqual(picked.trace.after, steps[6]!.after);
  assert.deepEqual(comparable(go(stepper, { to: "rows", rows: [] }).trace), comparable(steps[6]!), "and back to its batch");
  go(stepper, { to: "rows", rows: [one!] });
  assert.deepEqual(comparable(go(stepper, { to: "step", step: 8 }).trace), comparable(steps[7]!));
  go(stepper, { to: "rows", rows: [one!] });
  assert.equal(go(stepper, { to: "condition", condition: "true" }).trace.step, 9);
  assert.throws(() => stepper.move({ to: "rows", rows: [1, 2, 3, 4, 5, 6, 7, 8, 9] }), /at most/);
  assert.throws(() => stepper.move({ to: "rows", rows: [61] }), /not among the rows/);
});

test("the step that numbers stop being numbers at is the last one, however one comes to it", () => {
  const wild = madeUp({ layers: [{ type: "Linear", out_features: 1 }], training: { epochs: 50, optimizer: { type: "SGD", lr: 1e6 } } });
  const run = new TrainingRun(wild, { onEpoch: () => {} });
  let last: StepTrace | undefined;
  for (let trace = run.traceStep(); trace; trace = run.traceStep()) last = trace;
  assert.ok(last?.diverged);
  const stepper = new Stepper(wild);
  const end = go(stepper, { to: "step", step: 10_000 });
  assert.equal(end.trace.step, last.step);
  assert.equal(end.summary().diverged?.text, last.diverged.text);
  assert.equal(note(stepper), "The run ends at step {0}.");
  assert.deepEqual(go(stepper, { to: "step", step: 10_000 }).trace.step, last.step, "and it stays there");
  assert.equal(go(stepper, { to: "next" }).trace.step, last.step);
  assert.equal(go(stepper, { to: "step", step: 1 }).summary().diverged, undefined);
  const any = go(stepper, { to: "any", conditions: [{ expression: "step >= 3" }, { expression: "isNaN(loss)" }] });
  assert.equal(any.trace.step, 3);
  const lost = go(stepper, { to: "any", conditions: [{ expression: "layers[7].dead > 0" }] });
  assert.equal(lost.trace.step, 4, "what cannot be asked stops, so that it is seen");
  assert.equal(go(stepper, { to: "any", conditions: [{ expression: "false" }] }).trace.step, last.step);
});

test("on the way to a condition it tells the step that it is at, and what the condition goes by there", () => {
  const steps = allSteps();
  const stepper = new Stepper(from);
  go(stepper, { to: "step", step: 2 });
  assert.equal(search(stepper), undefined, "nothing is looked for");
  stepper.move({ to: "condition", condition: "loss < 0 || layers[0].dead > 1 || rows[1].right && step > 6 || lr > 1" });
  for (const step of [3, 4, 5]) {
    assert.equal(
      stepper.work(() => true),
      false,
    );
    const { look } = steps[step - 1]!;
    const measures = search(stepper)?.measures ?? [];
    assert.deepEqual([search(stepper)?.step, search(stepper)?.steps], [step, steps.length]);
    assert.deepEqual(
      measures.slice(0, 2).map(({ expression, value }) => [expression, value]),
      [
        ["loss", look.loss],
        ["layers[0].dead", look.layers[0]!.dead],
      ],
    );
    assert.deepEqual([measures.length, measures[2]?.expression], [3, "rows[1].right"], "three are enough to read");
  }
  go(stepper, { to: "next" });
  assert.deepEqual([stepper.step?.trace.step, search(stepper)], [6, undefined], "a search that is ended stays where it is");
});
