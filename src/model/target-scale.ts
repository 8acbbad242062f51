// A last Linear of one input and one output with hand-set first weights: it turns what the network says,
// which is about 1 in size, into the target's own size. An optimizer that takes steps of the size of its
// rate, as Adam does, would need millions of them to get to a price of 230,000; behind this layer it has to
// come no further than 1.

import type { NumberFacts } from "./columns.ts";
import type { Layer, ResolvedLayer } from "./layers.ts";

/** A target within these needs no scale. */
const FAR = 1.5;
const SPREAD = [0.3, 3] as const;

type Linear = Extract<ResolvedLayer, { type: "Linear" }>;
export type Scale = Linear & { readonly init: { readonly weight: readonly (readonly number[])[]; readonly bias: readonly number[] } };

/**
 * The layer for a target with these numbers, rounded so that it can be read; undefined if it needs none.
 * The mean is that of all rows: it is where learning begins, nothing that the network is told of a row.
 */
export function scaleLayer({ mean, deviation }: NumberFacts): Extract<Layer, { type: "Linear" }> | undefined {
  const isNear = Math.abs(mean) <= FAR && deviation >= SPREAD[0] && deviation <= SPREAD[1];
  if (deviation === 0 || isNear || !Number.isFinite(deviation)) return undefined;
  const weight = Number(deviation.toPrecision(2));
  const step = 10 ** (Math.floor(Math.log10(deviation)) - 1);
  const bias = Number((Math.round(mean / step) * step).toPrecision(12));
  return { type: "Linear", name: "scale", out_features: 1, init: { weight: [[weight]], bias: [bias] } };
}

/** Whether a layer is one that `scaleLayer` makes, whatever its numbers are by now. */
export function isScale(layer: ResolvedLayer | undefined): layer is Scale {
  if (layer?.type !== "Linear" || typeof layer.init !== "object" || layer.out_features !== 1) return false;
  const { weight, bias } = layer.init;
  return weight.length === 1 && weight[0]?.length === 1 && bias !== undefined;
}
