// What differs between experiments, layer by layer and setting by setting. Values are compared with their
// defaults filled in: what is only written otherwise is no difference, and neither is a default that comes
// with another optimizer, loss or scheduler, which is named.

import { alignLayers } from "./align-layers.ts";
import { compact } from "./json.ts";
import { isLayerType, layers } from "./layers.ts";
import { isCurve, type LayerRecord } from "./layers/record.ts";
import { losses } from "./losses.ts";
import { optimizers } from "./optimizers.ts";
import type { Parameters } from "./parameters.ts";
import { schedulers } from "./schedulers.ts";

/** A layer as it stands in a document. */
interface ComparedLayer {
  readonly type: string;
  readonly [parameter: string]: unknown;
}

/** An experiment, as far as it is compared. */
export interface Compared {
  readonly data: object;
  readonly layers: readonly ComparedLayer[];
  readonly training: object;
}

interface LayerName {
  readonly type: string;
  readonly number: number;
  /** Whether others have another activation in its place. */
  readonly isReplaced?: true;
}

/** One thing that is not the same everywhere. */
export interface Difference {
  readonly part: "layers" | "training" | "data";
  /** Of a layer its type and number in the first experiment that has it. */
  readonly layer?: LayerName;
  /** Where it stands, as in `optimizer.lr`; empty if a whole layer is there or not. */
  readonly path: string;
  /** One per experiment; absent if it does not have it. */
  readonly values: readonly (string | undefined)[];
}

/** Everything that is not the same in all experiments: layers in their order, then training, then data. */
export function differences(experiments: readonly Compared[]): Difference[] {
  return [
    ...alignedLayers(experiments.map(({ layers }) => layers)).flatMap(layerDifferences),
    ...settingDifferences(
      "training",
      experiments.map(({ training }) => training),
    ),
    ...settingDifferences(
      "data",
      experiments.map(({ data }) => data),
    ),
  ];
}

/**
 * What changed from one experiment to the next, each in a few words: `optimizer.lr 0.1 → 0.01`, `+
 * Dropout(p=0.2)`, `− ReLU()`.
 */
export function changesBetween(before: Compared, after: Compared): string[] {
  return differences([before, after]).map(({ part, layer, path, values: [old, now] }) => {
    if (layer?.isReplaced) return `${old} → ${now}`;
    if (path === "") return old === undefined ? `+ ${now}` : `− ${old}`;
    const what = layer ? `${layer.type} ${layer.number} ${path}` : part === "data" ? `data.${path}` : path;
    return `${what} ${old ?? "–"} → ${now ?? "–"}`;
  });
}

interface AlignedLayer {
  readonly layer: LayerName;
  /** Of each experiment. */
  readonly own: readonly (ComparedLayer | undefined)[];
}

function alignedLayers(lists: readonly (readonly ComparedLayer[])[]): AlignedLayer[] {
  const aligned = alignLayers(lists).map((slot): AlignedLayer => {
    const own = slot.map((index, experiment) => (index === undefined ? undefined : lists[experiment]![index]!));
    const first = slot.findIndex((index) => index !== undefined);
    return { layer: { type: own[first]!.type, number: slot[first]! + 1 }, own };
  });
  // An activation that stands where others have another one is that place's, not one that went and one that
  // came.
  const joined: AlignedLayer[] = [];
  for (const next of aligned) {
    const last = joined.at(-1);
    const isOther = last?.own.every((one, index) => one === undefined || next.own[index] === undefined);
    if (last && isOther && isActivation(last) && isActivation(next)) {
      const own = last.own.map((one, index) => one ?? next.own[index]);
      joined[joined.length - 1] = { layer: { ...last.layer, isReplaced: true }, own };
    } else joined.push(next);
  }
  return joined;
}

function isActivation({ own }: AlignedLayer): boolean {
  return own.every((layer) => layer === undefined || (isLayerType(layer.type) && isCurve(layers[layer.type] as LayerRecord)));
}

/** If somebody lacks the layer, one line says what the others have; else a line for each parameter. */
function layerDifferences({ layer, own }: AlignedLayer): Difference[] {
  if (own.includes(undefined) || layer.isReplaced)
    return [{ part: "layers", layer, path: "", values: own.map((one) => one && callOf(one)) }];
  return settingDifferences("layers", own.map(parametersOf), layer);
}

/** As in `Linear(out_features=8)`: what is PyTorch's default is left out. */
function callOf(layer: ComparedLayer): string {
  const record = isLayerType(layer.type) ? (layers[layer.type].parameters as Parameters) : {};
  const told = Object.entries(parametersOf(layer)).filter(
    ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(record[name]?.default),
  );
  return `${layer.type}(${told.map(([name, value]) => `${name}=${textOf(value)}`).join(", ")})`;
}

function parametersOf(layer: ComparedLayer | undefined): object {
  const { type: _, ...parameters } = layer ?? { type: "" };
  return parameters;
}

function settingDifferences(part: Difference["part"], objects: readonly object[], layer?: Difference["layer"]): Difference[] {
  const flat = objects.map((object) => new Map(settings(object)));
  const defaults = objects.map((object) => new Map(part === "training" ? trainingDefaults(object) : []));
  const paths = [...new Set(flat.flatMap((own) => [...own.keys()]))];
  return paths.flatMap((path) => {
    const values = flat.map((own) => own.get(path));
    if (values.every((value) => value === values[0])) return [];
    const isOwnDefault = values.every((value, index) => value === undefined || value === defaults[index]!.get(path));
    if (isOwnDefault && values.includes(undefined)) return [];
    return [{ part, ...(layer ? { layer } : {}), path, values }];
  });
}

/**
 * What the parameters of an experiment's own optimizer, loss and scheduler are if nothing is said, by
 * their paths.
 */
function trainingDefaults(training: object): [string, string][] {
  const { optimizer, loss, scheduler } = training as Record<string, { readonly type?: string } | undefined>;
  const groups = [
    ["optimizer", optimizers, optimizer],
    ["loss", losses, loss],
    ["scheduler", schedulers, scheduler],
  ] as const;
  const own = groups.flatMap(([name, records, group]) => {
    const record = (records as Readonly<Record<string, { readonly parameters: Parameters }>>)[group?.type ?? ""];
    return Object.entries(record?.parameters ?? {}).flatMap(([parameter, { default: value }]): [string, string][] =>
      value === undefined ? [] : [[`${name}.${parameter}`, textOf(value)]],
    );
  });
  return [...own, ["early_stopping.min_delta", "0"]];
}

/** Every value below an object by its path; a list is one value. */
function settings(object: object, before = ""): [string, string][] {
  return Object.entries(object).flatMap(([key, value]: [string, unknown]) => {
    const path = before + key;
    if (value === undefined) return [];
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
    return isGroup ? settings(value, `${path}.`) : [[path, textOf(value)]];
  });
}

/** A text as it is, everything else as a document writes it. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : compact(value);
}
