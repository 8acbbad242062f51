// Expectations against the data: what names no column, class or row, or asks of a network what it does not answer. Such a one would fail forever; here it
// is said before any training.

import type { Encoded } from "../data/types.ts";
import { isMetric } from "../model/expectation-words.ts";
import type { Expectation, MetricExpectation, RowExpectation, TrendExpectation } from "../model/expectations.ts";
import { type Message, message } from "../model/message.ts";
import { nearest } from "../model/nearest.ts";
import type { Problem } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { classNames, type Task, taskOf } from "./evaluation/answers.ts";
import { featureGroups, type FeatureGroup } from "./evaluation/features.ts";

/** What an expectation can be about. */
export interface ExpectationFacts {
  readonly task: Task;
  readonly groups: readonly FeatureGroup[];
  readonly targets: readonly string[];
  /** Empty where the answer is a number. */
  readonly classes: readonly string[];
  /** Of the CSV. */
  readonly rows: number;
  readonly split: Experiment["data"]["split"];
}

/** @param rows of the CSV */
export function expectationFacts({ data, training }: Experiment, encoded: Encoded, rows: number): ExpectationFacts {
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
    return [{ severity: "error", code: "expectation", path: ["tests", index, found.field], message: found.sentence }];
  });
}

/** What is wrong with an expectation, at which of its fields. */
export interface Mistake {
  readonly field: string;
  readonly sentence: Message;
}

/** The first thing that keeps an expectation from ever being met. */
export function mistakeOf(expectation: Expectation, facts: ExpectationFacts): Mistake | undefined {
  const ofTarget = mistakenTarget(expectation, facts);
  if (ofTarget !== undefined) return ofTarget;
  if (isMetric(expectation)) return mistakenMetric(expectation, facts);
  return expectation.type === "row" ? mistakenRow(expectation, facts) : mistakenTrend(expectation, facts);
}

/** The index of a class by how the CSV, or JSON, writes it; −1 where there is none. */
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
      sentence: message("There are several targets. Add target, as {0}.", targets.map((name) => `"${name}"`).join(", ")),
    };
  }
  if (targets.includes(target)) return undefined;
  return { field: "target", sentence: message('"{0}" is no target. Did you mean "{1}"?', target, nearest(target, targets)) };
}

function mistakenMetric(expectation: MetricExpectation, facts: ExpectationFacts): Mistake | undefined {
  const { type, on, at_least: least, at_most: most } = expectation;
  if (least === undefined && most === undefined)
    return { field: "type", sentence: message("Nothing is expected of {0}. Add at_least or at_most.", type) };
  if (least !== undefined && most !== undefined && least > most)
    return { field: "at_least", sentence: message("{0} cannot be at least {1} and at most {2}. Correct one of them.", type, least, most) };
  if (facts.split[on] === 0)
    return { field: "on", sentence: message("There are no {0} rows. Raise data.split.{0}, or expect something of other rows.", on) };
  if (type === "loss") return undefined;
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

function mistakenClass(field: string, value: string | number | boolean | undefined, { classes }: ExpectationFacts): Mistake | undefined {
  if (value === undefined || classIndex(classes, value) >= 0) return undefined;
  return {
    field,
    sentence: message('"{0}" is no class of the target. Did you mean "{1}"?', String(value), nearest(String(value), classes)),
  };
}

function mistakenRow({ row, is, within }: RowExpectation, facts: ExpectationFacts): Mistake | undefined {
  if (row > facts.rows) return { field: "row", sentence: message("There is no row {0}: the CSV has {1}. Correct row.", row, facts.rows) };
  if (facts.task !== "numbers") {
    if (within !== undefined) return { field: "within", sentence: message("A class is right or wrong. Remove within.") };
    return mistakenClass("is", is, facts);
  }
  if (typeof is !== "number")
    return { field: "is", sentence: message("The target is a number, but is says {0}. Give a number.", JSON.stringify(is)) };
  if (within === undefined)
    return { field: "is", sentence: message("No network gives exactly {0}. Add within: how far from it an answer may be.", is) };
  return undefined;
}

function mistakenTrend({ with: feature, class: subject }: TrendExpectation, facts: ExpectationFacts): Mistake | undefined {
  const columns = facts.groups.map(({ column }) => column);
  const group = facts.groups.find(({ column }) => column === feature);
  if (group === undefined)
    return { field: "with", sentence: message('"{0}" is no feature. Did you mean "{1}"?', feature, nearest(feature, columns)) };
  if (group.encode === "one-hot")
    return {
      field: "with",
      sentence: message('The categories of "{0}" have no order to rise with. Choose a number, or set its encode to "ordinal".', feature),
    };
  if (facts.task === "numbers" && subject !== undefined)
    return { field: "class", sentence: message("The target is a number and has no classes. Remove class.") };
  if (facts.task === "classes" && subject === undefined)
    return {
      field: "type",
      sentence: message("Say which class's probability. Add class, as {0}.", facts.classes.map((name) => `"${name}"`).join(", ")),
    };
  return mistakenClass("class", subject, facts);
}
