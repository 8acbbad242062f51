// Layers that treat each value by itself, as an expression over `v` in whatever language: the formulas of
// src/engine/layers in double precision; who writes them rounds the result once to float32.

import type { ResolvedLayer } from "../../model/layers.ts";

/** Functions that each language has under this name, or gets. */
export type Named = "exp" | "expm1" | "log1p" | "tanh" | "abs" | "min" | "max" | "normal_cdf";

/** How a language writes what an expression is made of; `+ - * / < > <= >=` are alike in all. */
export interface Dialect {
  readonly call: (name: Named, ...parts: readonly string[]) => string;
  readonly select: (condition: string, yes: string, no: string) => string;
  /** A number in double precision. */
  readonly number: (value: number) => string;
  /** A parameter of a layer, which PyTorch rounds to float32. */
  readonly single: (value: number) => string;
  /** An expression rounded to float32. */
  readonly round: (expression: string) => string;
}

/** The two constants of SELU, as torch.nn.SELU has them. */
const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

/** The expression; undefined if the layer is no curve, or changes nothing in eval mode. */
export function curveOf(layer: ResolvedLayer, { call, select, number, single, round }: Dialect): string | undefined {
  const upToSix = (x: string): string => call("min", call("max", x, "0"), "6");
  const clamp = (low: string, high: string): string => select(`v < ${low}`, low, `(${select(`v > ${high}`, high, "v")})`);
  switch (layer.type) {
    case "Sigmoid":
      return `1 / (1 + ${call("exp", "-v")})`;
    case "LogSigmoid":
      return `${call("min", "v", "0")} - ${call("log1p", call("exp", `-${call("abs", "v")}`))}`;
    case "Tanh":
      return call("tanh", "v");
    case "Tanhshrink":
      return `v - ${round(call("tanh", "v"))}`;
    case "Softsign":
      return `v / (1 + ${call("abs", "v")})`;
    case "Softplus": {
      const beta = number(layer.beta);
      return select(`v * ${beta} > ${number(layer.threshold)}`, "v", `${call("log1p", call("exp", `v * ${beta}`))} / ${beta}`);
    }
    case "ELU":
      return select("v > 0", "v", `${call("expm1", "v")} * ${number(layer.alpha)}`);
    case "CELU":
      return select("v > 0", "v", `${call("expm1", `v / ${number(layer.alpha)}`)} * ${number(layer.alpha)}`);
    case "SELU":
      return select("v > 0", `v * ${SCALE}`, `${call("expm1", "v")} * ${ALPHA} * ${SCALE}`);
    case "GELU": {
      if (layer.approximate === "none") return `v * ${call("normal_cdf", "v")}`;
      return `0.5 * v * (1 + ${call("tanh", `${Math.sqrt(2 / Math.PI)} * (v + 0.044715 * v * v * v)`)})`;
    }
    case "SiLU":
      return `v / (1 + ${call("exp", "-v")})`;
    case "Mish":
      return `v * ${call("tanh", `${call("max", "v", "0")} + ${call("log1p", call("exp", `-${call("abs", "v")}`))}`)}`;
    case "ReLU":
      return select("v <= 0", "0", "v");
    case "ReLU6":
      return clamp("0", "6");
    case "Hardtanh":
      return clamp(single(layer.min_val), single(layer.max_val));
    case "LeakyReLU":
      return select("v > 0", "v", `v * ${single(layer.negative_slope)}`);
    case "RReLU":
      return select("v > 0", "v", `v * ${single((layer.lower + layer.upper) / 2)}`);
    case "Threshold":
      return select(`v <= ${single(layer.threshold)}`, number(layer.value), "v");
    case "Step":
      return select("v >= 0", "1", "0");
    case "Hardsigmoid":
      return `${upToSix(round("v + 3"))} / 6`;
    case "Hardswish":
      return `${round(`v * ${upToSix(round("v + 3"))}`)} / 6`;
    case "Hardshrink":
      return select(`v < -${single(layer.lambd)}`, "v", `(${select(`v > ${single(layer.lambd)}`, "v", "0")})`);
    case "Softshrink": {
      const lambd = single(layer.lambd);
      return select(`v > ${lambd}`, `v - ${lambd}`, `(${select(`v < -${lambd}`, `v + ${lambd}`, "0")})`);
    }
    case "Linear":
    case "Identity":
    case "Dropout":
    case "AlphaDropout":
    case "BatchNorm1d":
    case "LayerNorm":
    case "PReLU":
    case "GLU":
    case "Softmax":
    case "Softmin":
    case "LogSoftmax":
      return undefined;
  }
}
