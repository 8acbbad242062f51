// A network from the names and the shapes of its tensors alone. A state_dict says nothing of layers without
// numbers, so what stands between the others is a gap: it is told, and never guessed.

import type { JsonLayer } from "../../model/edit.ts";
import { message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { StoredTensor } from "../formats/safetensors.ts";
import { notKnown, notRead } from "./failure.ts";
import type { ForeignLayer, ForeignNetwork, ModuleTensors, Numbers } from "./network.ts";

/** Places without numbers that are shown as such. */
const MOST_GAPS = 1000;

/** The tensors by module, in the order in which the modules come first. */
export function modulesOf(tensors: readonly StoredTensor[]): ModuleTensors[] {
  const modules = new Map<string, Map<string, Numbers>>();
  for (const { name, shape, data } of tensors) {
    const dot = name.lastIndexOf(".");
    const path = name.slice(0, Math.max(0, dot));
    const module = modules.get(path) ?? new Map<string, Numbers>();
    modules.set(path, module.set(name.slice(dot + 1), { shape, data }));
  }
  const list = [...modules].map(([path, own]) => ({ path, tensors: own }));
  // Some files list their tensors by the alphabet.
  return areNumbered(list) ? list.toSorted((one, other) => placeOf(one.path)! - placeOf(other.path)!) : list;
}

/** Whether these are modules of one Sequential, which numbers them. */
function areNumbered(modules: readonly ModuleTensors[]): boolean {
  const parent = parentOf(modules[0]?.path ?? "");
  return modules.every(({ path }) => placeOf(path) !== undefined && parentOf(path) === parent);
}

/**
 * The network of a state_dict.
 * @param file its name, for sentences
 * @throws ProblemError at a tensor of another layer than those of dense networks, or sizes that are no chain
 */
export function readStateDict(tensors: readonly StoredTensor[], file: string): ForeignNetwork {
  const modules = modulesOf(tensors);
  const problems: Problem[] = [];
  const layers: ForeignLayer[] = [];
  let width: number | undefined;
  let inputs: number | undefined;
  let before: ModuleTensors | undefined;
  const gaps: number[] = [];
  // Numbers that leave out more than anybody does are names like any other.
  const hasPlaces = areNumbered(modules) && (placeOf(modules.at(-1)?.path ?? "") ?? 0) < modules.length + MOST_GAPS;
  for (const module of modules) {
    const place = hasPlaces ? placeOf(module.path)! : layers.length;
    for (; layers.length < place; gaps.push(layers.length), layers.push({ layer: { type: "Identity" } }));
    const { layer, inFeatures, outFeatures } = layerOf(module, file);
    if (width !== undefined && inFeatures !== undefined && inFeatures !== width) throw noChain(file, module, before!, inFeatures, width);
    inputs ??= inFeatures;
    width = outFeatures ?? width;
    before = module;
    const name = placeOf(module.path) === undefined && module.path !== "" ? { name: module.path } : {};
    layers.push({ layer: { ...layer, ...name }, tensors: module.tensors });
  }
  if (inputs === undefined)
    throw notRead(file, message("{0} holds no weights of a Linear or a normalization, so there is no network in it.", file));
  problems.push(gaps.length > 0 ? unknownPlaces(file, gaps) : unknownBetween(file));
  if (layers.some(({ layer }) => layer.type === "BatchNorm1d" || layer.type === "LayerNorm"))
    problems.push(notKnown(file, message("The eps of its normalizations is not in the file; it is 1e-5 here, PyTorch's own.")));
  return { kind: "foreign", layers, inputs, problems };
}

interface KnownLayer {
  readonly layer: JsonLayer;
  /** Absent if it takes any number of values. */
  readonly inFeatures?: number;
  readonly outFeatures?: number;
}

/** Which layer has tensors of these names and shapes. */
function layerOf(module: ModuleTensors, file: string): KnownLayer {
  const { path, tensors } = module;
  const names = [...tensors.keys()].filter((name) => name !== "num_batches_tracked").toSorted();
  const shape = tensors.get("weight")?.shape ?? tensors.get("running_mean")?.shape ?? [];
  const [first = 0, second = 0] = shape;
  const flat = (own: readonly string[], sides: number): boolean =>
    own.every((name) => names.includes(name)) && own.length === names.length && shape.length === sides;
  // Besides the weight there is one number for each output or value.
  const fits = [...tensors].every(
    ([name, { shape: own }]) => name === "weight" || name === "num_batches_tracked" || (own.length === 1 && own[0] === first),
  );
  if (fits && first > 0) {
    if (flat(["bias", "weight"], 2)) return { layer: { type: "Linear", out_features: first }, inFeatures: second, outFeatures: first };
    if (flat(["weight"], 2)) return { layer: { type: "Linear", out_features: first, bias: false }, inFeatures: second, outFeatures: first };
    const same = { inFeatures: first, outFeatures: first };
    if (flat(["bias", "running_mean", "running_var", "weight"], 1)) return { layer: { type: "BatchNorm1d" }, ...same };
    if (flat(["running_mean", "running_var"], 1)) return { layer: { type: "BatchNorm1d", affine: false }, ...same };
    if (flat(["bias", "weight"], 1)) return { layer: { type: "LayerNorm" }, ...same };
    if (flat(["weight"], 1))
      return first === 1 ? { layer: { type: "PReLU" } } : { layer: { type: "PReLU", num_parameters: first }, ...same };
  }
  const [name, odd] = [...tensors].find(([own]) => own === "weight") ?? [...tensors][0]!;
  throw notRead(
    file,
    message(
      "{0} of {1} numbers is of no layer that Perceptron has. It reads Linear, BatchNorm1d, LayerNorm and PReLU.",
      path === "" ? name : `${path}.${name}`,
      odd.shape.join("×") || "1",
    ),
  );
}

function placeOf(path: string): number | undefined {
  const last = path.slice(path.lastIndexOf(".") + 1);
  return /^\d{1,6}$/.test(last) ? Number(last) : undefined;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}

function noChain(file: string, { path }: ModuleTensors, before: ModuleTensors, takes: number, gets: number) {
  const sentence = message(
    "{0} takes {1} values, but {2} before it gives {3}, so the layers of this file are no chain in its order.",
    path,
    takes,
    before.path,
    gets,
  );
  return notRead(file, sentence);
}

function unknownPlaces(file: string, gaps: readonly number[]): Problem {
  const sentence = message(
    "Layers without numbers, such as ReLU, are not in the file. At {0} (the first layer is 0) Identity stands for them, and one may follow the last. Choose them in the document, then import the weights with --into.",
    gaps.join(", "),
  );
  return notKnown(file, sentence);
}

function unknownBetween(file: string): Problem {
  const sentence = message(
    "Layers without numbers, such as ReLU between the others, are not in the file. Add them to the document, then import the weights with --into.",
  );
  return notKnown(file, sentence);
}
