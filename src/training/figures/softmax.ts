// What Softmax and its relatives make of a few logits, at a temperature.

import type { ResolvedLayer } from "../../model/layers.ts";
import { layerSchema } from "../../model/schema.ts";
import { runLayer } from "../sample.ts";
import type { SoftmaxAnswer, SoftmaxQuestion } from "./types.ts";

/** The logits are divided by the temperature in float32, then each layer gets them as a row. */
export function softmax({ layers, logits, temperature }: SoftmaxQuestion): SoftmaxAnswer {
  const row = Float32Array.from(logits).map((logit) => logit / temperature);
  const outputs = layers.map((type) => {
    const resolved: ResolvedLayer = layerSchema(type).parse({ type });
    return [...runLayer(resolved, row, 1).output];
  });
  return { outputs };
}
