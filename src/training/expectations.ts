// The document's tests on a trained network: each passes or fails, with a sentence that says what was
// expected and what came out.

import { isMetric, metricName } from "../model/expectation-words.ts";
import type { Expectation, MetricExpectation, RowExpectation, TrendExpectation } from "../model/expectations.ts";
import { type Message, message } from "../model/message.ts";
import { decideClasses, readAnswers } from "./evaluation/answers.ts";
import { type ClassEvaluation, curvesOf, evaluate, type Evaluation, type SplitName } from "./evaluation/evaluate.ts";
import { takeRows } from "./evaluation/features.ts";
import { partialDependence } from "./evaluation/importance.ts";
import { openTrained, type Predict, predictorOf, type TrainedNetwork } from "./evaluation/trained.ts";
import { classIndex, type ExpectationFacts, expectationFacts, mistakeOf } from "./expectation-problems.ts";
import type { PreparedExperiment } from "./experiment.ts";
import type { NamedTensor } from "./types.ts";

/** How one expectation came out. */
export interface ExpectationResult {
  /** Its place in the document's `tests`. */
  readonly index: number;
  readonly passed: boolean;
  readonly message: Message;
  /** What was expected and what came out, if both can be put side by side. */
  readonly compared?: { readonly expected: string; readonly actual: string };
}

/** Rows that a trend is averaged over: the first training rows, which the split has shuffled. */
const TREND_ROWS = 1000;
/** A step the other way that is smaller than this share of the whole way is none. */
const SLACK = 0.01;

/** What is asked again and again. */
interface Subject {
  readonly prepared: PreparedExperiment;
  readonly facts: ExpectationFacts;
  readonly predict: Predict;
  readonly outputs: number;
  readonly evaluationOf: (split: SplitName) => Evaluation;
}

/**
 * Evaluates every expectation of the document.
 * @throws ProblemError if the weights are of another network, or give numbers that are not finite
 */
export function evaluateExpectations(prepared: PreparedExperiment, weights: readonly NamedTensor[]): ExpectationResult[] {
  const subject = subjectOf(prepared, openTrained(prepared, weights));
  return prepared.experiment.tests.map((expectation, index) => ({ index, ...evaluateOne(expectation, subject) }));
}

function subjectOf(prepared: PreparedExperiment, trained: TrainedNetwork): Subject {
  const { experiment, encoded, origin } = prepared;
  const known = new Map<SplitName, Evaluation>();
  return {
    prepared,
    facts: expectationFacts(experiment, encoded, origin.lines.length),
    predict: predictorOf(trained),
    outputs: trained.network.outputs,
    evaluationOf: (split) => {
      const found = known.get(split) ?? evaluate(trained, prepared, split);
      known.set(split, found);
      return found;
    },
  };
}

type Outcome = Omit<ExpectationResult, "index">;

function evaluateOne(expectation: Expectation, subject: Subject): Outcome {
  const mistake = mistakeOf(expectation, subject.facts);
  if (mistake !== undefined) return { passed: false, message: mistake.sentence };
  if (isMetric(expectation)) return evaluateMetric(expectation, subject);
  return expectation.type === "row" ? evaluateRow(expectation, subject) : evaluateTrend(expectation, subject);
}

function evaluateMetric(expectation: MetricExpectation, { evaluationOf }: Subject): Outcome {
  const { on, at_least: least, at_most: most } = expectation;
  const name = metricName(expectation);
  const value = metricOf(expectation, evaluationOf(on));
  if (Number.isNaN(value)) {
    return { passed: false, message: message("{0} is not defined on {1}: its rows are too few, or all of one class.", name, on) };
  }
  const passed = value >= (least ?? -Infinity) && value <= (most ?? Infinity);
  const shown = figure(value, [least, most]);
  const bounds = [...(least === undefined ? [] : [`≥ ${least}`]), ...(most === undefined ? [] : [`≤ ${most}`])].join(", ");
  const compared = { expected: `${name} ${bounds}`, actual: `${name} = ${shown}` };
  if (least !== undefined && most !== undefined)
    return { passed, compared, message: message("{0} on {1} is {2}, expected from {3} to {4}.", name, on, shown, least, most) };
  return most === undefined
    ? { passed, compared, message: message("{0} on {1} is {2}, expected at least {3}.", name, on, shown, least ?? 0) }
    : { passed, compared, message: message("{0} on {1} is {2}, expected at most {3}.", name, on, shown, most) };
}

/** The value of a metric; NaN if it is not defined. */
function metricOf(expectation: MetricExpectation, { loss, byTarget, tableRows }: Evaluation): number {
  const { type } = expectation;
  if (type === "loss" || tableRows.length === 0) return type === "loss" ? loss : NaN;
  const evaluation = byTarget.find(({ target }) => target === (expectation.target ?? target));
  switch (type) {
    case "accuracy":
      return evaluation?.kind === "classes" ? evaluation.accuracy : NaN;
    case "log_loss":
      return evaluation?.kind === "classes" ? evaluation.logLoss : NaN;
    case "r2":
    case "mae":
    case "rmse":
      return evaluation?.kind === "numbers" ? evaluation[type] : NaN;
    default:
      return evaluation?.kind === "classes" ? classMetric(expectation, evaluation) : NaN;
  }
}

/** Of the named class, of yes, or the average over the classes. */
function classMetric(expectation: Extract<MetricExpectation, { average: string }>, evaluation: ClassEvaluation): number {
  const { type, class: named, average } = expectation;
  const { classes, scores, threshold } = evaluation;
  const index = named !== undefined ? classIndex(classes, named) : threshold === undefined ? undefined : 1;
  if (type === "precision" || type === "recall" || type === "f1")
    return index === undefined ? evaluation[average][type] : (scores[index]?.[type] ?? NaN);
  const areaOf = (of: number): number => {
    const { roc, precisionRecall } = curvesOf(evaluation, of);
    return type === "roc_auc" ? roc.area : precisionRecall.averagePrecision;
  };
  if (index !== undefined) return areaOf(index);
  const weights = scores.map(({ support }) => (average === "macro" ? 1 : support));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.reduce((sum, weight, of) => sum + areaOf(of) * weight, 0) / all;
}

function evaluateRow({ row, is, within = 0, target }: RowExpectation, { prepared, facts, predict, outputs: width }: Subject): Outcome {
  const { encoded, experiment, origin } = prepared;
  const place = origin.tableRows.indexOf(row - 1);
  if (place < 0)
    return { passed: false, message: message("Row {0} is left out, because a value is missing there. Choose another row.", row) };
  const { inputs } = takeRows(encoded.inputs, encoded.inputNames.length, Uint32Array.of(place));
  const column = Math.max(0, facts.targets.indexOf(target ?? ""));
  const outputs = predict(inputs, 1);
  if (facts.task === "numbers") {
    const [value = NaN] = readAnswers(facts.task, experiment.training.loss, outputs, width, column);
    const passed = Math.abs(value - Number(is)) <= within;
    const [shown, wanted] = [figure(value, []), Number(is)];
    const compared = { expected: `${wanted} ± ${within}`, actual: String(shown) };
    return { passed, compared, message: message("Row {0} is answered {1}, expected {2} ± {3}.", row, shown, wanted, within) };
  }
  const answer = decideClasses(facts.task, experiment.training, outputs, width, column)[0]!;
  const passed = answer === classIndex(facts.classes, is);
  const compared = { expected: String(is), actual: facts.classes[answer] ?? String(answer) };
  return { passed, compared, message: message("Row {0} is answered {1}, expected {2}.", row, compared.actual, compared.expected) };
}

function evaluateTrend(expectation: TrendExpectation, { prepared, facts, predict, outputs: width }: Subject): Outcome {
  const { type, with: feature, target, class: named } = expectation;
  const { encoded, split, experiment } = prepared;
  const data = takeRows(encoded.inputs, encoded.inputNames.length, split.train.subarray(0, TREND_ROWS));
  const group = facts.groups.find(({ column }) => column === feature)!;
  const ofClass = named === undefined ? undefined : classIndex(facts.classes, named);
  const output = facts.task === "classes" ? ofClass! : Math.max(0, facts.targets.indexOf(target ?? ""));
  // Of yes or no, the probability of no is what is left.
  const isOfNo = facts.task === "binary" && ofClass === 0;
  const { values, answers } = partialDependence(data, group, (inputs, rows) => {
    const own = readAnswers(facts.task, experiment.training.loss, predict(inputs, rows), width, output);
    return isOfNo ? own.map((value) => 1 - value) : own;
  });
  const way = type === "rises" ? 1 : -1;
  const last = values.length - 1;
  const slack = SLACK * Math.abs(answers[last]! - answers[0]!);
  const wrong = answers.findIndex((value, index) => index > 0 && way * (value - answers[index - 1]!) < -slack);
  const passed = wrong < 0 && way * (answers[last]! - answers[0]!) > 0;
  const [from, to] = wrong < 0 ? [0, last] : [wrong - 1, wrong];
  const shown = (index: number): string => group.categories?.[values[index]!] ?? String(figure(values[index]!, []));
  const args = [feature, shown(from), shown(to), figure(answers[from]!, []), figure(answers[to]!, [])] as const;
  return {
    passed,
    message:
      type === "rises"
        ? message("With {0} from {1} to {2} the mean answer goes from {3} to {4}, expected to rise.", ...args)
        : message("With {0} from {1} to {2} the mean answer goes from {3} to {4}, expected to fall.", ...args),
  };
}

/** Four digits, or as many as it takes to stand on the right side of every bound. */
function figure(value: number, bounds: readonly (number | undefined)[]): number {
  for (let digits = 4; digits < 17; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (bounds.every((bound) => bound === undefined || Math.sign(rounded - bound) === Math.sign(value - bound))) return rounded;
  }
  return value;
}
