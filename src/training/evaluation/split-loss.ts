// The document's loss of answers that are there already: batch by batch as a run computes it, however many
// rows the network took at once.

import type { Encoded } from "../../data/types.ts";
import { type LossCall, type LossKernel, OutOfRange } from "../../engine/kernel.ts";
import { reference } from "../../engine/reference.ts";
import { copyRows } from "../../engine/rows.ts";
import type { Loss, TrainingSettings } from "../../model/schema.ts";

/**
 * The mean of the split's batches, weighed by their rows. NaN without rows, and if the loss is not defined
 * for an answer.
 * @param rows the split, indices into the rows of `encoded`
 * @param outputs `[rows, width]`, in that order
 */
export function splitLoss(
  { loss, batch_size: batchSize }: TrainingSettings,
  { targets, targetWidth }: Pick<Encoded, "targets" | "targetWidth">,
  rows: Uint32Array,
  outputs: Float32Array,
): number {
  const width = outputs.length / rows.length;
  const most = Math.min(batchSize, rows.length);
  const buffers = { output: allocate(most * width), target: allocate(most * targetWidth), gradOutput: allocate(0) };
  const kernel: LossKernel<Loss> = reference.losses[loss.type];
  const call = kernel.plan(loss, { batchSize: most, width, allocate, ...buffers });
  let sum = 0;
  for (let first = 0; first < rows.length; first += most) {
    const count = Math.min(most, rows.length - first);
    buffers.output.set(outputs.subarray(first * width, (first + count) * width));
    copyRows(targets, targetWidth, rows, first, count, buffers.target);
    call.forward(0, count, count);
    sum += definedMean(call, count) * count;
  }
  return sum / rows.length;
}

function allocate(length: number): Float32Array {
  return new Float32Array(length);
}

function definedMean(call: LossCall, count: number): number {
  try {
    return call.mean(count);
  } catch (error) {
    if (error instanceof OutOfRange) return NaN;
    throw error;
  }
}
