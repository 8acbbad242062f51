// What pictures without a curve sound like: the boundary, the landscape, the trials of a sweep, the weights,
// the confusion matrix, a stop of a training step, the line of a perceptron; and a point that is marked.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrialStatus } from "../../../src/protocol/sweep.ts";
import { summarizeWeights } from "../../../src/model/weight-summary.ts";
import type { BoundaryAnswer, LandscapeAnswer, SpaceFacts } from "../../../src/training/space/types.ts";
import type { PerceptronLineAnswer } from "../../../src/training/figures/types.ts";
import type { InsideStep } from "../../../src/training/inside/types.ts";
import { type Heard, markTones, pitchesOf } from "../../../webview/chart/curve-sound.ts";
import { lineHeard } from "../../../webview/lesson/figures/perceptron-line/line-heard.ts";
import { matrixHeard } from "../../../webview/panels/evaluation/confusion-matrix/matrix-heard.ts";
import { heardWindow, stopHeard } from "../../../webview/panels/inside/stop-numbers/stop-heard.ts";
import { weightsHeard } from "../../../webview/panels/network/network-view/weights-heard.ts";
import { groupColumns } from "../../../webview/panels/network/network-view/network-structure.ts";
import { WeightLookup } from "../../../webview/panels/network/network-view/weight-lookup.ts";
import { boundaryHeard } from "../../../webview/panels/space/boundary-page/boundary-heard.ts";
import { surfaceHeard } from "../../../webview/panels/space/landscape-page/landscape-plane.ts";
import { trialsHeard } from "../../../webview/panels/sweep/parallel-axes/trials-heard.ts";

/** Each part at its steps: octaves above the lowest tone, of which there are three. */
function octaves(parts: readonly Heard[], steps: number): readonly (readonly number[])[] {
  return parts.map(({ lines, area }) =>
    Array.from(pitchesOf(lines[0]!.vertices, area, steps), (pitch) => Math.round(100 * Math.log2(pitch / 220)) / 100),
  );
}

/** When each mark sounds, as a share of its part, and how high, in octaves above the lowest tone. */
function marks(parts: readonly Heard[]): readonly (readonly (readonly [number, number])[])[] {
  return parts.map((part) => markTones(part).map(({ at, pitch }) => [at / 2.88, Math.round(100 * Math.log2(pitch / 220)) / 100] as const));
}

const facts: SpaceFacts = {
  features: [
    { column: "x", held: 0 },
    { column: "y", held: 0 },
  ],
  proposed: [0, 1],
  task: "binary",
  targets: ["kind"],
  layers: [],
};

/** Over three columns and five rows, the lowest row first. */
function answered(answers: readonly number[], confidence?: readonly number[]): BoundaryAnswer {
  const rows = { truth: new Float64Array(0) } as BoundaryAnswer["rows"];
  return {
    x: Float64Array.of(1, 2, 3),
    y: Float64Array.of(0, 1, 2, 3, 4),
    answers: Float32Array.from(answers),
    ...(confidence ? { confidence: Float32Array.from(confidence) } : {}),
    rows,
  } as BoundaryAnswer;
}

test("the boundary is heard in three rows, the upper one first: a number, how probable the second class is, or which class", () => {
  const low = [0, 0, 0];
  const numbers = answered([low, [0, 1, 2], low, [6, 3, 0], [6, 6, 6]].flat());
  assert.deepEqual(octaves(boundaryHeard(facts, numbers), 3), [
    [3, 1.5, 0],
    [0, 0, 0],
    [0, 0.5, 1],
  ]);
  const sure = [1, 1, 1];
  const two = answered([low, [0, 0, 1], low, [1, 1, 1], low].flat(), [sure, [1, 0.5, 1], sure, [0.5, 0.75, 1], sure].flat());
  assert.deepEqual(octaves(boundaryHeard({ ...facts, classes: ["no", "yes"] }, two), 3), [
    [1.5, 2.25, 3],
    [0, 0, 0],
    [0, 1.5, 3],
  ]);
  const three = answered([low, [0, 1, 2], low, [2, 2, 2], low].flat(), Array(15).fill(0.9));
  assert.deepEqual(octaves(boundaryHeard({ ...facts, classes: ["a", "b", "c"] }, three), 3), [
    [3, 3, 3],
    [0, 0, 0],
    [0, 1.5, 3],
  ]);
});

test("the landscape is heard along both directions through the weights, by the logarithm, as far as it is known", () => {
  const axis = Float64Array.of(-1, 0, 1);
  const landscape = { x: axis, y: axis, losses: Float64Array.of(1, 100, 1, 10, 1, 1000, 1, 10) } as unknown as LandscapeAnswer;
  assert.deepEqual(octaves(surfaceHeard(landscape), 3), [
    [1, 0, 3],
    [2, 0, 1],
  ]);
});

function trial(lr: number, activation: string, best: number): TrialStatus {
  return { settings: { lr, activation, seed: 0 }, best } as TrialStatus;
}

test("of trials the mean loss at each value of a setting is heard, and nothing of a setting that is the same in all", () => {
  const parts = trialsHeard([trial(0.1, "Tanh", 1), trial(0.1, "ReLU", 2), trial(0.2, "Tanh", 2), trial(0.2, "ReLU", 3)]);
  assert.deepEqual(octaves(parts, 2), [
    [0.75, 2.25],
    [2.25, 0.75],
  ]);
  assert.deepEqual(trialsHeard([]), []);
});

test("weights are heard layer by layer on one scale with 0 in its middle", () => {
  const columns = groupColumns(
    [
      { type: "Linear", units: 2 },
      { type: "Linear", units: 1 },
    ],
    { inputs: ["x"], targets: ["y"] },
  );
  const tensors = [
    summarizeWeights("0.weight", [2, 1], Float32Array.of(-2, 0)),
    summarizeWeights("1.weight", [1, 2], Float32Array.of(1, 2)),
  ];
  assert.deepEqual(octaves(weightsHeard(columns, new WeightLookup(columns, tensors)), 2), [
    [0, 1.5],
    [2.25, 3],
  ]);
  assert.deepEqual(weightsHeard(columns, new WeightLookup(columns, [])), []);
});

test("a marked point sounds when its place comes, and at the edge if it lies beyond", () => {
  const heard: Heard = {
    lines: [],
    area: { left: 0, right: 4, top: 1, bottom: 0 },
    marks: [
      { x: 1, y: 0.5 },
      { x: 9, y: -3 },
    ],
  };
  assert.deepEqual(marks([heard]), [
    [
      [0.25, 1.5],
      [1, 0],
    ],
  ]);
});

test("of each right class its shares are heard from answer to answer, with a tone at the right one; of many classes what is right", () => {
  const parts = matrixHeard(Float64Array.of(1, 0, 0, 0.5, 0.5, 0, 0, 0, 1), 3, [0, 1, 2]);
  assert.deepEqual(octaves(parts, 3), [
    [3, 0, 0],
    [1.5, 1.5, 0],
    [0, 0, 3],
  ]);
  assert.deepEqual(marks(parts), [[[0, 3]], [[0.5, 1.5]], [[1, 3]]]);
  const shares = Float64Array.from({ length: 169 }, (_, cell) => (cell % 14 === 0 ? cell / 168 : 0));
  assert.deepEqual(octaves(matrixHeard(shares, 13, [...Array(13).keys()]), 5), [[0, 0.75, 1.5, 2.25, 3]]);
});

test("of a stop the row is heard from unit to unit with 0 in the middle, or of one unit from row to row, with a tone at the number in focus", () => {
  const step = {
    rows: [5, 6, 7, 8],
    layers: [3, 1].map((columns) => ({ type: "Linear", output: { rows: 4, columns, min: -2, max: 1 }, parameters: [] })),
  } as unknown as InsideStep;
  const address = { tensor: { of: "output", layer: 0 }, row: 2, column: 1 } as const;
  assert.deepEqual(heardWindow(step, address), { tensor: address.tensor, row: 2, rows: 1, column: 0, columns: 3 });
  const heard = stopHeard(step, address, { rows: 1, columns: 3, data: Float32Array.of(-2, 0, 2) });
  assert.deepEqual([octaves(heard, 3), marks(heard)], [[[0, 1.5, 3]], [[[0.5, 1.5]]]]);
  const one = { tensor: { of: "output", layer: 1 }, row: 3, column: 0 } as const;
  assert.deepEqual(heardWindow(step, one), { tensor: one.tensor, row: 0, rows: 4, column: 0, columns: 1 });
  assert.deepEqual(marks(stopHeard(step, one, { rows: 4, columns: 1, data: Float32Array.of(0, 0, 0, 2) })), [[[1, 3]]]);
  assert.deepEqual(stopHeard(step, one, undefined), []);
});

test("of very many numbers of a stop those around the one in focus are heard", () => {
  const step = { layers: [{ output: { rows: 1, columns: 1000 }, parameters: [] }] } as unknown as InsideStep;
  const window = (column: number) => heardWindow(step, { tensor: { of: "output", layer: 0 }, row: 0, column });
  assert.deepEqual(
    [window(10), window(500), window(990)].map(({ column, columns }) => [column, columns]),
    [
      [0, 300],
      [350, 300],
      [700, 300],
    ],
  );
});

test("a perceptron's line is heard where it runs, then the mistakes step by step with a tone at the present one", () => {
  // Above the diagonal is yes, as y = x; before the step above y = 0.5, and there is none at all at first.
  const answer = {
    x: { column: "a", values: Float64Array.of(0, 1, 2) },
    y: { column: "b", values: Float64Array.of(0, 1, 2) },
    rows: { row: new Uint32Array(4) },
    steps: [{ isChanged: true }, { isChanged: true }, { isChanged: false }],
    states: [
      { field: Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1), wrong: 4 },
      { field: Float32Array.of(-1, -1, -1, 1, 1, 1, 3, 3, 3), wrong: 2 },
      { field: Float32Array.of(-0.5, -1.5, -2.5, 0.5, -0.5, -1.5, 1.5, 0.5, -0.5), wrong: 0 },
      { field: Float32Array.of(-0.5, -1.5, -2.5, 0.5, -0.5, -1.5, 1.5, 0.5, -0.5), wrong: 0 },
    ],
  } as unknown as PerceptronLineAnswer;
  const heard = lineHeard([answer], 2);
  assert.deepEqual(octaves(heard, 2), [
    [0.75, 2.25],
    [3, 0],
  ]);
  assert.equal(heard[0]!.lines.length, 2, "the line before the step in the right ear");
  assert.deepEqual(marks(heard), [[], [[2 / 3, 0]]]);
  assert.equal(lineHeard([answer], 3)[0]!.lines.length, 1, "a step that moved nothing");
  assert.equal(lineHeard([answer], 0).length, 1, "a line beside the picture");
  assert.equal(lineHeard([answer, answer], 9).at(-1)!.lines.length, 2, "one document in each ear");
});
