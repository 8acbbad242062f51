// The document that a CSV starts with: a target, the features, and a small network that learns most tables
// reasonably.

import { type ColumnFacts, isLeftOut, MANY_VALUES, whyLeftOut } from "./columns.ts";
import { FORMAT } from "./format.ts";
import type { Layer, ResolvedLayer } from "./layers.ts";
import { message, type Message } from "./message.ts";
import { ProblemError } from "./problem.ts";
import type { ExperimentInput } from "./schema.ts";
import { guessTargets, isFewWhole, type TargetColumn, taskOf } from "./target-guess.ts";
import { isScale, scaleLayer } from "./target-scale.ts";

/** If dropping rows with gaps would cost more than this part of all rows, they are filled. */
const COSTLY = 0.05;

/** More inputs than this, as of pictures or many categories, want a wider layer. */
const MANY_INPUTS = 40;
const EPOCHS = 100;
const BATCH = 32;
const TRAINED = 0.8;
/** Columns that a sentence names. */
const MOST_NAMED = 8;

/** Layers, and how they are trained. */
export interface Network {
  readonly layers: Layer[];
  readonly training: Pick<ExperimentInput["training"], "loss" | "optimizer" | "epochs" | "batch_size">;
}

/**
 * A document for a CSV, with everything chosen from its columns.
 * @param file the CSV's path as the document writes it
 * @param target the column to predict, if the person named it
 * @throws ProblemError if no column has a value
 */
export function starterExperiment(file: string, columns: readonly ColumnFacts[], target?: string): ExperimentInput {
  const chosen = columns.find((column) => column.name === target) ?? guessTargets(columns)[0]?.column;
  if (chosen === undefined) {
    const sentence = message("{0} has no column with values. Choose a CSV with a header and rows below it.", file);
    throw new ProblemError({ severity: "error", code: "no-columns", message: sentence, path: ["data", "file"], file });
  }
  const others = columns.filter((column) => column !== chosen);
  const features = chooseFeatures(others);
  const numbers = features.some((column) => column.kind === "number");
  const isFilled = rowsLost(features) > COSTLY * (chosen.rows ?? Infinity);
  // A class whose rows all go for their gaps has no output.
  const known = isFilled ? chosen : { ...chosen, distinct: chosen.left ?? chosen.distinct };
  const { layers, training } = starterNetwork(known, { rows: chosen.rows ?? 0, inputs: inputsOf(features) });
  return {
    format: FORMAT,
    data: {
      file,
      target: chosen.name,
      ...(features.length === others.length || features.length === 0 ? {} : { features: features.map((column) => column.name) }),
      ...(isFilled ? { missing: "median" as const } : {}),
      ...(numbers ? { normalize: "standard" as const } : {}),
      split: { train: TRAINED, validation: 0.1, test: 0.1 },
    },
    layers,
    training: { seed: 0, epochs: EPOCHS, batch_size: BATCH, shuffle: true, ...training },
  };
}

/**
 * The columns to learn from. If every one would be left out, the one with the fewest values is better than
 * none.
 */
function chooseFeatures(others: readonly ColumnFacts[]): ColumnFacts[] {
  const usable = others.filter((column) => column.distinct > 0);
  const good = usable.filter((column) => !isLeftOut(column));
  return good.length > 0 ? good : usable.toSorted((a, b) => a.distinct - b.distinct).slice(0, 1);
}

/** Rows that would be dropped because one of these columns has no value there. */
function rowsLost(features: readonly ColumnFacts[]): number {
  return features.reduce((sum, { lost = 0 }) => sum + lost, 0);
}

/**
 * What was chosen for a person who named nothing, a sentence each: the target and why, how it is learnt, what
 * is left out, what is filled.
 * @param experiment the starter of these columns
 */
export function starterNotes({ data, layers }: ExperimentInput, columns: readonly ColumnFacts[], isTargetNamed: boolean): Message[] {
  const target = columns.find(({ name }) => name === data.target);
  const guess = guessTargets(columns).find(({ column }) => column === target);
  const used = new Set(data.features ?? columns.map(({ name }) => name));
  const features = columns.filter((column) => column !== target && used.has(column.name) && column.distinct > 0);
  return [
    ...(isTargetNamed || guess === undefined ? [] : [guess.reason]),
    ...(target === undefined ? [] : taskNotes(target, layers)),
    ...leftOutNotes(columns.filter((column) => column !== target && !used.has(column.name))),
    ...(data.missing === "median" ? [gapsNote(features)] : []),
  ];
}

function taskNotes(target: ColumnFacts, layers: ExperimentInput["layers"]): Message[] {
  const { name, distinct } = target;
  if (target.kind !== "number") return [];
  if (taskOf(target) === "classes") return [message('The {1} different numbers of "{0}" are learned as classes.', name, distinct)];
  if (isFewWhole(target) && taskOf(target) === "number")
    return [message('"{0}" is learned as a quantity; the builder offers to learn its {1} different numbers as classes.', name, distinct)];
  const scale = layers.at(-1);
  if (!isScale(scale as ResolvedLayer)) return [];
  return [message('The last layer, "scale", brings the network\'s answer to the size of "{0}".', name)];
}

function leftOutNotes(columns: readonly ColumnFacts[]): Message[] {
  const named = (why: ReturnType<typeof whyLeftOut>): string => {
    const names = columns.filter((column) => column.distinct > 0 && whyLeftOut(column) === why).map(({ name }) => name);
    return names.slice(0, MOST_NAMED).join(", ") + (names.length > MOST_NAMED ? ", …" : "");
  };
  const [texts, dates, identifiers] = [named("texts"), named("dates"), named("identifier")];
  return [
    ...(texts === ""
      ? []
      : [message("Left out of the features, because they are texts of more than {0} different values: {1}.", MANY_VALUES, texts)]),
    ...(dates === "" ? [] : [message("Left out of the features, because they are dates or times: {0}.", dates)]),
    ...(identifiers === "" ? [] : [message("Left out of the features, because they name or count rows: {0}.", identifiers)]),
  ];
}

function gapsNote(features: readonly ColumnFacts[]): Message {
  return message(
    "Gaps are filled, numbers by the median and texts by the most frequent one: without that {0} of {1} rows would be left out.",
    rowsLost(features),
    features[0]?.rows ?? 0,
  );
}

/**
 * What was done with the columns besides learning from them, in few words, as a notice beside the builder has
 * room for.
 */
export function starterActs({ data, layers }: ExperimentInput, columns: readonly ColumnFacts[]): Message[] {
  const used = new Set(data.features ?? columns.map(({ name }) => name));
  const left = columns.filter(({ name, distinct }) => name !== data.target && !used.has(name) && distinct > 0).map(({ name }) => name);
  const named = left.slice(0, MOST_NAMED).join(", ") + (left.length > MOST_NAMED ? ", …" : "");
  const features = columns.filter(({ name, distinct }) => name !== data.target && used.has(name) && distinct > 0);
  return [
    ...(data.missing === "median" ? [message("Gaps are filled in {0} of {1} rows.", rowsLost(features), features[0]?.rows ?? 0)] : []),
    ...(left.length === 0 ? [] : [message("Left out of the features: {0}.", named)]),
    ...(isScale(layers.at(-1) as ResolvedLayer)
      ? [message('The layer "scale" brings the answer to the size of "{0}".', String(data.target))]
      : []),
  ];
}

/** How large a table is, as far as its network follows from that. */
export interface TableSize {
  readonly rows?: number;
  /** Values per row that go into the network. */
  readonly inputs?: number;
}

/** The small network for a target, without what belongs to the document as a whole. */
export function starterNetwork(target: TargetColumn, { rows = 0, inputs = 0 }: TableSize = {}): Network {
  const { loss, output } = outputFor(target);
  return {
    layers: [{ type: "Linear", out_features: inputs > MANY_INPUTS ? 64 : 16 }, { type: "ReLU" }, ...output],
    training: { loss, optimizer: { type: "Adam", lr: rateFor(rows) } },
  };
}

/**
 * The more steps a run has, the shorter they may be: a rate that gets somewhere within 300 steps learns the
 * noise of a table within 10,000. The limits were tried on the tables of docs/starter.md.
 */
function rateFor(rows: number): number {
  const steps = EPOCHS * Math.ceil((TRAINED * rows) / BATCH);
  if (steps < 500) return 0.01;
  return steps < 6000 ? 0.003 : 0.001;
}

/** Values per row that columns become. */
function inputsOf(features: readonly ColumnFacts[]): number {
  return features.reduce((sum, { kind, distinct }) => sum + (kind === "category" ? distinct : 1), 0);
}

/** A document for somebody who has no CSV at hand: the chapter's perceptron, waiting for its data. */
export function emptyExperiment(): ExperimentInput {
  return {
    format: FORMAT,
    data: { file: "data.csv", target: "y" },
    layers: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
    training: { seed: 0, epochs: 100, batch_size: 32, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.01 } },
  };
}

/** Whether the data is that of a document that still waits for its own. */
export function waitsForData({ file, target }: { readonly file: unknown; readonly target: unknown }): boolean {
  const { data } = emptyExperiment();
  return file === data.file && target === data.target;
}

function outputFor(target: TargetColumn): { loss: ExperimentInput["training"]["loss"]; output: Layer[] } {
  switch (taskOf(target)) {
    case "yes-or-no":
      return { loss: { type: "BCELoss" }, output: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }] };
    case "classes":
      return { loss: { type: "CrossEntropyLoss" }, output: [{ type: "Linear", out_features: target.distinct }] };
    case "number": {
      const numbers = target.profile?.numbers;
      const scale = numbers && scaleLayer(numbers);
      return { loss: { type: "MSELoss" }, output: [{ type: "Linear", out_features: 1 }, ...(scale ? [scale] : [])] };
    }
  }
}
