// A sweep on the screen, as far as that is calculated: what the form asks for, where the lines of parallel
// coordinates go, the order of the table.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Settings } from "../../../src/model/sweep/sweep.ts";
import type { TrialStatus } from "../../../src/protocol/sweep.ts";
import { trialsCsv } from "../../../src/protocol/trials-csv.ts";
import { parallelAxis, reachOf, spanOf, stepped } from "../../../webview/panels/sweep/parallel-axes/parallel-layout.ts";
import { columnsOf, ordered, ranked } from "../../../webview/panels/sweep/trial-table/trial-columns.ts";
import { axisForm, type SweepForm, sweepMemory, sweepOf } from "../../../webview/panels/sweep/sweep-form.ts";
import { isInRanges, keptRanges, withRange } from "../../../webview/panels/sweep/sweep-ranges.ts";
import { spreadText } from "../../../webview/panels/sweep/sweep-words.ts";

const settings: Settings = { lr: 0.003, batch_size: 1, width: 16, activation: "Tanh", optimizer: "Adam", seed: 0 };
const form: SweepForm = { ...sweepMemory.initial, kind: "settings" };

test("the form begins with what is around the document's own settings", () => {
  assert.deepEqual(sweepOf(form, settings), {
    kind: "grid",
    axes: [
      { name: "lr", values: [0.0003, 0.003, 0.03] },
      { name: "width", values: [8, 16, 32] },
    ],
    stopsHopeless: true,
  });
  assert.deepEqual(axisForm("batch_size", form, settings)?.list, [1, 2]);
  assert.deepEqual(axisForm("activation", form, settings)?.list, ["Tanh", "ReLU", "GELU"]);
  assert.deepEqual(axisForm("optimizer", form, settings)?.list, ["Adam", "SGD"]);
  assert.equal(axisForm("width", form, { lr: 1 }), undefined);
  assert.deepEqual(sweepOf(sweepMemory.initial, settings), { kind: "seeds", count: 5 });
});

test("what the person sets stands over that, and a way of giving values does not forget the other", () => {
  const own: SweepForm = { ...form, axes: { lr: { how: "log", to: 1 }, width: { isOn: false } }, search: "random", trials: 7 };
  assert.deepEqual(sweepOf(own, settings), {
    kind: "random",
    axes: [{ name: "lr", values: { from: 0.0003, to: 1, count: 5, scale: "log" } }],
    stopsHopeless: true,
    trials: 7,
    seed: 0,
  });
  assert.deepEqual(axisForm("lr", own, settings)?.list, [0.0003, 0.003, 0.03]);
});

test("a form survives in the memory of the view; what is of another shape does not", () => {
  const own: SweepForm = {
    ...form,
    axes: { optimizer: { isOn: true, list: ["SGD"] }, lr: { from: 1, count: 3 } },
    seeds: 9,
    band: "deviation",
  };
  assert.deepEqual(sweepMemory.restore(structuredClone(own)), own);
  for (const other of [undefined, null, 7, "x", []]) assert.deepEqual(sweepMemory.restore(other), sweepMemory.initial);
  assert.deepEqual(sweepMemory.restore({ ...own, axes: { lr: { list: "0.1", isOn: 1 }, other: {} }, seeds: "9" }), {
    ...own,
    axes: { lr: {} },
    seeds: 5,
  });
});

const positions = (values: readonly (number | string)[]): readonly number[] => {
  const axis = parallelAxis(values);
  return values.map((value) => Number(axis.positionOf(value).toFixed(6)));
};

test("few values have a tick each; powers lie evenly, names in their order, a single value in the middle", () => {
  assert.deepEqual(positions([0.001, 0.1, 0.01]), [0, 1, 0.5]);
  assert.deepEqual(positions([8, 16, 32]), [0, 0.5, 1]);
  assert.deepEqual(positions([2, 3, 4]), [0, 0.5, 1]);
  assert.deepEqual(positions(["ReLU", "Tanh", "GELU", "ReLU"]), [0, 0.5, 1, 0]);
  assert.deepEqual(positions([5, 5]), [0.5, 0.5]);
  assert.deepEqual(
    parallelAxis([0.1, 0.001, 0.01]).ticks.map(({ value }) => value),
    [0.001, 0.01, 0.1],
  );
});

test("many values have ticks in even distances, of counts whole ones", () => {
  const rates = Array.from({ length: 20 }, (_, index) => 0.001 * 1.3 ** index);
  const { ticks } = parallelAxis(rates);
  assert.deepEqual(
    ticks.map(({ at }) => at),
    [0, 0.25, 0.5, 0.75, 1],
  );
  assert.equal(ticks[0]?.value, 0.001);
  assert.ok(parallelAxis(Array.from({ length: 20 }, (_, index) => index + 3)).ticks.every(({ value }) => Number.isInteger(value)));
  // Words of values that lie close together would cover each other.
  assert.equal(parallelAxis([0.31, 0.3101, 0.4]).ticks.length, 5);
});

test("what lies between two places of an axis: of numbers everything there, of names the nearest at least", () => {
  const rates = parallelAxis([0.001, 0.01, 0.1]);
  const [low, high] = rates.between(0.75, 0.25) as [number, number];
  assert.ok(Math.abs(low - 10 ** -2.5) < 1e-12 && Math.abs(high - 10 ** -1.5) < 1e-12);
  assert.deepEqual(rates.between(-1, 2), [0.001, 0.1], "the ends are told as they are");
  assert.deepEqual(spanOf(rates, [0.01, 7]), [0.5, 1]);
  const names = parallelAxis(["GELU", "ReLU", "Tanh"]);
  assert.deepEqual(names.between(1, 0.4), ["ReLU", "Tanh"]);
  assert.deepEqual(names.between(0.6, 0.7), ["ReLU"]);
  assert.deepEqual(spanOf(names, ["ReLU", "Tanh"]), [0.5, 1]);
  assert.deepEqual(parallelAxis([5, 5]).between(0, 1), [5, 5]);
});

test("a range is stepped from value to value; its ends do not pass each other, and all there is is none", () => {
  const axis = parallelAxis([8, 16, 32, 64]);
  assert.deepEqual(reachOf(axis, [13, 40]), [1, 2]);
  assert.deepEqual(reachOf(axis, [17, 18]), [2, 2]);
  assert.deepEqual(stepped(axis, undefined, 0, 1), [16, 64]);
  assert.deepEqual(stepped(axis, [13, 40], 1, 1), [16, 64]);
  assert.deepEqual(stepped(axis, [16, 32], 0, 10), [32, 32]);
  assert.deepEqual(stepped(axis, [32, 32], 1, -10), [32, 32]);
  assert.equal(stepped(axis, [16, 64], 0, -1), undefined);
  assert.deepEqual(stepped(parallelAxis(["Adam", "SGD"]), undefined, 1, -1), ["Adam"]);
});

const trial = (lr: number, best: number | undefined, other: Partial<TrialStatus> = {}): TrialStatus => {
  // The rank is not by what the last epoch counted.
  const last = { epoch: 5, trainLoss: 1, validationLoss: (best ?? 0) + 0.1, lr, metrics: { train: { r2: 0 }, validation: { r2: -3 } } };
  return {
    settings: { lr },
    state: "ended",
    stopped: null,
    epoch: 5,
    ...(best === undefined ? {} : { best, bestEpoch: 4, bestMetrics: { train: { r2: 0.5 }, validation: { r2: 1 - best } }, last }),
    ...other,
  };
};

test("trials are ranked by their best loss, and what has none comes last whichever way it is sorted", () => {
  const trials = [trial(0.1, 0.5), trial(0.2, undefined, { state: "failed" }), trial(0.3, 0.2), trial(0.4, 0.9, { stopped: "hopeless" })];
  assert.deepEqual(
    ranked(trials).map((one) => one.settings.lr),
    [0.3, 0.1, 0.4, 0.2],
  );
  const columns = columnsOf(trials, 5);
  assert.deepEqual(
    columns.map(({ id }) => id),
    ["rank", "lr", "best", "metric", "bestEpoch", "final", "epochs", "end"],
  );
  const best = columns.find(({ id }) => id === "best")!;
  const order = (isDescending: boolean): unknown[] => ordered(trials, best, isDescending).map((one) => one.settings.lr);
  assert.deepEqual(order(false), [0.3, 0.1, 0.4, 0.2]);
  assert.deepEqual(order(true), [0.4, 0.1, 0.3, 0.2]);
  assert.deepEqual(
    trials.map((one) => columns.map(({ textOf }) => textOf(one))),
    [
      ["2", "0.1", "0.5000", "0.5000", "4", "0.6000", "5", "done"],
      ["–", "0.2", "–", "–", "–", "–", "5", "failed"],
      ["1", "0.3", "0.2000", "0.8000", "4", "0.3000", "5", "done"],
      ["3", "0.4", "0.9000", "0.1000", "4", "1.000", "5", "stopped as hopeless"],
    ],
  );
});

test("a trial is in the ranges where it is in each of them", () => {
  const own = trial(0.1, 0.5);
  assert.equal(isInRanges(own, {}), true);
  assert.equal(isInRanges(own, { lr: [0.01, 0.1], best: [0.5, 0.6] }), true);
  assert.equal(isInRanges(own, { lr: [0.01, 0.1], best: [0.51, 0.6] }), false);
  assert.equal(isInRanges(trial(0.1, undefined), { best: [0, 1] }), false, "a trial without a loss is in no range of it");
  const named = { ...own, settings: { activation: "ReLU" } };
  assert.equal(isInRanges(named, { activation: ["Tanh", "ReLU"] }), true);
  assert.equal(isInRanges(named, { activation: ["Tanh"] }), false);
  assert.deepEqual(withRange({ lr: [0, 1], best: [0, 1] }, "lr", undefined), { best: [0, 1] });
  assert.deepEqual(keptRanges({ lr: [1, 2], best: [1], optimizer: ["SGD"], activation: ["ReLU", 1], other: [1, 2], width: "8" }), {
    lr: [1, 2],
    optimizer: ["SGD"],
  });
});

test("trials as a CSV have the settings that vary and how each ended, with every digit", () => {
  const last = { epoch: 5, trainLoss: 0.1 + 0.2, validationLoss: 0.6, lr: 1, metrics: { train: {}, validation: { accuracy: 0.75 } } };
  const csv = trialsCsv([trial(0.1, 0.5, { last, seconds: 1.5 }), trial(0.2, undefined, { state: "failed" })]);
  assert.equal(
    csv,
    "trial,lr,state,epochs,best_loss,best_epoch,best_r2,train_loss,validation_loss,accuracy,seconds\n" +
      "1,0.1,ended,5,0.5,4,0.5,0.30000000000000004,0.6,0.75,1.5\n2,0.2,failed,5,,,,,,,\n",
  );
});

test("a mean has the decimals that its deviation allows", () => {
  assert.equal(spreadText({ mean: 0.32218, deviation: 0.02003 }), "0.322 ± 0.020");
  assert.equal(spreadText({ mean: 12.3456, deviation: 1.234 }), "12.3 ± 1.2");
  assert.equal(spreadText({ mean: 1234.6, deviation: 321 }), "1235 ± 321");
  assert.equal(spreadText({ mean: 0.5, deviation: 0 }), "0.5000 ± 0.0000");
});
