// Curves of layers that turn one number into another, with their derivatives.

import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { sampleLayer } from "../sample.ts";
import type { ActivationAnswer, ActivationQuestion } from "./types.ts";

const MOST_LAYERS = 8;
const MOST_POINTS = 2001;

/** @throws ProblemError if a layer is no function of one number, or is not written as a document has it */
export function activation({ layers, from, to, points }: ActivationQuestion): ActivationAnswer {
  const range = { from, to, points: Math.max(2, Math.min(MOST_POINTS, points)) };
  const curves = layers.slice(0, MOST_LAYERS).map((layer) => {
    const curve = sampleLayer(layer, range);
    if (curve) return curve;
    const sentence = message("{0} has no curve: it is not there, lacks a setting, or does not treat its inputs one by one.", layer.type);
    throw new ProblemError({ severity: "error", code: "no-curve", path: [], message: sentence });
  });
  return { curves };
}
