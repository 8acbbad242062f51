// Expectations against the data: what names no column, class or row, or asks of a network what it does not
// answer. Such a one would fail forever; here it is said before any training.

import type { Encoded } from "../data/types.ts";
import { isMetric } from "../model/expectation-words.ts";
import type { Expectation, MetricExpectation, RowExpectation, TrendExpectation } from "../model/expectations.ts";
import { type Message, message } from "../model/message.ts";
import { setFix } from "../model/fix.ts";
import { slipOf } from "../model/nearest.ts";
import type { Problem } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { classNames, type Task, taskOf } from "./evaluation/answers.ts";
import { featureGroups, type FeatureGroup } from "./evaluation/features.ts";

/** What an expectation can be about. */
export interface ExpectationFacts {
  readonly task: Task;
  readonly groups: readonly FeatureGroup[];
  readonly targets: readonly string[];
  /** Empty if the answer is a number. */
  readonly classes: readonly string[];
  /** Of the CSV. */
  readonly rows: number;
  readonly split: Experiment["data"]["split"];
}

/** @param rows of the CSV */
export function expectationFacts(
  { data, training }: Experiment,
  encoded: Pick<Encoded, "targets" | "preprocessing">,
  rows: number,
): ExpectationFacts {
  const task = taskOf(training.loss, encoded);
  const { target } = encoded.preprocessing;
  const classes = task === "numbers" ? [] : classNames(task, encoded, target.classes?.length ?? 0);
  return { task, groups: featureGroups(encoded.preprocessing), targets: target.columns, classes, rows, split: data.split };
}

/** Everything wrong with the document's expectations. */
export function checkExpectations({ tests }: Experiment, facts: ExpectationFacts): Problem[] {
  return tests.flatMap((expectation, index) => {
    const found = mistakeOf(expectation, facts);
    if (found === undefined) return [];
    const path = ["tests", index, found.field];
    const fixes = found.instead === undefined ? [] : [setFix(path, found.instead)];
    return [{ severity: "error", code: "expectation", path, message: found.sentence, ...(fixes.length > 0 ? { fixes } : {}) }];
  });
}

/** What is wrong with an expectation, at which of its fields. */
export interface Mistake {
  readonly field: string;
  readonly sentence: Message;
  /** What the field most likely should be. */
  readonly instead?: string | number;
}

/** Names that a sentence lists. */
const MOST_NAMES = 10;
/** What metrics can be at all; of the document's own loss that is not known. */
const ranges: Partial<Record<MetricExpectation["type"], readonly [number, number]>> = {
  accuracy: [0, 1],
  precision: [0, 1],
  recall: [0, 1],
  f1: [0, 1],
  roc_auc: [0, 1],
  average_precision: [0, 1],
  log_loss: [0, Infinity],
  r2: [-Infinity, 1],
  mae: [0, Infinity],
  rmse: [0, Infinity],
};

/** The first thing that keeps an expectation from ever being met. */
export function mistakeOf(expectation: Expectation, facts: ExpectationFacts): Mistake | undefined {
  const ofTarget = mistakenTarget(expectation, facts);
  if (ofTarget !== undefined) return ofTarget;
  if (isMetric(expectation)) return mistakenMetric(expectation, facts);
  return expectation.type === "row" ? mistakenRow(expectation, facts) : mistakenTrend(expectation, facts);
}

/** The index of a class by how the CSV, or JSON, writes it; −1 if there is none. */
export function classIndex(classes: readonly string[], value: string | number | boolean): number {
  return classes.findIndex(
    (name) =>
      name === String(value) ||
      (typeof value === "number" && name.trim() !== "" && Number(name) === value) ||
      (typeof value === "boolean" && name.toLowerCase() === String(value)),
  );
}

function mistakenTarget(expectation: Expectation, { targets }: ExpectationFacts): Mistake | undefined {
  if (expectation.type === "loss") return undefined;
  const { target } = expectation;
  if (target === undefined) {
    if (targets.length === 1) return undefined;
    return {
      field: "type",
      sentence: message("There are several targets. Add target: one of {0}.", listed(targets)),
    };
  }
  if (targets.includes(target)) return undefined;
  const near = slipOf(target, targets);
  if (near === undefined) return { field: "target", sentence: message('"{0}" is not a target. Use {1}.', target, listed(targets)) };
  return { field: "target", sentence: message('"{0}" is not a target. Did you mean "{1}"?', target, near), instead: near };
}

function mistakenMetric(expectation: MetricExpectation, facts: ExpectationFacts): Mistake | undefined {
  const { type, on, at_least: least, at_most: most } = expectation;
  if (least === undefined && most === undefined)
    return { field: "type", sentence: message("{0} has no limit. Add at_least or at_most.", type) };
  if (least !== undefined && most !== undefined && least > most)
    return { field: "at_least", sentence: message("{0} cannot be at least {1} and at most {2}. Correct one of them.", type, least, most) };
  if (facts.split[on] === 0)
    return { field: "on", sentence: message("There are no {0} rows. Raise the share of {0} rows in the split, or test other rows.", on) };
  const beyond = mistakenBound(expectation);
  if (beyond !== undefined || type === "loss") return beyond;
  const isOfNumbers = type === "r2" || type === "mae" || type === "rmse";
  if (isOfNumbers && facts.task !== "numbers")
    return {
      field: "type",
      sentence: message("{0} is for numbers, but the target is a class. Use {1}.", type, "accuracy, precision, recall, f1, roc_auc"),
    };
  if (!isOfNumbers && facts.task === "numbers")
    return { field: "type", sentence: message("{0} is for classes, but the target is a number. Use {1}.", type, "r2, mae, rmse") };
  return "class" in expectation ? mistakenClass("class", expectation.class, facts) : undefined;
}

/** A bound that nothing can reach, as a percentage if a share is meant. */
function mistakenBound({ type, at_least: least = -Infinity, at_most: most = Infinity }: MetricExpectation): Mistake | undefined {
  const [low, high] = ranges[type] ?? [-Infinity, Infinity];
  const field = least > high ? "at_least" : most < low ? "at_most" : undefined;
  if (field === undefined) return undefined;
  const bound = field === "at_least" ? least : most;
  if (low === 0 && high === 1 && least > 1.5 && least <= 100) {
    const share = Number((least / 100).toPrecision(12));
    return { field, sentence: message("{0} is a share from 0 to 1 and never {1}. Write {2}.", type, bound, share), instead: share };
  }
  return field === "at_least"
    ? { field, sentence: message("{0} is never more than {1}, so never at least {2}. Lower at_least.", type, high, bound) }
    : { field, sentence: message("{0} is never less than {1}, so never at most {2}. Raise at_most.", type, low, bound) };
}

/** `"setosa", "virginica"` */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => JSON.stringify(name));
  return [...shown, ...(names.length > MOST_NAMES ? ["…"] : [])].join(", ");
}

function mistakenClass(field: string, value: string | number | boolean | undefined, { classes }: ExpectationFacts): Mistake | undefined {
  if (value === undefined || classIndex(classes, value) >= 0) return undefined;
  const near = slipOf(String(value), classes);
  if (near === undefined)
    return { field, sentence: message('"{0}" is not a class of the target. Use {1}.', String(value), listed(classes)) };
  return { field, sentence: message('"{0}" is not a class of the target. Did you mean "{1}"?', String(value), near), instead: near };
}

function mistakenRow({ row, is, within }: RowExpectation, facts: ExpectationFacts): Mistake | undefined {
  if (row > facts.rows) return { field: "row", sentence: message("There is no row {0}: the CSV has {1}. Correct row.", row, facts.rows) };
  if (facts.task !== "numbers") {
    if (within !== undefined) return { field: "within", sentence: message("A class is right or wrong. Remove within.") };
    return mistakenClass("is", is, facts);
  }
  if (typeof is !== "number")
    return { field: "is", sentence: message('The target is a number, but "is" is {0}. Give a number.', JSON.stringify(is)) };
  if (within === undefined)
    return { field: "is", sentence: message("No network gives exactly {0}. Add within: how far from it an answer may be.", is) };
  return undefined;
}

function mistakenTrend({ with: feature, class: subject }: TrendExpectation, facts: ExpectationFacts): Mistake | undefined {
  const columns = facts.groups.map(({ column }) => column);
  const group = facts.groups.find(({ column }) => column === feature);
  if (group === undefined) {
    const near = slipOf(feature, columns);
    if (near === undefined) return { field: "with", sentence: message('"{0}" is not a feature. Use {1}.', feature, listed(columns)) };
    return { field: "with", sentence: message('"{0}" is not a feature. Did you mean "{1}"?', feature, near), instead: near };
  }
  if (group.encode === "one-hot")
    return {
      field: "with",
      sentence: message('The categories of "{0}" have no order. Choose a number, or set its encode to "ordinal".', feature),
    };
  if (facts.task === "numbers" && subject !== undefined)
    return { field: "class", sentence: message("The target is a number and has no classes. Remove class.") };
  if (facts.task === "classes" && subject === undefined)
    return {
      field: "type",
      sentence: message("Add class, to say whose probability is meant: one of {0}.", listed(facts.classes)),
    };
  return mistakenClass("class", subject, facts);
}
