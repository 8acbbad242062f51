// A state_dict's tensors by layer.

import type { StoredTensor } from "../formats/safetensors.ts";

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
