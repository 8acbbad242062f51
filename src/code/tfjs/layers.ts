// Layers in eval mode as layers of TensorFlow.js. It has fewer than PyTorch; most of the others are sums of
// some that it has, equal to them at every number. What is no such sum is refused.

import { message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { LayerStep } from "../inference/plan.ts";
import type { TopologyWriter, Value } from "./topology.ts";

/** From here on log(1 + eˣ) is x in float32. */
const LINEAR_SOFTPLUS = 15;

/** What TensorFlow.js has no layers for. */
export function unknownLayer({ layer, index }: LayerStep): Problem | undefined {
  const at = { severity: "error", code: "not-in-tensorflow-js", path: ["layers", index] } as const;
  if (layer.type === "Step")
    return { ...at, message: message("TensorFlow.js has no layer like {0} ({1}). Export to ONNX or to code.", layer.type, index + 1) };
  if (layer.type === "Softplus" && (layer.threshold < LINEAR_SOFTPLUS || layer.beta <= 0))
    return {
      ...at,
      message: message(
        "TensorFlow.js has no Softplus that becomes a line at {0} with beta {1} (layer {2}). Export to ONNX or to code.",
        layer.threshold,
        layer.beta,
        index + 1,
      ),
    };
  return undefined;
}

/** The layers that stand for one, on what `x` gives. */
export function writeLayer(model: TopologyWriter, step: LayerStep, x: Value): Value {
  const { layer, inFeatures } = step;
  const activation = (name: string, of: Value): Value => model.layer("Activation", { activation: name }, [of]);
  const scaled = (scale: number, of: Value, offset = 0): Value => model.layer("Rescaling", { scale, offset }, [of]);
  const sum = (...values: readonly Value[]): Value => model.layer("Add", {}, values);
  const product = (...values: readonly Value[]): Value => model.layer("Multiply", {}, values);
  const difference = (one: Value, other: Value): Value => sum(one, scaled(-1, other));
  const relu = (of: Value, most?: number): Value => model.layer("ReLU", most === undefined ? {} : { max_value: most }, [of]);
  const above = (theta: number, of: Value): Value => model.layer("ThresholdedReLU", { theta }, [of]);
  const leaky = (alpha: number): Value => model.layer("LeakyReLU", { alpha }, [x]);
  // TensorFlow.js frees what a layer gives too early if another layer takes it twice.
  const cube = (): Value => product(x, scaled(1, x), scaled(1, x));
  const sixth = (): Value => scaled(1 / 6, relu(scaled(1, x, 3), 6));
  switch (layer.type) {
    case "Linear":
    case "BatchNorm1d":
    case "LayerNorm":
    case "PReLU":
      return withTensors(model, step, x);
    case "Identity":
      return x;
    case "Dropout":
    case "AlphaDropout":
      return model.layer(layer.type, { rate: layer.p }, [x]);
    case "Sigmoid":
      return activation("sigmoid", x);
    case "Tanh":
      return activation("tanh", x);
    case "Softsign":
      return activation("softsign", x);
    case "ReLU":
      return activation("relu", x);
    case "ReLU6":
      return activation("relu6", x);
    case "SELU":
      return activation("selu", x);
    case "SiLU":
      return activation("swish", x);
    case "Mish":
      return activation("mish", x);
    case "GELU":
      if (layer.approximate === "none") return activation("gelu", x);
      // Its own gelu_new is registered under a name that it looks up in another spelling.
      return product(x, scaled(0.5, activation("tanh", scaled(Math.sqrt(2 / Math.PI), sum(x, scaled(0.044715, cube())))), 0.5));
    case "ELU":
      // Only with 1 as its alpha is there an ELU of its own; of numbers up to 0 the others are multiples of
      // it.
      if (layer.alpha === 1) return activation("elu", x);
      return sum(relu(x), scaled(layer.alpha, activation("elu", scaled(-1, relu(scaled(-1, x))))));
    case "CELU":
      return scaled(layer.alpha, activation("elu", scaled(1 / layer.alpha, x)));
    case "LogSigmoid":
      return scaled(-1, activation("softplus", scaled(-1, x)));
    case "Softplus":
      return scaled(1 / layer.beta, activation("softplus", scaled(layer.beta, x)));
    case "Tanhshrink":
      return difference(x, activation("tanh", x));
    case "LeakyReLU":
      return leaky(layer.negative_slope);
    case "RReLU":
      return leaky((layer.lower + layer.upper) / 2);
    case "GLU": {
      const [passed, gate] = [0, 1].map((half) => model.layer(...selection(inFeatures / 2, half, x))) as [Value, Value];
      return product(passed, activation("sigmoid", gate));
    }
    case "Hardtanh":
      return clipped(layer.min_val, layer.max_val);
    case "Hardsigmoid":
      return sixth();
    case "Hardswish":
      return product(x, sixth());
    case "Hardshrink":
      return difference(above(layer.lambd, x), above(layer.lambd, scaled(-1, x)));
    case "Softshrink":
      return difference(relu(scaled(1, x, -layer.lambd)), relu(scaled(-1, x, -layer.lambd)));
    case "Threshold":
      if (layer.value === 0) return above(layer.threshold, x);
      return scaled(1, above(layer.threshold - layer.value, scaled(1, x, -layer.value)), layer.value);
    case "Softmax":
      return activation("softmax", x);
    case "Softmin":
      return activation("softmax", scaled(-1, x));
    case "LogSoftmax":
      return activation("logSoftmax", x);
    case "Step":
      throw new TypeError("Step is refused.");
  }

  /** Of each sign its own piece, so that nothing near zero is lost beside the ends. */
  function clipped(low: number, high: number): Value {
    if (low > 0 || high < 0) return scaled(1, relu(scaled(1, x, -low), high - low), low);
    return difference(relu(x, high), relu(scaled(-1, x), -low));
  }
}

/** A Dense that gives one half of its inputs as they are. */
function selection(width: number, half: number, x: Value): Parameters<TopologyWriter["layer"]> {
  const data = new Float32Array(2 * width * width);
  for (let unit = 0; unit < width; unit++) data[(half * width + unit) * width + unit] = 1;
  return ["Dense", dense(width, false), [x], { kernel: { shape: [2 * width, width], data } }];
}

/** Its first weights are read from the file, so none are drawn. */
function dense(units: number, useBias: boolean): Record<string, unknown> {
  return { units, use_bias: useBias, activation: "linear", kernel_initializer: { class_name: "Zeros", config: {} } };
}

function withTensors(model: TopologyWriter, { layer, inFeatures, outFeatures, tensors }: LayerStep, x: Value): Value {
  const values = (name: string): Float32Array => tensors[name] ?? new Float32Array(0);
  const perValue = (name: string) => ({ shape: [inFeatures], data: values(name) });
  const learned = (affine: boolean) => (affine ? { gamma: perValue("weight"), beta: perValue("bias") } : {});
  switch (layer.type) {
    case "Linear": {
      const kernel = { shape: [inFeatures, outFeatures], data: transposed(values("weight"), outFeatures, inFeatures) };
      const bias = layer.bias ? { bias: { shape: [outFeatures], data: values("bias") } } : {};
      return model.layer("Dense", dense(outFeatures, layer.bias), [x], { kernel, ...bias });
    }
    case "BatchNorm1d": {
      const config = { axis: -1, epsilon: layer.eps, center: layer.affine, scale: layer.affine };
      const running = { moving_mean: perValue("running_mean"), moving_variance: perValue("running_var") };
      return model.layer("BatchNormalization", config, [x], { ...learned(layer.affine), ...running });
    }
    case "LayerNorm": {
      const config = { axis: -1, epsilon: layer.eps, center: layer.elementwise_affine, scale: layer.elementwise_affine };
      return model.layer("LayerNormalization", config, [x], learned(layer.elementwise_affine));
    }
    case "PReLU": {
      const isShared = layer.num_parameters === 1;
      const alpha = { shape: [layer.num_parameters], data: values("weight") };
      return model.layer("PReLU", isShared ? { shared_axes: [1] } : {}, [x], { alpha });
    }
    default:
      throw new TypeError(`${layer.type} has no tensors.`);
  }
}

/** `[rows, columns]` as `[columns, rows]`. */
export function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(matrix, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]!);
}
