// How many threads a network is worth. Meetings cost a fraction of a microsecond when every thread runs, and
// much more on a machine that does other work as well, so a second thread has to save a good deal.

import type { NetworkPlan } from "./network.ts";
import { widthsOf } from "./layout.ts";

/** Multiply-adds of a step that one thread should at least have: about a tenth of a millisecond. */
const WORTHWHILE = 5_000_000;

/**
 * Threads for a network.
 * @param most the machine's cores, or fewer if a person wants so
 */
export function threadsFor({ layers, inputs, batchSize }: NetworkPlan, most: number): number {
  const widths = widthsOf(layers, inputs);
  const products = layers.map((layer, index) => (layer.type === "Linear" ? widths[index]! * widths[index + 1]! : 0));
  // Forward, the gradient of the weights and that of the inputs.
  const work = 3 * batchSize * products.reduce((sum, product) => sum + product, 0);
  return Math.max(1, Math.min(most, Math.floor(work / WORTHWHILE)));
}
