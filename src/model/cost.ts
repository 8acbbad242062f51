// What a network costs: learnt numbers, multiply-adds for a row, and memory.

import type { LayerShape } from "./shapes.ts";

/** Bytes of a float32. */
export const FLOAT = 4;

export interface Cost {
  /** Learnt numbers. */
  readonly parameters: number;
  /** Of one row, forward. */
  readonly multiplyAdds: number;
}

/** The sum over all layers; undefined if one is not known yet. */
export function costOf(shapes: readonly LayerShape[]): Cost | undefined {
  let [parameters, multiplyAdds] = [0, 0];
  for (const shape of shapes) {
    if (shape.parameters === undefined || shape.multiplyAdds === undefined) return undefined;
    parameters += shape.parameters;
    multiplyAdds += shape.multiplyAdds;
  }
  return { parameters, multiplyAdds };
}

/**
 * Bytes that training takes besides the data: parameters, gradients, a copy, the optimizer's state, and the
 * values and gradients between layers for one batch.
 * @param inputs values per row of the data
 * @param batch rows of the largest batch
 */
export function trainingBytes(shapes: readonly LayerShape[], inputs: number, batch: number): number {
  const parameters = shapes.reduce((sum, shape) => sum + (shape.parameters ?? 0), 0);
  const widths = shapes.reduce((sum, shape) => sum + (shape.outFeatures ?? 0), inputs);
  // At most three more arenas: Adam's with AMSGrad.
  return FLOAT * (6 * parameters + 3 * widths * batch);
}
