// Layers in eval mode as ONNX operators. What has no operator of its own is composed of those that have one,
// by the formula of the layer's record.

import type { LayerStep } from "../inference/plan.ts";
import { type GraphWriter, real, type Value } from "./graph.ts";
import { doubles, elementTypes, floats, integers } from "./tensors.ts";

/** The output `[N, outFeatures]` of a layer on `x` `[N, inFeatures]`. */
export function writeLayer(graph: GraphWriter, step: LayerStep, x: Value): Value {
  const { layer, inFeatures } = step;
  const number = (value: number): Value => graph.constant(floats([], [value]));
  const sum = (one: Value, other: Value): Value => graph.op("Add", [one, other]);
  const product = (one: Value, other: Value): Value => graph.op("Mul", [one, other]);
  const negative = (value: Value): Value => graph.op("Neg", [value]);
  switch (layer.type) {
    case "Linear":
    case "BatchNorm1d":
    case "LayerNorm":
    case "PReLU":
      return withTensors(graph, step, x);
    case "Identity":
    case "Dropout":
    case "AlphaDropout":
      return x;
    case "Sigmoid":
    case "Tanh":
    case "Softsign":
      return graph.op(layer.type, [x]);
    case "ReLU":
      return graph.op("Relu", [x]);
    case "LogSigmoid":
      return negative(graph.op("Softplus", [negative(x)]));
    case "Tanhshrink":
      return graph.op("Sub", [x, graph.op("Tanh", [x])]);
    case "Softplus": {
      const steep = product(x, number(layer.beta));
      const curve = graph.op("Div", [graph.op("Softplus", [steep]), number(layer.beta)]);
      return graph.op("Where", [graph.op("Greater", [steep, number(layer.threshold)]), x, curve]);
    }
    case "ELU":
      return graph.op("Elu", [x], { alpha: real(layer.alpha) });
    case "CELU":
      return graph.op("Celu", [x], { alpha: real(layer.alpha) });
    case "SELU":
      return graph.op("Selu", [x]);
    case "GELU":
      return product(x, layer.approximate === "tanh" ? tanhShare(graph, x) : normalShare(graph, x));
    case "SiLU":
      return product(x, graph.op("Sigmoid", [x]));
    case "Mish":
      return product(x, graph.op("Tanh", [graph.op("Softplus", [x])]));
    case "GLU": {
      const halves = graph.constant(integers([2], [inFeatures / 2, inFeatures / 2]));
      const [passed = "", gate = ""] = graph.ops("Split", [x, halves], 2, { axis: 1 });
      return product(passed, graph.op("Sigmoid", [gate]));
    }
    case "LeakyReLU":
      return graph.op("LeakyRelu", [x], { alpha: real(layer.negative_slope) });
    case "RReLU":
      return graph.op("LeakyRelu", [x], { alpha: real((layer.lower + layer.upper) / 2) });
    case "ReLU6":
      return graph.op("Clip", [x, number(0), number(6)]);
    case "Hardtanh":
      return graph.op("Clip", [x, number(layer.min_val), number(layer.max_val)]);
    case "Hardsigmoid":
      return graph.op("HardSigmoid", [x], { alpha: real(1 / 6), beta: real(0.5) });
    case "Hardswish":
      return graph.op("HardSwish", [x]);
    case "Hardshrink":
      return graph.op("Shrink", [x], { lambd: real(layer.lambd), bias: real(0) });
    case "Softshrink":
      return graph.op("Shrink", [x], { lambd: real(layer.lambd), bias: real(layer.lambd) });
    case "Threshold":
      return graph.op("Where", [graph.op("Greater", [x, number(layer.threshold)]), x, number(layer.value)]);
    case "Step":
      return graph.op("Cast", [graph.op("GreaterOrEqual", [x, number(0)])], { to: elementTypes.float });
    case "Softmax":
      return graph.op("Softmax", [x], { axis: axisOf(layer.dim) });
    case "Softmin":
      return graph.op("Softmax", [negative(x)], { axis: axisOf(layer.dim) });
    case "LogSoftmax":
      return graph.op("LogSoftmax", [x], { axis: axisOf(layer.dim) });
  }

  /** 0.5 (1 + tanh(√(2/π) (x + 0.044715 x³))). */
  function tanhShare(writer: GraphWriter, input: Value): Value {
    const cube = product(product(input, input), input);
    const inner = product(sum(input, product(cube, number(0.044715))), number(Math.sqrt(2 / Math.PI)));
    return product(sum(writer.op("Tanh", [inner]), number(1)), number(0.5));
  }

  /** Φ(x) = 0.5 (1 + erf(x / √2)). */
  function normalShare(writer: GraphWriter, input: Value): Value {
    return product(sum(writer.op("Erf", [product(input, number(Math.SQRT1_2))]), number(1)), number(0.5));
  }
}

/** Whether a row's output depends on the other rows that are predicted with it. */
export function mixesRows({ layer }: LayerStep): boolean {
  switch (layer.type) {
    case "Softmax":
    case "Softmin":
    case "LogSoftmax":
      return axisOf(layer.dim) === 0;
    case "BatchNorm1d":
      return !layer.track_running_stats;
    default:
      return false;
  }
}

/** 0 over the rows of a batch, 1 over a row's values. */
function axisOf(dim: number): 0 | 1 {
  return dim === 0 || dim === -2 ? 0 : 1;
}

function withTensors(graph: GraphWriter, step: LayerStep, x: Value): Value {
  const { index, layer, inFeatures, outFeatures, tensors } = step;
  const named = (name: string, shape: readonly number[], otherwise: number): Value =>
    graph.constant(floats(shape, tensors[name] ?? new Float32Array(inFeatures).fill(otherwise)), `${index}.${name}`);
  const perValue = (name: string, otherwise: number): Value => named(name, [inFeatures], otherwise);
  switch (layer.type) {
    case "Linear": {
      const weight = named("weight", [outFeatures, inFeatures], 0);
      const bias = layer.bias ? [named("bias", [outFeatures], 0)] : [];
      return graph.op("Gemm", [x, weight, ...bias], { transB: 1 });
    }
    case "LayerNorm": {
      const learned = [perValue("weight", 1), perValue("bias", 0)];
      return graph.op("LayerNormalization", [x, ...learned], { axis: 1, epsilon: real(layer.eps) });
    }
    case "PReLU":
      return graph.op("PRelu", [x, named("weight", [layer.num_parameters], 0)]);
    case "BatchNorm1d": {
      const learned = [perValue("weight", 1), perValue("bias", 0)];
      if (!layer.track_running_stats) return ofBatch(graph, x, learned, layer.eps);
      const running = [perValue("running_mean", 0), perValue("running_var", 1)];
      return graph.op("BatchNormalization", [x, ...learned, ...running], { epsilon: real(layer.eps) });
    }
    default:
      throw new TypeError(`${layer.type} has no tensors.`);
  }
}

/** BatchNorm1d without running statistics: those of the rows that are predicted together. */
function ofBatch(graph: GraphWriter, x: Value, [weight = "", bias = ""]: readonly Value[], eps: number): Value {
  const first = graph.constant(integers([1], [0]));
  const rows = graph.op("Cast", [graph.op("Gather", [graph.op("Shape", [x]), first])], { to: elementTypes.float });
  const meanOf = (values: Value): Value => graph.op("Div", [graph.op("ReduceSum", [values, first]), rows]);
  const distance = graph.op("Sub", [x, meanOf(x)]);
  const variance = meanOf(graph.op("Mul", [distance, distance]));
  // In double precision, because a small eps would be lost beside a variance of single precision.
  const wide = graph.op("Cast", [variance], { to: elementTypes.double });
  const deviation = graph.op("Sqrt", [graph.op("Add", [wide, graph.constant(doubles([], [eps]))])]);
  const single = graph.op("Cast", [deviation], { to: elementTypes.float });
  return graph.op("Add", [graph.op("Mul", [graph.op("Div", [distance, single]), weight]), bias]);
}
