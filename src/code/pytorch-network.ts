// The network part of a PyTorch script: an nn.Sequential, its loss and its optimizer, written from the registry's records.
// Arguments that are PyTorch's defaults are left out. An initialiser draws right after its layer is built, before the next one is.

import type { JsonLayer } from "../model/edits.ts";
import { type LayerRecord, layers, type ResolvedLayer } from "../model/layers.ts";
import { losses, type LossRecord } from "../model/losses.ts";
import { type OptimizerRecord, optimizers } from "../model/optimizers.ts";
import type { Parameters } from "../model/parameters.ts";
import type { Experiment, Loss, Optimizer } from "../model/schema.ts";
import { traceShapes } from "../model/shapes.ts";
import { around, type Bracket, call, type Code, comment, lines, list, pyFloat, pyValue } from "./python.ts";

type Linear = Extract<ResolvedLayer, { type: "Linear" }>;

/** Sizes that follow from the layer before; PyTorch wants them first. */
const DERIVED = new Set(["in_features", "num_features", "normalized_shape"]);
/** Always written: a learning rate because people look for it, dim because PyTorch's own default is another. */
const ALWAYS = new Set(["lr", "dim"]);
/** Not arguments of the module. */
const NOT_ARGUMENTS = new Set(["init"]);

/** The function that builds the network. */
export function networkFunction(experiment: Experiment, inputs: number): string[] {
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], inputs);
  const modules = experiment.layers.map((layer, index) => moduleOf(layer, shapes[index]?.inFeatures ?? inputs));
  const drawn = experiment.layers.some((layer) => layer.type === "Linear" && layer.init !== "default");
  if (!drawn) {
    return [
      "def build_network():",
      '    """The layers, first to last; each draws its weights when it is built."""',
      "    return nn.Sequential(",
      ...experiment.layers.flatMap((layer, index) => [...label(layer, 2), ...lines(around("", modules[index]!, ","), 2)]),
      "    )",
    ];
  }
  const names = experiment.layers.map((layer, index) => (layer.type === "Linear" ? `linear${index + 1}` : undefined));
  const built = experiment.layers.flatMap((layer, index) => {
    if (layer.type !== "Linear") return [];
    return [...label(layer, 1), ...lines(around(`${names[index]!} = `, modules[index]!), 1), ...initialise(layer, names[index]!)];
  });
  return [
    "def build_network():",
    '    """The layers, first to last: each draws its weights before the next."""',
    ...built,
    ...lines({ open: "return nn.Sequential(", items: modules.map((module, index) => names[index] ?? module), close: ")" }, 1),
  ];
}

/** The person's own name of a layer, as a comment. */
function label(layer: ResolvedLayer, depth: number): string[] {
  return layer.name === undefined ? [] : comment(layer.name, depth);
}

function moduleOf(layer: ResolvedLayer, inFeatures: number): Bracket {
  const record: LayerRecord = layers[layer.type];
  return call(`nn.${layer.type}`, ...args(record.parameters, layer, inFeatures));
}

/** The loss as a module. */
export function lossModule(loss: Loss): Code {
  const record: LossRecord = losses[loss.type];
  return call(`nn.${loss.type}`, ...args(record.parameters, loss));
}

/** The optimizer of a network called `network`. */
export function optimizerCall(optimizer: Optimizer): Code {
  const record: OptimizerRecord = optimizers[optimizer.type];
  return call(`torch.optim.${optimizer.type}`, "network.parameters()", ...args(record.parameters, optimizer));
}

/** Arguments in the record's order: what follows from the data or is required by its place, what differs from the default by its name. */
function args(parameters: Parameters, given: object, inFeatures?: number): Code[] {
  const values = given as Readonly<Record<string, unknown>>;
  return Object.entries(parameters).flatMap(([name, parameter]): Code[] => {
    if (NOT_ARGUMENTS.has(name)) return [];
    if (DERIVED.has(name)) return [pyValue(values[name] ?? inFeatures)];
    const value = values[name];
    if (value === undefined) return [];
    if (parameter.control.kind === "numbers" && parameter.control.length === undefined)
      return [around(`${name}=`, call("torch.tensor", floats(value as readonly number[])))];
    if (parameter.default === undefined && !ALWAYS.has(name)) return [pyValue(value)];
    if (!ALWAYS.has(name) && JSON.stringify(value) === JSON.stringify(parameter.default)) return [];
    return [`${name}=${pyValue(value)}`];
  });
}

function floats(values: readonly number[]): Bracket {
  return list(values.map(pyFloat));
}

/** The lines that redraw or set a Linear's first weights. */
function initialise(layer: Linear, name: string): string[] {
  const { init } = layer;
  if (typeof init === "object") {
    const weight = { open: "[", items: init.weight.map(floats), close: "]" };
    return [
      "    with torch.no_grad():",
      ...lines(call(`${name}.weight.copy_`, call("torch.tensor", weight)), 2),
      ...(init.bias === undefined ? [] : lines(call(`${name}.bias.copy_`, call("torch.tensor", floats(init.bias))), 2)),
    ];
  }
  switch (init) {
    case "default":
      return [];
    case "zeros":
      return [`    nn.init.zeros_(${name}.weight)`, ...(layer.bias ? [`    nn.init.zeros_(${name}.bias)`] : [])];
    case "xavier_uniform":
    case "xavier_normal":
    case "kaiming_uniform":
    case "kaiming_normal":
      return [`    nn.init.${init}_(${name}.weight)`];
  }
}
