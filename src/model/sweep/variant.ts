// A trial's settings as an edit of the document, and what the document itself says of them. Works on JSON
// that is not validated, because the builder applies a trial to the document as it then is.

import { resized } from "../diagnostics/mend.ts";
import type { JsonValue } from "../json.ts";
import type { Edit, JsonLayer } from "../edit.ts";
import { set } from "../fix.ts";
import { isLayerType, layers, type ResolvedLayer } from "../layers.ts";
import { isCurve, type LayerRecord } from "../layers/record.ts";
import { optimizers, type OptimizerRecord } from "../optimizers.ts";
import { derivedSizes, traceShapes } from "../shapes.ts";
import type { Settings } from "./sweep.ts";

/** What a sweep varies of a document, tolerantly read. */
export interface Varied {
  readonly layers: readonly JsonLayer[];
  readonly training: {
    readonly seed?: unknown;
    readonly batch_size?: unknown;
    readonly optimizer?: Readonly<Record<string, JsonValue>>;
  };
}

/** The sizes that batches have if a document says nothing. */
const BATCH_SIZE = 32;

/**
 * What a document has of everything that can be varied; without hidden Linears no width, without a hidden
 * activation none.
 */
export function settingsOf({ layers, training }: Varied): Settings {
  const { optimizer = {} } = training;
  const lr = optimizer["lr"] ?? defaultRate(optimizer["type"]);
  const width = layers[hiddenLinears(layers)[0] ?? -1]?.["out_features"];
  const activation = hiddenActivation(layers);
  return {
    ...(typeof lr === "number" ? { lr } : {}),
    batch_size: typeof training.batch_size === "number" ? training.batch_size : BATCH_SIZE,
    ...(typeof width === "number" ? { width } : {}),
    ...(activation === undefined ? {} : { activation }),
    ...(typeof optimizer["type"] === "string" ? { optimizer: optimizer["type"] } : {}),
    seed: typeof training.seed === "number" ? training.seed : 0,
  };
}

/** Whether a document has a trial's settings already. */
export function hasSettings(document: Varied, settings: Settings): boolean {
  const present = settingsOf(document);
  const isEven = hiddenLinears(document.layers).every((index) => document.layers[index]?.["out_features"] === present.width);
  return Object.entries(settings).every(([name, value]) => present[name as keyof Settings] === value && (name !== "width" || isEven));
}

/**
 * The edit that gives a document a trial's settings; one step of undo.
 * Sizes behind a Linear that are written down and no longer fit are taken out, so that they follow.
 */
export function variantEdit(document: Varied, settings: Settings): Edit {
  const { seed, batch_size, width, activation } = settings;
  const edits: Edit[] = [];
  if (seed !== undefined) edits.push(set(["training", "seed"], seed));
  if (batch_size !== undefined) edits.push(set(["training", "batch_size"], batch_size));
  edits.push(...optimizerEdits(document.training.optimizer ?? {}, settings));
  if (typeof width === "number") edits.push(...widthEdits(document.layers, width));
  if (typeof activation === "string") edits.push(...activationEdits(document.layers, activation));
  return { op: "all", edits };
}

/** The activations that another can stand for: each value by itself, without a choice of its own. */
export function activationTypes(): string[] {
  return Object.values(layers as Readonly<Record<string, LayerRecord>>)
    .filter((record) => isCurve(record) && record.type !== "Identity")
    .map(({ type }) => type);
}

function widthEdits(sequence: readonly JsonLayer[], width: number): Edit[] {
  const hidden = hiddenLinears(sequence);
  const before = traceShapes(sequence, undefined);
  const after = traceShapes(
    sequence.map((layer, index): JsonLayer => (hidden.includes(index) ? { type: "Linear", out_features: width } : withoutSizes(layer))),
    undefined,
  );
  // A slope for each value stays one for each.
  const slopes = sequence.flatMap(({ type, num_parameters }, index) => {
    const isEach = type === "PReLU" && num_parameters !== 1 && num_parameters === before[index]?.inFeatures;
    const size = after[index]?.inFeatures;
    return isEach && size !== undefined && size !== num_parameters ? [set(["layers", index, "num_parameters"], size)] : [];
  });
  return [...hidden.flatMap((index) => resized(sequence as readonly ResolvedLayer[], index, width)), ...slopes];
}

function withoutSizes(layer: JsonLayer): JsonLayer {
  return Object.fromEntries(Object.entries(layer).filter(([name]) => !derivedSizes.some((size) => size === name))) as JsonLayer;
}

/**
 * Another optimizer keeps the parameters that it has too; if it needs a learning rate and none is written,
 * the one that held so far.
 */
function optimizerEdits(present: Readonly<Record<string, JsonValue>>, { optimizer, lr }: Settings): Edit[] {
  if (optimizer === undefined || optimizer === present["type"]) return lr === undefined ? [] : [set(["training", "optimizer", "lr"], lr)];
  const parameters = recordOf(optimizer)?.parameters ?? {};
  const kept = Object.entries(present).filter(([name]) => name in parameters);
  const needed = parameters["lr"]?.presence === "required" ? defaultRate(present["type"]) : undefined;
  const rate = lr ?? present["lr"] ?? needed;
  return [set(["training", "optimizer"], { type: optimizer, ...Object.fromEntries(kept), ...(rate === undefined ? {} : { lr: rate }) })];
}

/** The hidden activations of the most frequent type; each keeps its name. */
function activationEdits(sequence: readonly JsonLayer[], type: string): Edit[] {
  const present = hiddenActivation(sequence);
  if (present === type) return [];
  return hiddenOf(sequence).flatMap((index) => {
    const { type: own, name } = sequence[index]!;
    return own === present ? [set(["layers", index], { type, ...(name === undefined ? {} : { name }) })] : [];
  });
}

/** Indices of the Linears before the last one. */
function hiddenLinears(sequence: readonly JsonLayer[]): number[] {
  return sequence.flatMap(({ type }, index) => (type === "Linear" ? [index] : [])).slice(0, -1);
}

/** Indices of the activations between the first and the last Linear. */
function hiddenOf(sequence: readonly JsonLayer[]): number[] {
  const first = sequence.findIndex(({ type }) => type === "Linear");
  const last = sequence.findLastIndex(({ type }) => type === "Linear");
  const types = new Set(activationTypes());
  return sequence.flatMap(({ type }, index) => (index > first && index < last && isLayerType(type) && types.has(type) ? [index] : []));
}

/** The most frequent type of the hidden activations; of equally frequent ones the first. */
function hiddenActivation(sequence: readonly JsonLayer[]): string | undefined {
  const counts = new Map<string, number>();
  for (const index of hiddenOf(sequence)) counts.set(sequence[index]!.type, (counts.get(sequence[index]!.type) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0];
}

function recordOf(type: unknown): OptimizerRecord | undefined {
  return typeof type === "string" && Object.hasOwn(optimizers, type)
    ? (optimizers as Readonly<Record<string, OptimizerRecord>>)[type]
    : undefined;
}

function defaultRate(type: unknown): number | undefined {
  const rate: unknown = recordOf(type)?.parameters["lr"]?.default;
  return typeof rate === "number" ? rate : undefined;
}
