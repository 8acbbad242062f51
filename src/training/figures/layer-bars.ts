// Layer by layer: how large the gradient is on one step of the document's own run, or how many units are
// dead.

import type { PreparedExperiment } from "../experiment.ts";
import type { LayerLook } from "../look.ts";
import { TrainingRun } from "../run.ts";
import type { StepTrace } from "../trace.ts";
import type { LayerBar, LayerBarsAnswer, LayerBarsQuestion } from "./types.ts";

const MOST_STEPS = 2000;

/** @throws ProblemError if the network gives what its loss is not defined for */
export function layerBars(prepared: PreparedExperiment, { of, step }: LayerBarsQuestion): LayerBarsAnswer {
  const run = new TrainingRun(prepared, { onEpoch: () => {}, countsMetrics: false });
  const wanted = Math.max(1, Math.min(MOST_STEPS, step));
  let traced: StepTrace | undefined;
  while (run.advanceToBatch()) {
    // The last step that there is stands for a later one.
    const isLast = run.steps + 1 === Math.min(wanted, run.started.epochs * run.started.batchesPerEpoch);
    if (isLast) traced = run.traceStep();
    else run.advanceBatch();
    if (isLast) break;
  }
  run.dispose();
  const layers = traced?.look.layers ?? [];
  const bars = layers.flatMap((look, layer): LayerBar[] => {
    const value = of === "gradient" ? gradientOf(look) : look.parameters.length === 0 ? look.dead : undefined;
    return value === undefined ? [] : [{ layer, type: prepared.experiment.layers[layer]!.type, value }];
  });
  return { bars, step: traced?.step ?? 0, rows: traced?.rows.length ?? 0 };
}

/** The length of all gradients of a layer's weights together; undefined if it has none. */
function gradientOf({ parameters }: LayerLook): number | undefined {
  if (parameters.length === 0) return undefined;
  return Math.sqrt(parameters.reduce((sum, { gradients }) => sum + gradients.norm ** 2, 0));
}
