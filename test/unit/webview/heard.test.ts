// What pictures without a curve sound like: the boundary, the landscape, the trials of a sweep, the weights.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { TrialStatus } from "../../../src/protocol/sweep.ts";
import { summarizeWeights } from "../../../src/model/weight-summary.ts";
import type { BoundaryAnswer, LandscapeAnswer, SpaceFacts } from "../../../src/training/space/types.ts";
import { type Heard, pitchesOf } from "../../../webview/chart/curve-sound.ts";
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
