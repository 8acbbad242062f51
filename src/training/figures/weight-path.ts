// The way of two weights over the first steps of the document's own run, and the loss around it.

import type { PreparedExperiment } from "../experiment.ts";
import { TrainingRun } from "../run.ts";
import type { NamedTensor } from "../types.ts";
import { LossProbe, placeIn } from "./loss-probe.ts";
import type { WeightPathAnswer, WeightPathQuestion } from "./types.ts";

export const MOST_STEPS = 500;
/** Points along each axis of the plane. */
const SIZE = 33;
/** How much wider than the way the plane is, on each side. */
const MARGIN = 0.15;

/** @throws ProblemError if the network has no such weight, or gives what its loss is not defined for */
export function weightPath(prepared: PreparedExperiment, question: WeightPathQuestion): WeightPathAnswer {
  const steps = Math.max(0, Math.min(MOST_STEPS, question.steps));
  const states = [...weightsAlong(prepared, steps)];
  const places = question.weights.map((name) => placeIn(states[0]!, name));
  const [x, y] = places.map(({ tensor, at }) => Float64Array.from(states, (tensors) => tensors[tensor]!.data[at]!));
  const probe = new LossProbe(prepared, states[0], states.length + SIZE * SIZE);
  const losses = Float64Array.from(states, (tensors) => {
    probe.use(tensors);
    return probe.loss();
  });
  const [across, up] = question.weights.map((name) => probe.place(name));
  const plane = { x: around(x!), y: around(y!), losses: new Float64Array(SIZE * SIZE) };
  for (let point = 0; point < SIZE * SIZE; point++) {
    across!.data[across!.at] = plane.x[point % SIZE]!;
    up!.data[up!.at] = plane.y[Math.floor(point / SIZE)]!;
    plane.losses[point] = probe.loss();
  }
  return { x: x!, y: y!, losses, plane };
}

/** The weights before the first step of the document's run, and after each; fewer if the run ends before. */
export function* weightsAlong(prepared: PreparedExperiment, steps: number): Generator<readonly NamedTensor[]> {
  const run = new TrainingRun(prepared, { onEpoch: () => {}, countsMetrics: false });
  try {
    yield run.weights();
    for (let step = 0; step < steps && run.advanceToBatch(); step++) {
      const { steps: before } = run;
      run.advanceBatch();
      // A step that ended the run because its loss is no finite number was not taken.
      if (run.steps === before) return;
      yield run.weights();
    }
  } finally {
    run.dispose();
  }
}

function around(values: Float64Array): Float64Array {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = high > low ? (high - low) * MARGIN : Math.max(0.1, Math.abs(low) * 0.1);
  return Float64Array.from({ length: SIZE }, (_, index) => low - margin + ((high - low + 2 * margin) * index) / (SIZE - 1));
}
