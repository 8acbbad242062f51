// Networks that Keras saved: `.keras`, a zip with a description and HDF5 weights, and `.h5`, where both are
// in one HDF5 file. A model has to be a chain of layers; what Perceptron has no layer for is refused by name.

import type { JsonLayer } from "../../model/edit.ts";
import type { JsonValue } from "../../model/json.ts";
import { message } from "../../model/message.ts";
import { activationNamed } from "../../model/other-names.ts";
import type { ProblemError } from "../../model/problem.ts";
import { notRead } from "./failure.ts";
import { Hdf5 } from "./hdf5.ts";
import { type ForeignLayer, type ForeignNetwork, type Numbers, transposed, withoutDefaults } from "./network.ts";
import { readZip } from "./zip.ts";

/** A layer as the description has it. */
interface Described {
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** The names of the layers whose outputs it gets; undefined in a Sequential. */
  readonly from: readonly string[] | undefined;
}

/** The variables of a layer in Keras' own order, by their names. */
type Variables = (names: readonly string[]) => ReadonlyMap<string, Numbers>;

/** Groups within each other, of models within models too. */
const DEEPEST = 16;

const VARIANCES = ["moving_mean", "moving_variance"];

/** Whether a zip is a `.keras` file. @throws ProblemError if it is damaged */
export function holdsKeras(bytes: Uint8Array, file: string): boolean {
  return readZip(bytes, file, (name) => name === "config.json").size > 0;
}

/** A `.keras` file. @throws ProblemError if it is none that can be read */
export function readKeras(bytes: Uint8Array, file: string): ForeignNetwork {
  const entries = readZip(bytes, file, (name) => name === "config.json" || name === "model.weights.h5");
  const [config, weights] = [entries.get("config.json"), entries.get("model.weights.h5")];
  if (config === undefined || weights === undefined) throw noModel(file);
  const stored = new Hdf5(weights, file);
  const counts = new Map<string, number>();
  return chainOf(new TextDecoder().decode(config), file, ({ type }) => {
    // Groups are called after the layers' classes, and counted.
    const name = snakeCase(type);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    const path = ["layers", count === 0 ? name : `${name}_${count}`, "vars"];
    return (names) => numbered(names, (index) => stored.numbers([...path, String(index)]));
  });
}

/** A `.h5` file of `model.save`. @throws ProblemError if it is none that can be read */
export function readKerasH5(bytes: Uint8Array, file: string): ForeignNetwork {
  const stored = new Hdf5(bytes, file);
  const config = stored.text("model_config");
  if (config === undefined) throw noModel(file);
  return chainOf(config, file, (layer) => {
    const path = ["model_weights", String(layer.config["name"])];
    // Below the layer's group lie groups of one each, called after the model and the layer. A single variable
    // looks like one more, which has nothing in it.
    for (let level = 0; level < DEEPEST; level++) {
      const [inner, ...others] = stored.keys(path);
      if (inner === undefined || others.length > 0 || stored.keys([...path, inner]).length === 0) break;
      path.push(inner);
    }
    return (names) =>
      new Map(
        names.flatMap((name) => {
          const numbers = stored.numbers([...path, name]) ?? stored.numbers([...path, `${name}:0`]);
          return numbers === undefined ? [] : [[name, numbers] as const];
        }),
      );
  });
}

function chainOf(config: string, file: string, variablesOf: (layer: Described) => Variables): ForeignNetwork {
  const described = describedLayers(config, file);
  const layers: ForeignLayer[] = [];
  let before: string | undefined;
  let inputs: number | undefined;
  for (const layer of described) {
    if (layer.from !== undefined && layer.from.length > 0 && (layer.from.length > 1 || layer.from[0] !== before))
      throw noChain(layer, file);
    before = String(layer.config["name"]);
    const variables = variablesOf(layer);
    if (layer.type === "InputLayer") continue;
    for (const own of layersOf(layer, variables, file)) {
      layers.push(own);
      inputs ??= own.tensors?.get("weight")?.shape.at(-1);
    }
  }
  if (inputs === undefined)
    throw notRead(file, message("{0} holds no weights of a Linear or a normalization, so there is no network in it.", file));
  return { kind: "foreign", layers, inputs, problems: [] };
}

/** The layers of a Sequential, or of a model whose layers are listed in their order. */
function describedLayers(text: string, file: string): readonly Described[] {
  const model = objectOf(parse(text, file));
  const list = objectOf(model["config"])["layers"];
  if ((model["class_name"] !== "Sequential" && model["class_name"] !== "Functional") || !Array.isArray(list)) throw noModel(file);
  return list.map((entry: unknown) => {
    const { class_name: type, config, inbound_nodes: nodes } = objectOf(entry);
    return {
      type: String(type),
      config: objectOf(config),
      from: model["class_name"] === "Sequential" ? undefined : histories(nodes),
    };
  });
}

/** The names of the layers that tensors come from, in `inbound_nodes` of Keras 3 and 2. */
function histories(nodes: unknown, depth = 0): readonly string[] {
  if (depth > 8) return ["", ""];
  if (Array.isArray(nodes)) {
    const [name, place, output] = nodes as readonly unknown[];
    if (typeof name === "string" && typeof place === "number" && typeof output === "number") return [name];
    return nodes.flatMap((node) => histories(node, depth + 1));
  }
  const { args, config, keras_history: history } = objectOf(nodes);
  if (Array.isArray(history)) return [String(history[0])];
  return [...(args === undefined ? [] : histories(args, depth + 1)), ...(config === undefined ? [] : histories(config, depth + 1))];
}

/** A layer, and its activation as one of its own. */
function layersOf(described: Described, variables: Variables, file: string): ForeignLayer[] {
  const { type, config } = described;
  const number = (name: string, otherwise: number): number => (typeof config[name] === "number" ? config[name] : otherwise);
  const has = (name: string): boolean => config[name] !== false;
  switch (type) {
    case "Flatten":
      return [];
    case "Dense": {
      const found = variables(["kernel", ...(has("use_bias") ? ["bias"] : [])]);
      const [kernel, bias] = [found.get("kernel"), found.get("bias")];
      if (kernel?.shape.length !== 2 || (has("use_bias") && bias === undefined)) throw noNumbers(described, file);
      const tensors = new Map([["weight", transposed(kernel)]]);
      if (bias !== undefined) tensors.set("bias", bias);
      const layer = { type: "Linear", out_features: kernel.shape[1] ?? 0, ...(has("use_bias") ? {} : { bias: false }) };
      return [{ layer, tensors }, ...activation(config["activation"], described, file)];
    }
    case "Activation":
      return activation(config["activation"], described, file);
    case "Dropout":
      return one({ type: "Dropout", p: number("rate", 0.5) });
    case "BatchNormalization":
      return normalization(described, variables, VARIANCES, file);
    case "LayerNormalization":
      return normalization(described, variables, [], file);
    case "PReLU": {
      const alpha = variables(["alpha"]).get("alpha");
      if (alpha?.shape.length !== 1) throw noNumbers(described, file);
      return [{ layer: withoutDefaults({ type: "PReLU", num_parameters: alpha.data.length }), tensors: new Map([["weight", alpha]]) }];
    }
    case "LeakyReLU":
      return one({ type: "LeakyReLU", negative_slope: number("negative_slope", number("alpha", 0.3)) });
    case "ELU":
      return one({ type: "ELU", alpha: number("alpha", 1) });
    case "ReLU": {
      const { max_value: most = null } = config;
      if (number("threshold", 0) !== 0 || (most !== null && most !== 6)) throw noLayer(type, file);
      const slope = number("negative_slope", 0);
      if (slope !== 0 && most !== null) throw noLayer(type, file);
      return slope === 0 ? one({ type: most === 6 ? "ReLU6" : "ReLU" }) : one({ type: "LeakyReLU", negative_slope: slope });
    }
    case "Softmax":
      if (config["axis"] !== undefined && config["axis"] !== -1 && config["axis"] !== 1) throw noLayer(type, file);
      return one({ type: "Softmax" });
    default:
      throw noLayer(type, file);
  }
}

/** Gamma and beta may be left out; 1 and 0 stand for one of them alone. */
function normalization(described: Described, variables: Variables, running: readonly string[], file: string): ForeignLayer[] {
  const { type, config } = described;
  const [scales, moves] = [config["scale"] !== false, config["center"] !== false];
  const axis = [config["axis"] ?? -1].flat();
  if (axis.length !== 1 || (axis[0] !== -1 && axis[0] !== 1)) throw noLayer(type, file);
  const expected = [...(scales ? ["gamma"] : []), ...(moves ? ["beta"] : []), ...running];
  const found = variables(expected);
  const first = [...found.values()][0];
  const isAffine = scales || moves;
  const eps = typeof config["epsilon"] === "number" ? config["epsilon"] : 1e-3;
  const isBatch = running.length > 0;
  const layer: Record<string, JsonValue> & { type: string } = { type: isBatch ? "BatchNorm1d" : "LayerNorm", eps };
  if (!isAffine) layer[isBatch ? "affine" : "elementwise_affine"] = false;
  if (expected.some((name) => found.get(name)?.shape.length !== 1)) throw noNumbers(described, file);
  const filled = (value: number): Numbers => ({ shape: first!.shape, data: new Float32Array(first!.data.length).fill(value) });
  const tensors = new Map<string, Numbers>();
  if (isAffine) tensors.set("weight", found.get("gamma") ?? filled(1)).set("bias", found.get("beta") ?? filled(0));
  if (isBatch) tensors.set("running_mean", found.get("moving_mean")!).set("running_var", found.get("moving_variance")!);
  return [{ layer: withoutDefaults(layer), tensors }];
}

function activation(value: unknown, { type }: Described, file: string): ForeignLayer[] {
  const name = typeof value === "string" ? value : value === null || value === undefined ? "linear" : String(objectOf(value)["class_name"]);
  if (name === "linear") return [];
  // Keras' own slope.
  if (name === "leaky_relu") return [{ layer: { type: "LeakyReLU", negative_slope: 0.2 } }];
  if (name === "hard_silu" || name === "hard_swish") return [{ layer: { type: "Hardswish" } }];
  const own = activationNamed(name);
  if (own === undefined || own === "Threshold" || own === "Step") throw noLayer(`${type} (${name})`, file);
  return [{ layer: { type: own } }];
}

/** A layer without numbers. */
function one(layer: JsonLayer): ForeignLayer[] {
  return [{ layer: withoutDefaults(layer) }];
}

function numbered(names: readonly string[], numbersOf: (index: number) => Numbers | undefined): ReadonlyMap<string, Numbers> {
  return new Map(
    names.flatMap((name, index) => {
      const numbers = numbersOf(index);
      return numbers === undefined ? [] : [[name, numbers] as const];
    }),
  );
}

/** As Keras does it: PReLU is p_re_lu. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw noModel(file);
    throw error;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function noModel(file: string): ProblemError {
  return notRead(file, message("{0} holds no Sequential or functional model of Keras. Save one with model.save(PATH).", file));
}

function noLayer(type: string, file: string): ProblemError {
  return notRead(file, message("{0} has {1}, of which Perceptron has no layer, so the network is not read.", file, type));
}

function noNumbers({ type, config }: Described, file: string): ProblemError {
  return notRead(file, message("{0} does not hold the numbers of {1} ({2}).", file, String(config["name"]), type));
}

function noChain({ type, config }: Described, file: string): ProblemError {
  const sentence = message(
    "{0} is no chain of layers: {1} ({2}) does not get what the layer before it gives.",
    file,
    String(config["name"]),
    type,
  );
  return notRead(file, sentence);
}
