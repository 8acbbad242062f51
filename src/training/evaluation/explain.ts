// Why the network answers as it does for one row: what each feature contributed, and which single change
// would make the answer another.

import { Generator } from "../../engine/random.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { contributionsOf } from "./contributions.ts";
import type { SplitName } from "./evaluate.ts";
import type { FeatureGroup, InputRows } from "./features.ts";
import { type Decide, type Flip, flipsOf } from "./flips.ts";
import type { Answer } from "./importance.ts";
import type { EvaluatedRow } from "./evaluated-rows.ts";

/** A feature's share of an answer. */
export interface Contribution {
  readonly column: string;
  /** As the CSV has it; null if it is missing. */
  readonly text: string | null;
  readonly share: number;
}

/** A change of one feature that changes the answer. */
export interface Change {
  readonly column: string;
  /** As the CSV has it, if it is not missing there. */
  readonly from: number | string;
  /** Numbers as such; categories and truth values as text. */
  readonly to: number | string;
  /** The class that is answered then. */
  readonly answer: string;
  /** How far that is, as a share of the feature's range; another category is 1. */
  readonly size: number;
}

/** How an answer comes about. */
export interface Reasons {
  /** The mean answer for some training rows, and the row's own: all shares lie between them. */
  readonly base: number;
  readonly value: number;
  /** How many training rows those are. */
  readonly background: number;
  /** Largest first. */
  readonly contributions: readonly Contribution[];
  /** How many orders of the features were asked; absent if every combination was. */
  readonly orders?: number;
  /** Smallest first, at most 20; none if the answer is a number. */
  readonly changes: readonly Change[];
}

/** A row, the answer to it, and the reasons. */
export interface Explanation extends EvaluatedRow, Reasons {
  readonly split: SplitName;
  /** The class, or the number. */
  readonly answer: string | number;
  readonly actual: string | number;
  /** The class whose probability is explained; absent if it is the number itself. */
  readonly explained?: string;
}

/** What an explanation is made from. */
interface Explained {
  /** The row's own, `[width]`. */
  readonly inputs: Float32Array;
  readonly training: InputRows;
  /** Some of them. */
  readonly background: InputRows;
  readonly groups: readonly FeatureGroup[];
  /** What the CSV says of each group. */
  readonly texts: readonly (string | null)[];
  readonly answer: Answer;
  /** Absent if the answer is a number. */
  readonly classes?: { readonly names: readonly string[]; readonly decide: Decide };
  /** Products of numbers that a row costs. */
  readonly cost: number;
}

/** Products of numbers that contributions and changes may cost each: about a second. */
const WORK = 3e9;
/**
 * Orders of the features and steps from one end of a feature to the other, if that is not too much and at
 * least.
 */
const ORDERS = { most: 100, least: 4 };
const STEPS = { most: 128, least: 8 };

/** @throws ProblemError if there are too many features to ask each */
export function explainInputs({ inputs, training, background, groups, texts, answer, classes, cost }: Explained): Reasons {
  const rows = Math.floor(WORK / cost);
  const [orders, steps] = [rows / (2 * (groups.length + 1)), rows / groups.length];
  if (steps < STEPS.least / 4) throw tooMany(groups.length);
  const shares = contributionsOf(inputs, background, groups, answer, new Generator(0), { rows, orders: within(orders, ORDERS) });
  return {
    base: shares.base,
    value: shares.answer,
    background: Math.min(background.rows, shares.orders ?? Infinity),
    contributions: groups
      .map(({ column }, place) => ({ column, text: texts[place] ?? null, share: shares.contributions[place]! }))
      .toSorted((one, other) => Math.abs(other.share) - Math.abs(one.share)),
    ...(shares.orders === undefined ? {} : { orders: shares.orders }),
    changes: classes
      ? flipsOf(inputs, training, groups, classes.decide, within(steps, STEPS)).map((flip) => changeOf(flip, groups, texts, classes.names))
      : [],
  };
}

function within(value: number, { most, least }: typeof STEPS): number {
  return Math.floor(Math.min(most, Math.max(least, value)));
}

function changeOf(
  { column, from, to, answer, size }: Flip,
  groups: readonly FeatureGroup[],
  texts: readonly (string | null)[],
  names: readonly string[],
): Change {
  const place = groups.findIndex((one) => one.column === column);
  const text = texts[place] ?? undefined;
  const value = valueOf(groups[place]!, to);
  return {
    column,
    from: text ?? valueOf(groups[place]!, from),
    to: typeof value === "string" && text !== undefined && groups[place]!.kind === "boolean" ? inCaseOf(text, value) : value,
    answer: names[answer]!,
    size,
  };
}

/** A number has the digits that a float32 does. */
function valueOf({ categories }: FeatureGroup, value: number): number | string {
  return categories === undefined ? Number(value.toPrecision(7)) : (categories[Math.round(value)] ?? "");
}

/** A truth value in the letter case of another: `True` beside `False`. */
function inCaseOf(text: string, value: string): string {
  if (text === text.toUpperCase()) return value.toUpperCase();
  return text[0] === text[0]!.toUpperCase() ? value[0]!.toUpperCase() + value.slice(1) : value;
}

function tooMany(features: number): ProblemError {
  const sentence = message("The network has {0} features, too many to explain one by one. Use fewer features.", features);
  return new ProblemError({ severity: "error", code: "too-many-features", path: [], message: sentence });
}
