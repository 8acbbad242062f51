// How a weight is drawn: the named initialisers of torch.nn.init with the arguments a document stands for
// (docs/format.md, "layers"). Bounds are computed in double precision and in PyTorch's order of operations,
// because their last bit is part of the weight.

import type { LayerOf } from "./kernel.ts";
import { fillNormal } from "./normal.ts";
import { fillUniform, type Generator } from "./random.ts";

/** A way to draw a weight that has a name. */
export type Initialiser = Extract<LayerOf<"Linear">["init"], string>;

/** Draws a weight of shape `[fanOut, fanIn]`. */
export function drawWeight(name: Initialiser, weight: Float32Array, fanIn: number, fanOut: number, generator: Generator): void {
  const xavier = Math.sqrt(2 / (fanIn + fanOut));
  const kaiming = Math.SQRT2 / Math.sqrt(fanIn);
  switch (name) {
    case "default": {
      // kaiming_uniform_ with a = √5, as nn.Linear calls it.
      const deviation = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2)) / Math.sqrt(fanIn);
      fillUniform(weight, -Math.sqrt(3) * deviation, Math.sqrt(3) * deviation, generator);
      return;
    }
    case "xavier_uniform":
      fillUniform(weight, -Math.sqrt(3) * xavier, Math.sqrt(3) * xavier, generator);
      return;
    case "xavier_normal":
      fillNormal(weight, 0, xavier, generator);
      return;
    case "kaiming_uniform":
      fillUniform(weight, -Math.sqrt(3) * kaiming, Math.sqrt(3) * kaiming, generator);
      return;
    case "kaiming_normal":
      fillNormal(weight, 0, kaiming, generator);
      return;
    case "zeros":
      weight.fill(0);
  }
}

/** Draws a bias as nn.Linear does, from ±1/√fanIn. */
export function drawBias(bias: Float32Array, fanIn: number, generator: Generator): void {
  const bound = 1 / Math.sqrt(fanIn);
  fillUniform(bias, -bound, bound, generator);
}
