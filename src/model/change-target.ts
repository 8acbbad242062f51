// Another column to predict, or the same one learnt in another way: one edit in which features, last layer
// and loss follow, and in words what it changes, so that a person knows before choosing. A network that is
// still the starter becomes the starter for the new target; in any other the hidden layers stay, and the loss
// too if it fits.

import { type ColumnFacts, isLeftOut, MANY_VALUES } from "./columns.ts";
import { type JsonValue, valueAt } from "./json.ts";
import type { Edit, JsonLayer } from "./edit.ts";
import { set, unset } from "./fix.ts";
import { encodingOf, type LossRecord, losses } from "./losses.ts";
import type { ResolvedLayer } from "./layers.ts";
import { message, type Message } from "./message.ts";
import { learnsByRow } from "./optimizers.ts";
import { withOutput } from "./output-edits.ts";
import type { ExperimentInput } from "./schema.ts";
import { starterExperiment } from "./starter.ts";
import { isFewWhole } from "./target-guess.ts";
import { isScale } from "./target-scale.ts";

export type LearntAs = "classes" | "number";

export interface TargetChange {
  readonly edit: Edit;
  /** What else becomes different with the target, a few words each; empty if nothing does. */
  readonly changes: readonly Message[];
}

/**
 * Makes a column what is predicted.
 * @param json the document, valid or not
 * @param columns of the CSV, in its order
 * @param as how it is learnt; by default as the starter would
 * @param instead of several targets the one whose place it takes; by default it becomes the only one
 */
export function changeTarget(
  json: unknown,
  columns: readonly ColumnFacts[],
  column: ColumnFacts,
  as?: LearntAs,
  instead?: string,
): TargetChange {
  const before = targetsOf(json);
  const targets = targetsAfter(json, column, as, instead);
  const isStart = targets.length === 1 && isStarter(json, columns);
  // The starter for this target fills gaps if they cost rows; then every class of the file is left.
  const fills = isStart && valueAt(json, ["data", "missing"]) === undefined && starterFor(columns, column).data.missing === "median";
  const chosen = withCount(fills ? { ...column, left: column.distinct } : column, as);
  const features = featuresAfter(json, columns, targets);
  const starter = starterFor(columns, chosen);
  const network = isStart ? starterAfter(json, starter) : networkAfter(json, chosen, targets.length, starter);
  const edits = [
    ...(targets.join("\n") === before.join("\n")
      ? []
      : [set(["data", "target"], Array.isArray(valueAt(json, ["data", "target"])) && targets.length > 1 ? targets : targets[0]!)]),
    ...features.edits,
    ...(fills ? [set(["data", "missing"], "median")] : []),
    ...network.edits,
  ];
  const gaps = fills ? [message("Gaps are filled")] : [];
  return { edit: { op: "all", edits }, changes: [...network.changes, ...features.changes, ...gaps] };
}

/**
 * How else the target can be learnt: numbers of classes as a number, few whole numbers and true or false as
 * classes.
 */
export function otherWay(column: ColumnFacts, loss: unknown): LearntAs | undefined {
  const encoding = encodingOf(loss);
  if (column.kind === "category" || encoding === undefined) return undefined;
  if (encoding === "classes") return "number";
  return encoding === "numbers" && (column.kind === "boolean" || isFewWhole(column)) ? "classes" : undefined;
}

/** Whether a number column is learnt as so many classes that it can hardly be meant. */
export function isManyNumbers(column: ColumnFacts, loss: unknown): boolean {
  return column.kind === "number" && column.distinct > MANY_VALUES && encodingOf(loss) === "classes";
}

export function targetsOf(json: unknown): readonly string[] {
  return [valueAt(json, ["data", "target"])].flat().filter((name) => typeof name === "string");
}

/** One of several targets gives its place, as long as all of them are numbers. */
function targetsAfter(
  json: unknown,
  { name, kind }: ColumnFacts,
  as: LearntAs | undefined,
  instead: string | undefined,
): readonly string[] {
  const before = targetsOf(json);
  const stay = before.length > 1 && kind !== "category" && as !== "classes" && encodingOf(lossOf(json)) === "numbers";
  if (before.includes(name)) return stay ? before : [name];
  return stay && instead !== undefined ? before.map((other) => (other === instead ? name : other)) : [name];
}

/** The column as the starter is to see it. */
function withCount(column: ColumnFacts, as: LearntAs | undefined): ColumnFacts {
  const counted = { ...column, distinct: column.left ?? column.distinct };
  if (as === "classes") return { ...counted, kind: "category" };
  return as === "number" ? { ...counted, kind: "number", distinct: Infinity, values: [] } : counted;
}

interface Part {
  readonly edits: readonly Edit[];
  readonly changes: readonly Message[];
}

/** The former target becomes a feature again if it can be one, and the new one is none any more. */
function featuresAfter(json: unknown, columns: readonly ColumnFacts[], targets: readonly string[]): Part {
  const order = columns.map(({ name }) => name);
  const listed = valueAt(json, ["data", "features"]);
  const before = targetsOf(json);
  const features = Array.isArray(listed) ? (listed as readonly string[]) : order.filter((name) => !before.includes(name));
  const freed = columns.filter(({ name }) => before.includes(name) && !targets.includes(name));
  const back = freed.filter((column) => column.distinct > 1 && !isLeftOut(column)).map(({ name }) => name);
  const stay = features.filter((name) => !targets.includes(name) && !back.includes(name));
  const wanted = back.reduce<readonly string[]>((names, name) => insertInOrder(names, name, order), stay);
  const all = order.filter((name) => !targets.includes(name));
  const edits =
    wanted.length === 0
      ? []
      : wanted.join("\n") === all.join("\n")
        ? listed === undefined
          ? []
          : [unset(["data", "features"])]
        : wanted.join("\n") === features.join("\n")
          ? []
          : [set(["data", "features"], wanted)];
  return {
    edits,
    changes: freed.map(({ name }) => (back.includes(name) ? message('"{0}" becomes a feature', name) : message('"{0}" is left out', name))),
  };
}

/**
 * Before the first that comes later in the file, so that the order of the network's inputs stays the file's.
 */
export function insertInOrder(names: readonly string[], name: string, order: readonly string[]): readonly string[] {
  const place = new Map(order.map((other, index) => [other, index]));
  const own = place.get(name) ?? 0;
  const at = names.findIndex((other) => (place.get(other) ?? -1) > own);
  return names.toSpliced(at < 0 ? names.length : at, 0, name);
}

function networkAfter(json: unknown, chosen: ColumnFacts, count: number, starter: ExperimentInput): Part {
  const layers = layersOf(json);
  const loss = lossOf(json);
  const type = count > 1 || fits(loss, chosen, starter.training.loss.type) ? (loss as { type: string }).type : starter.training.loss.type;
  const encoding = encodingOf({ type });
  const units = encoding === "classes" ? chosen.distinct : count;
  const scale = encoding === "numbers" && count === 1 ? starter.layers.find((layer) => isScale(layer as ResolvedLayer)) : undefined;
  // Rosenblatt's rule is for two classes and its own two layers alone.
  const isRule = learnsByRow({ type: valueAt(json, OPTIMIZER_TYPE) });
  if (isRule && encoding === "binary") return { edits: lossEdits(json, type), changes: lossChange(json, type) };
  const optimizer = isRule ? [set(["training", "optimizer"], starter.training.optimizer as JsonValue)] : [];
  const after = withOutput(layers, units, type, scale as JsonLayer | undefined);
  return {
    edits: [...after.edits, ...lossEdits(json, type), ...optimizer],
    changes: [...lossChange(json, type), ...layerChange(layers, after.layers)],
  };
}

/** Whether the network is what the starter made for the present target, learnt in either way. */
function isStarter(json: unknown, columns: readonly ColumnFacts[]): boolean {
  const [name] = targetsOf(json);
  const column = columns.find((other) => other.name === name);
  if (column === undefined) return false;
  // A starter counts the classes of the whole file, or of the rows that were left when it was made.
  const counts: readonly ColumnFacts[] = [column, { ...column, left: column.distinct }];
  const ways: readonly (LearntAs | undefined)[] = [undefined, "classes", "number"];
  return ways.some((as) =>
    counts.some((counted) => {
      const { layers, training } = starterFor(columns, withCount(counted, as));
      const { loss, optimizer } = training;
      return isAt(json, ["layers"], layers) && isAt(json, ["training", "loss"], loss) && isAt(json, ["training", "optimizer"], optimizer);
    }),
  );
}

/** The document that a CSV with these columns starts with if this is its target, as it is to be seen. */
function starterFor(columns: readonly ColumnFacts[], target: ColumnFacts): ExperimentInput {
  return starterExperiment(
    "",
    columns.map((column) => (column.name === target.name ? target : column)),
    target.name,
  );
}

function isAt(json: unknown, path: readonly string[], value: unknown): boolean {
  return JSON.stringify(valueAt(json, path)) === JSON.stringify(value);
}

function starterAfter(json: unknown, { layers: wanted, training: { loss, optimizer } }: ExperimentInput): Part {
  const layers = layersOf(json);
  const next = wanted as readonly JsonLayer[];
  return {
    edits: [
      ...replaced(layers, next),
      ...(isAt(json, ["training", "loss"], loss) ? [] : [set(["training", "loss"], loss as JsonValue)]),
      ...(isAt(json, ["training", "optimizer"], optimizer) ? [] : [set(["training", "optimizer"], optimizer as JsonValue)]),
      ...thresholdEdits(json),
    ],
    changes: [...lossChange(json, loss.type), ...layerChange(layers, next)],
  };
}

/** The layers that differ, and what is more or less at the end. */
function replaced(before: readonly JsonLayer[], after: readonly JsonLayer[]): readonly Edit[] {
  const shared = Math.min(before.length, after.length);
  return [
    ...after
      .slice(0, shared)
      .flatMap((layer, at) => (JSON.stringify(layer) === JSON.stringify(before[at]) ? [] : [set(["layers", at], layer)])),
    ...after.slice(shared).map((layer, index): Edit => ({ op: "insert", at: shared + index, layer })),
    ...before.slice(shared).map((): Edit => ({ op: "remove", at: shared })),
  ];
}

/** The loss stays where it is for such a target; its weights were those of the other target's classes. */
function lossEdits(json: unknown, type: string): readonly Edit[] {
  const loss = lossOf(json);
  const path = ["training", "loss"];
  const edits =
    valueAt(loss, ["type"]) === type
      ? ["weight", "pos_weight", "ignore_index"].filter((name) => valueAt(loss, [name]) !== undefined).map((name) => unset([...path, name]))
      : [set(path, { type })];
  return [...edits, ...thresholdEdits(json)];
}

/** A threshold was found for the other target's probabilities. */
function thresholdEdits(json: unknown): readonly Edit[] {
  const threshold = valueAt(json, ["training", "threshold"]);
  return threshold === undefined || threshold === 0.5 ? [] : [unset(["training", "threshold"])];
}

const OPTIMIZER_TYPE = ["training", "optimizer", "type"];

/** Losses of a number that go with any number; PoissonNLLLoss is for counts alone. */
const ofNumbers: ReadonlySet<unknown> = new Set(["MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss"]);

/** Whether the present loss does for a target for which the starter would take `usual`. */
function fits(loss: unknown, { distinct }: ColumnFacts, usual: keyof typeof losses): boolean {
  const encoding = encodingOf(loss);
  if (encoding === undefined) return false;
  const { target: wanted }: LossRecord = losses[usual];
  if (wanted === "numbers") return ofNumbers.has(valueAt(loss, ["type"]));
  if (encoding === "classes") return true;
  return encoding !== "numbers" && distinct === 2;
}

function lossChange(json: unknown, type: string): readonly Message[] {
  const given = valueAt(lossOf(json), ["type"]);
  const before = typeof given === "string" ? given : "–";
  return before === type ? [] : [message("Loss: {0} → {1}", before, type)];
}

/** What is different at the end of the layers, from the first that differs on. */
function layerChange(before: readonly JsonLayer[], after: readonly JsonLayer[]): readonly Message[] {
  const same = before.findIndex((layer, index) => JSON.stringify(layer) !== JSON.stringify(after[index]));
  const from = same < 0 ? before.length : same;
  const words = [before, after].map((layers) => layers.slice(from).map(nameOf).join(", ") || "–");
  return words[0] === words[1] ? [] : [message("Last layer: {0} → {1}", words[0]!, words[1]!)];
}

function nameOf({ type, name, out_features: units }: JsonLayer): string {
  if (typeof name === "string") return name;
  return typeof units === "number" ? `${type} ${units}` : type;
}

function lossOf(json: unknown): unknown {
  return valueAt(json, ["training", "loss"]);
}

function layersOf(json: unknown): readonly JsonLayer[] {
  const layers = valueAt(json, ["layers"]);
  return Array.isArray(layers) ? (layers as readonly JsonLayer[]) : [];
}
