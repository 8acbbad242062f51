// Layers as those of Keras 3, and what reads their weights from the tensors of a PyTorch state_dict. What
// Keras has no name for is an activation of `keras.ops`, by the formula of the other exports.

import { curveOf, type Dialect } from "../inference/curves.ts";
import { doubleText } from "../inference/literals.ts";
import type { LayerStep } from "../inference/plan.ts";
import { curveFunction } from "../python/curve-function.ts";
import { call as callOf, type Code } from "../pytorch/python.ts";

/** Columns of a lambda on a line of its own within the list of layers. */
const LAMBDA_WIDTH = 71;

/** A layer as Python. */
export interface KerasLayer {
  /** An expression, as in `layers.Dense(3, name="layer_0")`. */
  readonly code: Code;
  /** A function of the script that it needs, if its curve is too long for a lambda. */
  readonly curve?: string;
  /** The arrays it is given, as expressions over `tensors`, in Keras's order; absent if it has none. */
  readonly weights?: readonly string[];
  /** A class or a function of the script that it needs. */
  readonly needs?: "GLU" | "softmin";
}

/** Activations that Keras has under a name and that are the same as PyTorch's. */
const named: Readonly<Record<string, string>> = {
  Sigmoid: "sigmoid",
  LogSigmoid: "log_sigmoid",
  Tanh: "tanh",
  Softsign: "softsign",
  SELU: "selu",
  SiLU: "silu",
  Mish: "mish",
  ReLU: "relu",
  ReLU6: "relu6",
  Hardsigmoid: "hard_sigmoid",
  LogSoftmax: "log_softmax",
};

const operators: Readonly<Record<string, string>> = { min: "minimum", max: "maximum", abs: "absolute" };

const dialect: Dialect = {
  call: (name, ...parts) => `ops.${operators[name] ?? name}(${parts.join(", ")})`,
  select: (condition, yes, no) => `ops.where(${condition}, ${yes}, ${/^\((ops\..*)\)$/s.exec(no)?.[1] ?? no})`,
  number: bracketed,
  single: bracketed,
  // Everything is float32 there.
  round: (expression) => expression,
};

/** A negative number behind an operator is read at once within brackets. */
function bracketed(value: number): string {
  return value < 0 ? `(${doubleText(value, "math.inf")})` : doubleText(value, "math.inf");
}

/** Whether a normalization has a factor and a constant; Keras has them unless it is told. */
function affine(isAffine: boolean): readonly string[] {
  return isAffine ? [] : ["center=False", "scale=False"];
}

export function kerasLayer(step: LayerStep): KerasLayer {
  const { layer, index } = step;
  const call = (type: string, ...words: readonly string[]): Code => callOf(`layers.${type}`, ...words, `name="${nameOf(step)}"`);
  const tensor = (name: string): string => `tensors["${index}.${name}"]`;
  // Keras refuses a slope below zero.
  const leaky = (slope: number): KerasLayer => ({
    code:
      slope < 0
        ? call("Activation", `lambda v: ops.where(v >= 0, v, ${bracketed(slope)} * v)`)
        : call("LeakyReLU", `negative_slope=${slope}`),
  });
  switch (layer.type) {
    case "Linear":
      return {
        code: call("Dense", String(layer.out_features), ...(layer.bias ? [] : ["use_bias=False"])),
        // Keras has the inputs first.
        weights: [`${tensor("weight")}.T`, ...(layer.bias ? [tensor("bias")] : [])],
      };
    case "BatchNorm1d": {
      const learned = layer.affine ? [tensor("weight"), tensor("bias")] : [];
      return {
        code: call("BatchNormalization", `epsilon=${layer.eps}`, ...affine(layer.affine)),
        weights: [...learned, tensor("running_mean"), tensor("running_var")],
      };
    }
    case "LayerNorm":
      return {
        code: call("LayerNormalization", `epsilon=${layer.eps}`, ...affine(layer.elementwise_affine)),
        ...(layer.elementwise_affine ? { weights: [tensor("weight"), tensor("bias")] } : {}),
      };
    case "PReLU":
      return { code: call("PReLU", ...(layer.num_parameters === 1 ? ["shared_axes=[1]"] : [])), weights: [tensor("weight")] };
    case "Identity":
      return { code: call("Identity") };
    case "Dropout":
    case "AlphaDropout":
      return { code: call(layer.type, doubleText(layer.p, "math.inf")) };
    case "ELU":
      return { code: call("ELU", `alpha=${layer.alpha}`) };
    case "LeakyReLU":
      return leaky(layer.negative_slope);
    case "RReLU":
      // After training its slope is the mean of the two.
      return leaky((layer.lower + layer.upper) / 2);
    case "Softmax":
      return { code: call("Softmax") };
    case "Softmin":
      return { code: call("Activation", "softmin"), needs: "softmin" };
    case "GLU":
      return { code: `GLU(name="${nameOf(step)}")`, needs: "GLU" };
    case "Step":
      return { code: call("Activation", 'lambda v: ops.cast(v >= 0, "float32")') };
    case "GELU":
      if (layer.approximate === "none") return { code: call("Activation", '"gelu"') };
      break;
    default:
  }
  const own = named[layer.type];
  if (own !== undefined) return { code: call("Activation", `"${own}"`) };
  const expression = curveOf(layer, dialect) ?? "v";
  const lambda = `lambda v: ${expression}`;
  if (lambda.length <= LAMBDA_WIDTH) return { code: call("Activation", lambda) };
  const name = `${nameOf(step)}_curve`;
  return { code: call("Activation", name), curve: curveFunction(name, expression) };
}

/** As in `linear_0`, unlike all others. */
export function nameOf({ layer, index }: LayerStep): string {
  return `${layer.type.toLowerCase()}_${index}`;
}
