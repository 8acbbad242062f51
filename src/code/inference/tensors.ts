// A state_dict's tensors by layer.

import type { ResolvedLayer } from "../../model/layers.ts";
import type { StoredTensor } from "../formats/safetensors.ts";

/** A tensor that a layer has in a state_dict, under its name in the module. */
export interface LearnedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The parameters and statistics of a layer, in the order of a state_dict. */
export function learnedTensors(layer: ResolvedLayer, inFeatures: number, outFeatures: number): LearnedTensor[] {
  const affine = [
    { name: "weight", shape: [inFeatures] },
    { name: "bias", shape: [inFeatures] },
  ];
  const running = [
    { name: "running_mean", shape: [inFeatures] },
    { name: "running_var", shape: [inFeatures] },
  ];
  switch (layer.type) {
    case "Linear":
      return [{ name: "weight", shape: [outFeatures, inFeatures] }, ...(layer.bias ? [{ name: "bias", shape: [outFeatures] }] : [])];
    case "BatchNorm1d":
      return [...(layer.affine ? affine : []), ...(layer.track_running_stats ? running : [])];
    case "LayerNorm":
      return layer.elementwise_affine ? affine : [];
    case "PReLU":
      return [{ name: "weight", shape: [layer.num_parameters] }];
    default:
      return [];
  }
}

/** By a layer's index in the Sequential, its tensors by their names in the module, as float32. */
export function tensorsOf(tensors: readonly StoredTensor[]): ReadonlyMap<string, Record<string, Float32Array>> {
  const layers = new Map<string, Record<string, Float32Array>>();
  for (const { name, data } of tensors) {
    const [, index, own] = /^(\d+)\.(\w+)$/.exec(name) ?? [];
    // How many batches BatchNorm1d saw says nothing about a row.
    if (index === undefined || own === undefined || own === "num_batches_tracked") continue;
    layers.set(index, { ...layers.get(index), [own]: Float32Array.from(data, Number) });
  }
  return layers;
}

/**
 * BatchNorm1d in eval mode as y = x · factor + offset, one of each per value of a row, rounded to float32
 * where PyTorch rounds.
 */
export function foldBatchNorm(
  eps: number,
  { running_mean: mean, running_var: variance, weight, bias }: Readonly<Record<string, Float32Array>>,
): { readonly factor: Float32Array; readonly offset: Float32Array } {
  const f = Math.fround;
  const factor = Float32Array.from(variance ?? [], (value, at) => f(1 / f(Math.sqrt(f(value + f(eps))))) * (weight?.[at] ?? 1));
  const offset = Float32Array.from(mean ?? [], (value, at) => (bias?.[at] ?? 0) - value * factor[at]!);
  return { factor, offset };
}
