// How the weights, activations and gradients of a layer are spread after each remembered epoch. Activations
// and gradients are those of the same training rows each time, in training mode, so that only the weights
// change between two epochs.

import type { Generator } from "../../engine/random.ts";
import { takeRows } from "../evaluation/features.ts";
import { putWeights } from "../evaluation/trained.ts";
import { evenly } from "../evaluation/report.ts";
import { type Statistics, statisticsOf } from "../statistics.ts";
import type { Looked } from "./boundary.ts";
import type { HistogramAnswer, Moment } from "./types.ts";

/** Training rows that are looked at. */
const MOST_ROWS = 256;

/** @param generator of the network, which dropout draws from: every moment draws the same */
export function histogramsOf(looked: Looked, generator: Generator, moments: readonly Moment[], layer: number): HistogramAnswer {
  const { network, prepared, batchSize } = looked;
  const { encoded, split } = prepared;
  const rows = evenly(split.train.length, Math.min(MOST_ROWS, batchSize)).map((place) => split.train[place]!);
  const { inputs } = takeRows(encoded.inputs, encoded.inputNames.length, rows);
  const { inputs: targets } = takeRows(encoded.targets, encoded.targetWidth, rows);
  const index = Math.min(Math.max(0, layer), network.layers.length - 1);
  const view = network.layers[index]!;
  const weights: Statistics[] = [];
  const activations: Statistics[] = [];
  const gradients: Statistics[] = [];
  for (const { tensors } of moments) {
    putWeights(network, tensors);
    generator.manualSeed(prepared.experiment.training.seed);
    network.input.set(inputs);
    network.target.set(targets);
    network.look(rows.length);
    activations.push(statisticsOf(view.output.subarray(0, rows.length * view.outFeatures)));
    gradients.push(statisticsOf(view.gradOutput.subarray(0, rows.length * view.outFeatures)));
    const own = network.parameters.filter((tensor) => tensor.layer === index);
    if (own.length > 0) weights.push(statisticsOf(joined(own.map(({ data }) => data))));
  }
  return {
    layer: index,
    epochs: moments.map(({ epoch }) => epoch),
    ...(weights.length > 0 ? { weights } : {}),
    activations,
    gradients,
    rows: rows.length,
  };
}

function joined(lists: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
