// A dense network from an ONNX graph, from its output back to its input. Perceptron's own files have the
// document in their metadata and come back whole; of others the operators are read.

import type { JsonLayer } from "../../model/edit.ts";
import type { JsonValue } from "../../model/json.ts";
import { message } from "../../model/message.ts";
import { traceShapes } from "../../model/shapes.ts";
import { storedNetwork } from "../formats/weights.ts";
import { inputsOf } from "../inference/plan.ts";
import { learnedTensors } from "../inference/tensors.ts";
import { notRead } from "./failure.ts";
import { type ForeignLayer, type ModelFile, named, type Numbers, transposed, withoutDefaults } from "./network.ts";
import { type GraphNode, OnnxGraph } from "./onnx-graph.ts";
import { layerNorm, linear, match, type Pattern, patterns, plainLayerNorm, shortest } from "./onnx-patterns.ts";

/** What a step back finds: a layer, or nothing where the values stay as they are; and the value before it. */
interface Step {
  readonly found?: ForeignLayer;
  readonly x: string;
}

/**
 * The network of a `.onnx` file.
 * @param file its name, for sentences
 * @throws ProblemError if the graph is no chain of layers that Perceptron has
 */
export function readOnnx(bytes: Uint8Array, file: string): ModelFile {
  const graph = new OnnxGraph(bytes, file);
  const metadata = Object.fromEntries(graph.model.metadataProps.map(({ key, value }) => [key, value]));
  if (metadata["perceptron"] !== undefined) return ownNetwork(graph, metadata, file);
  const { inputs, outputs } = graph;
  const [input] = inputs;
  const [output] = outputs;
  if (input === undefined || output === undefined || inputs.length > 1 || outputs.length > 1) {
    const sentence = message(
      "{0} has {1} inputs and {2} outputs. A network that is read has one input of shape [N, values] and one output.",
      file,
      inputs.length,
      outputs.length,
    );
    throw notRead(file, sentence);
  }
  const layers: ForeignLayer[] = [];
  let value = output;
  // A graph that runs in a circle has more steps than nodes.
  for (let left = graph.size; value !== input; left--) {
    const step = left > 0 ? stepBack(graph, value) : undefined;
    if (step === undefined) throw noLayer(graph, value, file);
    if (step.found !== undefined) layers.push(step.found);
    value = step.x;
  }
  layers.reverse();
  return { kind: "foreign", layers, inputs: widthOf(layers, file), problems: [] };
}

/** Values per row, from the first layer that says it. */
function widthOf(layers: readonly ForeignLayer[], file: string): number {
  const at = layers.findIndex(({ tensors }) => (tensors?.get("weight")?.shape.length ?? 0) > 0);
  const first = layers[at];
  const shape = first?.tensors?.get("weight")?.shape ?? [];
  const width = shape.at(-1);
  // A GLU halves its values.
  const halved = layers.slice(0, Math.max(0, at)).filter(({ layer }) => layer.type === "GLU").length;
  if (first === undefined || width === undefined || (first.layer.type === "PReLU" && width === 1))
    throw notRead(file, message("{0} holds no weights of a Linear or a normalization, so there is no network in it.", file));
  return width * 2 ** halved;
}

/** What Perceptron exported: the document and its preprocessing, and the weights under their own names. */
function ownNetwork(graph: OnnxGraph, metadata: Readonly<Record<string, string>>, file: string): ModelFile {
  const { experiment, preprocessing } = storedNetwork(metadata, file);
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], inputsOf(preprocessing));
  const layers = experiment.layers.map((layer, index): ForeignLayer => {
    const { inFeatures = 0, outFeatures = 0 } = shapes[index] ?? {};
    const tensors = new Map<string, Numbers>();
    for (const { name } of learnedTensors(layer, inFeatures, outFeatures)) {
      const constant = graph.constant(`/${index}.${name}`);
      if (constant !== undefined) tensors.set(name, constant);
    }
    return { layer: layer as JsonLayer, tensors };
  });
  return { kind: "own", stored: { experiment, preprocessing, tensors: named(layers) } };
}

/** The layer that makes a value. */
function stepBack(graph: OnnxGraph, value: string): Step | undefined {
  const made = graph.maker(value);
  if (made === undefined) return undefined;
  const affine = match(graph, value, linear);
  if (affine !== undefined) return linearOf(graph, affine.x, affine.constants.get("weight"), affine.constants.get("bias"), false);
  for (const [pattern, isLearned] of [
    [layerNorm, true],
    [plainLayerNorm, false],
  ] as readonly (readonly [Pattern, boolean])[]) {
    const found = match(graph, value, pattern);
    if (found === undefined) continue;
    const learned = ["weight", "bias"].flatMap((name) =>
      isLearned ? [[name, graph.constant(found.constants.get(name) ?? "")!] as const] : [],
    );
    const eps = epsOf(found.numbers.get("eps"), 1e-5);
    return {
      x: found.x,
      found: { layer: { type: "LayerNorm", ...eps, ...(isLearned ? {} : { elementwise_affine: false }) }, tensors: new Map(learned) },
    };
  }
  for (const { pattern, layer } of patterns) {
    const found = match(graph, value, pattern);
    const known = found === undefined ? undefined : layer(found);
    if (found !== undefined && known !== undefined) return { x: found.x, found: { layer: withoutDefaults(known) } };
  }
  return made.output === 0 ? ofOperator(graph, made.node) : undefined;
}

/** A layer that is one operator with settings. */
function ofOperator(graph: OnnxGraph, node: GraphNode): Step | undefined {
  const { op, inputs, attributes } = node;
  const [x = "", second = "", third = "", fourth = "", fifth = ""] = inputs;
  const number = (name: string, otherwise: number): number => shortest(Number(attributes.get(name) ?? otherwise));
  const step = (layer: JsonLayer, tensors?: ReadonlyMap<string, Numbers>): Step => ({
    x,
    found: { layer: withoutDefaults(layer), ...(tensors === undefined ? {} : { tensors }) },
  });
  switch (op) {
    case "Identity":
    case "Cast":
      return { x };
    case "Flatten":
      return number("axis", 1) === 1 ? { x } : undefined;
    case "Reshape": {
      const sides = [...(graph.constant(second)?.data ?? [])].map(Number);
      return sides.length === 2 && sides[0]! <= 0 ? { x } : undefined;
    }
    case "Dropout": {
      const ratio = graph.constant(second)?.data[0] ?? attributes.get("ratio") ?? 0.5;
      return step({ type: "Dropout", p: shortest(Number(ratio)) });
    }
    case "MatMul":
      return linearOf(graph, x, second, undefined, false);
    case "Gemm":
      if (number("alpha", 1) !== 1 || number("beta", 1) !== 1 || number("transA", 0) !== 0) return undefined;
      return linearOf(graph, x, second, third === "" ? undefined : third, number("transB", 0) === 1);
    case "BatchNormalization": {
      const names = { weight: second, bias: third, running_mean: fourth, running_var: fifth };
      const tensors = constants(graph, names);
      return tensors && step({ type: "BatchNorm1d", ...epsOf(number("epsilon", 1e-5), 1e-5) }, tensors);
    }
    case "LayerNormalization": {
      const axis = number("axis", -1);
      const weight = graph.constant(second);
      if ((axis !== -1 && axis !== 1) || weight === undefined) return undefined;
      const bias = graph.constant(third) ?? { shape: weight.shape, data: new Float32Array(weight.data.length) };
      return step({ type: "LayerNorm", ...epsOf(number("epsilon", 1e-5), 1e-5) }, new Map(Object.entries({ weight, bias })));
    }
    case "PRelu": {
      const slope = graph.constant(second);
      if (slope === undefined) return undefined;
      const weight = { shape: [slope.data.length], data: slope.data };
      return step({ type: "PReLU", num_parameters: slope.data.length }, new Map([["weight", weight]]));
    }
    case "LeakyRelu":
      return step({ type: "LeakyReLU", negative_slope: number("alpha", 0.01) });
    case "Elu":
      return step({ type: "ELU", alpha: number("alpha", 1) });
    case "Celu":
      return step({ type: "CELU", alpha: number("alpha", 1) });
    case "Gelu":
      return step({ type: "GELU", ...(attributes.get("approximate") === "tanh" ? { approximate: "tanh" } : {}) });
    case "HardSigmoid":
      // PyTorch computes x / 6 + 0.5; Keras computes something else.
      return Math.abs(number("alpha", 0.2) - 1 / 6) < 1e-6 && number("beta", 0.5) === 0.5 ? step({ type: "Hardsigmoid" }) : undefined;
    case "Shrink": {
      const [lambd, bias] = [number("lambd", 0.5), number("bias", 0)];
      if (bias === 0) return step({ type: "Hardshrink", lambd });
      return bias === lambd ? step({ type: "Softshrink", lambd }) : undefined;
    }
    case "Clip":
      return clipOf(graph, node);
    case "Softmax":
    case "LogSoftmax": {
      const axis = attributes.get("axis") ?? 1;
      if (axis !== 1 && axis !== -1) return undefined;
      const negative = op === "Softmax" ? graph.maker(x) : undefined;
      return negative?.node.op === "Neg" ? { x: negative.node.inputs[0] ?? "", found: { layer: { type: "Softmin" } } } : step({ type: op });
    }
    default:
      return undefined;
  }
}

/** Bounds of older opsets are attributes, and one of them may be missing. */
function clipOf(graph: OnnxGraph, { inputs, attributes }: GraphNode): Step | undefined {
  const [x = "", low = "", high = ""] = inputs;
  const bound = (name: string, value: string): number | undefined => {
    const given = attributes.get(name) ?? graph.constant(value)?.data[0];
    return given === undefined ? undefined : shortest(Number(given));
  };
  const before = graph.maker(x);
  const isAfterRelu = before?.node.op === "Relu";
  const [least, most] = [bound("min", low) ?? (isAfterRelu ? 0 : undefined), bound("max", high)];
  if (least === undefined || most === undefined) return undefined;
  const layer = least === 0 && most === 6 ? { type: "ReLU6" } : withoutDefaults({ type: "Hardtanh", min_val: least, max_val: most });
  return { x: isAfterRelu ? (before.node.inputs[0] ?? "") : x, found: { layer } };
}

/** @param isTransposed whether the weight is `[out, in]`, as PyTorch has it */
function linearOf(
  graph: OnnxGraph,
  x: string,
  weight: string | undefined,
  bias: string | undefined,
  isTransposed: boolean,
): Step | undefined {
  const given = graph.constant(weight ?? "");
  if (given?.shape.length !== 2) return undefined;
  const own = isTransposed ? given : transposed(given);
  const added = bias === undefined ? undefined : graph.constant(bias);
  if (bias !== undefined && added === undefined) return undefined;
  const [out = 0] = own.shape;
  const tensors = new Map([["weight", own]]);
  if (added !== undefined) tensors.set("bias", { shape: [added.data.length], data: added.data });
  return { x, found: { layer: { type: "Linear", out_features: out, ...(added === undefined ? { bias: false } : {}) }, tensors } };
}

function constants(graph: OnnxGraph, names: Readonly<Record<string, string>>): ReadonlyMap<string, Numbers> | undefined {
  const list = Object.entries(names).map(([name, value]) => [name, graph.constant(value)] as const);
  const known = list.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return known.length === list.length ? new Map(known) : undefined;
}

function epsOf(eps: number | undefined, usual: number): Readonly<Record<string, JsonValue>> {
  return eps === undefined || eps === usual ? {} : { eps };
}

function noLayer(graph: OnnxGraph, value: string, file: string) {
  const made = graph.maker(value);
  const sentence =
    made === undefined
      ? message("{0} makes {1} of something else than its input, so it is no chain of layers.", file, value)
      : message("{0} has {1} (for {2}), of which Perceptron has no layer, so the network is not read.", file, made.node.op, value);
  return notRead(file, sentence);
}
