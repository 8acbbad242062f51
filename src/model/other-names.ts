// What other libraries call the layers, losses and fields of PyTorch: who writes Dense means Linear, and who
// writes Swish means SiLU.

import type { JsonValue } from "./json.ts";
import type { JsonLayer } from "./edit.ts";
import { isLayerType, layers, type LayerType } from "./layers.ts";
import type { LayerRecord } from "./layers/record.ts";
import { startValue } from "./start-values.ts";

interface OtherLayer {
  readonly type: LayerType;
  /** Their field → ours. */
  readonly fields?: Readonly<Record<string, string>>;
}

const linear: OtherLayer = { type: "Linear", fields: { units: "out_features", use_bias: "bias" } };
const dropout: OtherLayer = { type: "Dropout", fields: { rate: "p" } };
const leaky: OtherLayer = { type: "LeakyReLU", fields: { alpha: "negative_slope", negative_slope: "negative_slope" } };

/**
 * Keras' layers and activations, and what papers call them, by their names in lower case without marks
 * between words.
 */
const others: Readonly<Record<string, OtherLayer>> = {
  dense: linear,
  fullyconnected: linear,
  fc: linear,
  affine: linear,
  swish: { type: "SiLU" },
  hardswish: { type: "Hardswish" },
  batchnormalization: { type: "BatchNorm1d", fields: { epsilon: "eps" } },
  batchnorm: { type: "BatchNorm1d" },
  layernormalization: { type: "LayerNorm", fields: { epsilon: "eps" } },
  dropout,
  alphadropout: { type: "AlphaDropout", fields: { rate: "p" } },
  leakyrelu: leaky,
  rectifier: { type: "ReLU" },
  logistic: { type: "Sigmoid" },
  logsoftmax: { type: "LogSoftmax" },
  heaviside: { type: "Step" },
  linear: { type: "Identity" },
};

/** Losses of Keras and of papers. */
const losses: Readonly<Record<string, string>> = {
  binarycrossentropy: "BCELoss",
  bce: "BCELoss",
  categoricalcrossentropy: "CrossEntropyLoss",
  sparsecategoricalcrossentropy: "CrossEntropyLoss",
  crossentropy: "CrossEntropyLoss",
  meansquarederror: "MSELoss",
  mse: "MSELoss",
  meanabsoluteerror: "L1Loss",
  mae: "L1Loss",
  huber: "HuberLoss",
  poisson: "PoissonNLLLoss",
};

function folded(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

/**
 * The layer of a name that another library uses; undefined if it is none of those, or just written as
 * here.
 */
export function otherLayer(name: string): OtherLayer | undefined {
  const key = folded(name);
  return !isLayerType(name) && Object.hasOwn(others, key) ? others[key] : undefined;
}

/** The field of a layer that another library calls so: `rate` of Dropout is p. */
export function otherField(type: string, name: string): string {
  const fields = others[folded(type)]?.fields;
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name]! : name;
}

/** The loss of a name that another library uses. */
export function otherLoss(name: string): string | undefined {
  const key = folded(name);
  return Object.hasOwn(losses, key) ? losses[key] : undefined;
}

/**
 * The activation that Keras names in a text, as in `activation="relu"`; undefined if it is none of ours,
 * or `linear`.
 */
export function activationNamed(name: string): LayerType | undefined {
  const key = folded(name);
  const known = (Object.keys(layers) as LayerType[]).find((type) => type.toLowerCase() === key && layers[type].group !== "linear");
  const other = Object.hasOwn(others, key) ? others[key]!.type : undefined;
  return known ?? (other === "Identity" || other === "Linear" ? undefined : other);
}

/**
 * A layer that was written with another library's names, as it is written here, and the activation that was
 * part of it. A size that is missing gets the value a new layer has.
 */
export function fromOther({ type, fields = {} }: OtherLayer, given: Readonly<Record<string, JsonValue>>): JsonLayer[] {
  const { parameters }: LayerRecord = layers[type];
  const layer: Record<string, JsonValue> & { type: LayerType } = { type };
  if (typeof given["name"] === "string") layer["name"] = given["name"];
  for (const [name, value] of Object.entries(given)) {
    const own = Object.hasOwn(fields, name) ? fields[name]! : name;
    if (own in parameters) layer[own] = value;
  }
  for (const [name, parameter] of Object.entries(parameters))
    if (parameter.presence === "required" && layer[name] === undefined) layer[name] = startValue(parameter) ?? 1;
  const activation = typeof given["activation"] === "string" ? activationNamed(given["activation"]) : undefined;
  return [layer, ...(activation === undefined ? [] : [{ type: activation }])];
}
