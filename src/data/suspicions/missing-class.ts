// A split without a row of some class: what is never trained is never learnt, and what is never measured is
// not known. Every fix is tried out before it is offered.

import type { JsonLayer } from "../../model/edit.ts";
import { message } from "../../model/message.ts";
import { followClasses } from "../../model/output-edits.ts";
import type { Fix } from "../../model/problem.ts";
import type { SplitFractions } from "../../model/schema.ts";
import { missingByDefault } from "../fields.ts";
import { isMissingSign } from "../findings/missing-words.ts";
import { ownSettings } from "../read-settings.ts";
import type { ClassRows } from "./class-rows.ts";
import { type DataSuspicion, type Evidence, type SplitIndices, warning } from "./suspicion.ts";

/** Names of classes that one sentence holds. */
const NAMED = 5;
/** A class of fewer rows cannot be in every split. */
const FEW = 3;
/** Rows that trying out may shuffle in all, which is a tenth of a second. */
const MOST_SHUFFLED = 4_000_000;
const SEEDS = 50;

export const missingClass: DataSuspicion = (evidence) => {
  const { classes, split, named } = evidence;
  if (classes === undefined) return [];
  const lacking = parts(split).flatMap(({ part, rows }) => {
    const absent = missingFrom(rows, classes);
    return absent.length === 0 ? [] : [{ part, rows, absent }];
  });
  if (
    lacking.length === 0 ||
    isSaid(
      classes,
      lacking.flatMap(({ absent }) => absent),
      named,
    )
  )
    return [];
  const fixes = [dropFix(evidence, classes, missingClasses(split, classes)), findFix(evidence, classes)];
  return lacking.map(({ part, rows, absent }) => {
    const names = absent.slice(0, NAMED).map((index) => classes.names[index]!);
    const named = absent.length <= NAMED ? names.join(", ") : `${names.join(", ")}, …`;
    return warning("class-missing-from-split", ["data", "split"], sentence(part, rows.length, named, classes.target), fixes);
  });
};

/** Whether the classes are no values, which is said of the target's column. */
function isSaid({ names, target }: ClassRows, absent: readonly number[], named: Evidence["named"]): boolean {
  return named?.has(target) === true && absent.every((index) => isMissingSign(names[index]!));
}

/** The classes that some split with rows has none of. */
export function missingClasses(split: SplitIndices, classes: ClassRows): ReadonlySet<number> {
  return new Set(parts(split).flatMap(({ rows }) => missingFrom(rows, classes)));
}

type Part = keyof SplitIndices;

function parts(split: SplitIndices): { readonly part: Part; readonly rows: Uint32Array }[] {
  return (["train", "validation", "test"] as const).map((part) => ({ part, rows: split[part] }));
}

function sentence(part: Part, rows: number, names: string, target: string) {
  switch (part) {
    case "train":
      return message(
        'None of the {0} training rows is of class {1} of target "{2}", so it cannot be learned. Choose another split or seed, or add rows of it.',
        rows,
        names,
        target,
      );
    case "validation":
      return message(
        'None of the {0} validation rows is of class {1} of target "{2}", so it cannot be measured. Make the split larger, or add rows of it.',
        rows,
        names,
        target,
      );
    case "test":
      return message(
        'None of the {0} test rows is of class {1} of target "{2}", so it cannot be measured. Make the split larger, or add rows of it.',
        rows,
        names,
        target,
      );
  }
}

function missingFrom(rows: Uint32Array, { names, of }: ClassRows): number[] {
  if (rows.length === 0) return [];
  const absent = new Set(names.keys());
  for (let index = 0; index < rows.length && absent.size > 0; index++) absent.delete(of[rows[index]!]!);
  return [...absent];
}

/**
 * Takes classes of too few rows for three splits as missing values, which they often are: "." among MALE and
 * FEMALE.
 */
function dropFix({ experiment, selection }: Evidence, { target, names, counts }: ClassRows, missing: ReadonlySet<number>): Fix | undefined {
  const few = [...missing].filter((index) => counts[index]! < FEW);
  if (few.length < missing.size || few.length > NAMED || names.length - few.length < 2 || selection.targets[0]?.classes === undefined)
    return undefined;
  const texts = few.map((index) => names[index]!);
  const known = ownSettings(experiment.data, target).missing_values ?? [...missingByDefault].filter((text) => text !== "");
  return {
    title: message('Take {0} in column "{1}" as missing, which leaves its rows out', texts.join(", "), target),
    edit: {
      op: "all",
      edits: [
        { op: "set", path: ["data", "columns", target, "missing_values"], value: [...known, ...texts] },
        ...followClasses(experiment.layers as readonly JsonLayer[], experiment.training.loss, names.length, names.length - few.length),
      ],
    },
  };
}

/**
 * Larger splits with the same seed, then other seeds; none if no try has every class in every split. A
 * split that has rows keeps some.
 */
function findFix({ experiment, selection: { rows }, resplit }: Evidence, classes: ClassRows): Fix | undefined {
  const { data, training } = experiment;
  const { seed } = training;
  const { validation, test } = data.split;
  const isFull = (fractions: SplitFractions, other: number): boolean =>
    parts(resplit(fractions, other)).every(({ rows: own }) => missingFrom(own, classes).length === 0);
  const even = [0.15, 0.2].map((part) => fractionsOf(validation > 0 ? part : 0, test > 0 ? part : 0));
  const larger = even.filter((fractions) => fractions.validation >= validation && fractions.test >= test);
  let tries = Math.max(1, Math.floor(MOST_SHUFFLED / rows));
  const first = larger.find((fractions) => tries-- > 0 && isFull(fractions, seed));
  if (first !== undefined) return splitFix(first);
  for (let other = seed + 1; other <= seed + SEEDS && tries-- > 0; other++) {
    if (isFull(data.split, other))
      return { title: message("Set the seed to {0}", other), edit: { op: "set", path: ["training", "seed"], value: other } };
  }
  return undefined;
}

function fractionsOf(validation: number, test: number): SplitFractions {
  return { train: Number((1 - validation - test).toFixed(2)), validation, test };
}

/** Sets the split to fractions of two digits. */
export function splitFix({ train, validation, test }: SplitFractions): Fix {
  const [a, b, c] = [train, validation, test].map((fraction) => Math.round(100 * fraction)) as [number, number, number];
  return {
    title: message("Split into {0} % training, {1} % validation and {2} % test rows", a, b, c),
    edit: { op: "set", path: ["data", "split"], value: { train: a / 100, validation: b / 100, test: c / 100 } },
  };
}
