// A trained network to be evaluated and understood: its splits evaluated when they are asked for, and
// questions about single cells, features and rows. Test rows are looked at only by questions that name the
// test split. Costly questions look at a sample and say how large it is.

import type { Preprocessing } from "../../data/types.ts";
import { Generator } from "../../engine/random.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { splitRows } from "../batches.ts";
import type { PreparedExperiment } from "../experiment.ts";
import { finish, type Steps } from "../steps.ts";
import { regressionScores } from "../metrics/regression.ts";
import { classNames, decideClasses, readAnswers, taskOf } from "./answers.ts";
import { type ClassEvaluation, evaluateInSteps, type Evaluation, type EvaluationProgress, type SplitName } from "./evaluate.ts";
import { explainInputs, type Explanation } from "./explain.ts";
import { type FeatureGroup, featureGroups, type InputRows, rawValues, takeRows } from "./features.ts";
import { type Answer, type PartialDependence, partialDependence, type PermutationImportance, permutationImportance } from "./importance.ts";
import { type Cell, type EvaluatedRow, type EvaluatedRows, rowsOf } from "./evaluated-rows.ts";
import { type CurveReport, curveReport, evenly, MOST_POINTS, reportOf, type SplitReport } from "./report.ts";
import { openTrained, type OpenNetwork, type Predict, predictorOf, type TrainedNetwork, type WeightTensor } from "./trained.ts";

/**
 * What is evaluated: the rows of a split, a column of the target, and from which probability on its answer is
 * yes.
 */
export interface Evaluated {
  readonly split: SplitName;
  /** Index of the target's column. */
  readonly target: number;
  readonly threshold: number;
}

/** One of several classes, by its index; of any other answer it says nothing. */
export interface OfClass extends Evaluated {
  readonly class: number;
}

/** Rows of a cell of the confusion matrix, or all of the split. */
export interface OfCell extends Evaluated {
  readonly cell?: Cell;
}

/** The values of a feature in the rows that a report shows. */
export interface FeatureValues {
  readonly column: string;
  readonly values: Float64Array;
  /** What the values are indices of, if it has some. */
  readonly categories?: readonly string[];
}

/**
 * Evaluated features from one on, by its index: of many features each answer says as much as is soon found.
 */
export interface FromFeature extends Evaluated {
  readonly from: number;
}

/** How much of the score goes with each feature. */
export interface ImportanceReport {
  /** From the one that was asked for on; there are more if they end before the last. */
  readonly features: readonly PermutationImportance[];
  readonly score: "accuracy" | "r2";
  readonly repeats: number;
  /** Rows that were looked at. */
  readonly rows: number;
}

export interface DependenceReport extends PartialDependence {
  readonly rows: number;
}

/** What the rows of the CSV say, for those who look at them. */
export interface CsvTexts {
  /** The target, then what tells the day, then what the network learns from. */
  readonly columns: readonly string[];
  /** Of a row of the CSV, counted from 0. */
  cells(row: number): readonly (string | null)[];
}

const REPEATS = 5;
/**
 * Rows that importance and dependence look at; fewer if they would cost more products of numbers than
 * this, but never less than a few.
 */
const MOST_ROWS = 5000;
const IMPORTANCE = { work: 2e10, least: 200 };
const DEPENDENCE = { work: 3e9, least: 50 };
/** Products of one answer of many about importance: a third of a second. */
const PIECE = 1e9;
/** Columns of a row that are handed out. */
const MOST_COLUMNS = 40;
/** Training rows that an explanation starts from. */
const BACKGROUND = 100;
const MOST_NUMBERS = 2e7;
/**
 * Rows that a network goes through at once: as many as cost about this many products of numbers, a fiftieth
 * of a second.
 */
const BATCH = { work: 2e8, least: 16, most: 1024 };
/**
 * Products of numbers from which on a split is evaluated on several threads: those take a moment to start.
 */
const WORTH_THREADS = 3e9;

export class Evaluator {
  readonly #prepared: PreparedExperiment;
  readonly #texts: CsvTexts;
  readonly #isOtherData: boolean;
  readonly #trained: TrainedNetwork;
  readonly #predict: Predict;
  readonly #weights: readonly WeightTensor[];
  readonly #open: OpenNetwork | undefined;
  readonly #groups: readonly FeatureGroup[];
  readonly #evaluations = new Map<SplitName, Evaluation>();
  readonly #importances = new Map<string, PermutationImportance[]>();

  /**
   * @param prepared the experiment that the weights were trained with, on the CSV as it is now
   * @param fitted the preprocessing that they were trained with
   * @param open plans a network for a long work, with as many threads as it is worth; one thread if nothing
   * is
   *   said
   * @throws ProblemError if the weights do not fit
   */
  constructor(prepared: PreparedExperiment, weights: readonly WeightTensor[], fitted: Preprocessing, texts: CsvTexts, open?: OpenNetwork) {
    this.#prepared = prepared;
    this.#texts = texts;
    this.#isOtherData = JSON.stringify(fitted) !== JSON.stringify(prepared.encoded.preprocessing);
    this.#weights = weights;
    this.#open = open;
    const products = weights.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 1);
    const batchSize = Math.max(BATCH.least, Math.min(BATCH.most, Math.floor(BATCH.work / products)));
    this.#trained = openTrained(prepared, weights, batchSize);
    this.#predict = predictorOf(this.#trained);
    this.#groups = featureGroups(prepared.encoded.preprocessing);
  }

  /**
   * Evaluates a split, in steps; what was found is kept, so that `report`, `curves` and `rows` have it at
   * once.
   * @param split validation if nothing is said, or training if that has no rows
   */
  *evaluate(split?: SplitName): Steps<EvaluationProgress, Evaluation> {
    const { validation } = this.#prepared.split;
    const name = split ?? (validation.length > 0 ? "validation" : "train");
    const known = this.#evaluations.get(name);
    if (known) return known;
    const isLong = this.#prepared.split[name].length * this.#cost >= WORTH_THREADS;
    const team = this.#open && isLong ? openTrained(this.#prepared, this.#weights, this.#trained.batchSize, this.#open) : undefined;
    try {
      const evaluation = yield* evaluateInSteps(team ?? this.#trained, this.#prepared, name, 0);
      this.#evaluations.set(name, evaluation);
      return evaluation;
    } finally {
      team?.network.dismiss();
    }
  }

  /** How good the network is on a split. */
  report(threshold: number, split?: SplitName): SplitReport {
    const rows = splitRows(this.#prepared.split);
    const evaluation = finish(this.evaluate(split));
    const features = this.#groups.map(({ column }) => column);
    return { ...reportOf(evaluation, threshold), rows, features, isOtherData: this.#isOtherData };
  }

  /** The curves of a class. */
  curves({ split, target, class: index }: OfClass): CurveReport {
    return curveReport(finish(this.evaluate(split)).byTarget[target] as ClassEvaluation, index);
  }

  rows({ split, target, cell, threshold }: OfCell): EvaluatedRows {
    const { byTarget, tableRows } = finish(this.evaluate(split));
    const found = rowsOf(byTarget[target]!, cell, threshold, (place) => this.#row(tableRows[place]!));
    return { columns: this.#texts.columns.slice(0, MOST_COLUMNS), ...found };
  }

  feature(split: SplitName, feature: number): FeatureValues {
    const rows = this.#prepared.split[split];
    const shown = evenly(rows.length, MOST_POINTS).map((place) => rows[place]!);
    const group = this.#groups[feature]!;
    const { column, categories } = group;
    return { column, values: rawValues(group, this.#take(shown)), ...(categories === undefined ? {} : { categories }) };
  }

  /** What is found is kept, so that whoever comes back has it at once. */
  importance({ split, target, threshold, from }: FromFeature): ImportanceReport {
    const { loss } = this.#prepared.experiment.training;
    const task = taskOf(loss, this.#prepared.encoded);
    const sample = this.#sample(split, this.#groups.length * (REPEATS + 1), IMPORTANCE);
    const key = `${split} ${target} ${task === "binary" ? threshold : ""}`;
    const known = this.#importances.get(key) ?? [];
    this.#importances.set(key, known);
    const data = this.#take(sample);
    const score = this.#scoreOf(sample, target, threshold);
    const count = Math.max(1, Math.floor(PIECE / (this.#cost * REPEATS * data.rows)));
    while (known.length <= from && known.length < this.#groups.length) {
      const first = known.length;
      // Each feature has permutations of its own, so that it does not matter which are asked together.
      const generatorOf = (place: number): Generator => new Generator(first + place);
      known.push(...permutationImportance(data, this.#groups.slice(first, first + count), score, generatorOf, REPEATS));
    }
    return { features: known.slice(from), score: task === "numbers" ? "r2" : "accuracy", repeats: REPEATS, rows: sample.length };
  }

  /** How good the answers to changed inputs of some rows are. */
  #scoreOf(sample: Uint32Array, target: number, threshold: number): (inputs: Float32Array) => number {
    const { encoded, experiment } = this.#prepared;
    const { loss } = experiment.training;
    const task = taskOf(loss, encoded);
    const wanted = Float64Array.from(sample, (row) => encoded.targets[row * encoded.targetWidth + target]!);
    const classes = Uint32Array.from(wanted, (value) => (task === "binary" ? Number(value > 0) : value));
    return (inputs) => {
      const outputs = this.#predict(inputs, sample.length);
      if (task === "numbers") return regressionScores(this.#answers(outputs, target), wanted).r2;
      const answers = decideClasses(task, { loss, threshold }, outputs, this.#trained.network.outputs, target);
      return answers.reduce((hits, answer, row) => hits + Number(answer === classes[row]), 0) / sample.length;
    };
  }

  /** How the answer goes with a feature, on average. */
  dependence(asked: OfClass, feature: number): DependenceReport {
    const data = this.#take(this.#sample(asked.split, 40, DEPENDENCE));
    return { ...partialDependence(data, this.#groups[feature]!, this.#answerOf(asked)), rows: data.rows };
  }

  /**
   * @param row of the CSV, counted from 0
   * @param index the class whose probability is explained; if nothing is said the one that is answered, of
   *   yes and no always yes
   * @throws ProblemError if the row was left out, or is a test row while another split is looked at
   */
  explain({ split, target, threshold }: Evaluated, row: number, index?: number): Explanation {
    const { experiment, encoded, origin, split: splits } = this.#prepared;
    const { loss } = experiment.training;
    const task = taskOf(loss, encoded);
    const { outputs } = this.#trained.network;
    const at = origin.tableRows.indexOf(row);
    if (at < 0) throw leftOut(row);
    const found = (["train", "validation", "test"] as const).find((name) => splits[name].includes(at))!;
    if (found === "test" && split !== "test") throw isTestRow(row);
    const decide = (inputs: Float32Array, rows: number): Uint32Array =>
      decideClasses(task, { loss, threshold }, this.#predict(inputs, rows), outputs, target);
    const { inputs } = this.#take(Uint32Array.of(at));
    const cells = this.#texts.cells(row);
    const decided = task === "numbers" ? 0 : decide(inputs, 1)[0]!;
    const explained = task === "binary" ? 1 : (index ?? decided);
    const actual = encoded.targets[at * encoded.targetWidth + target]!;
    const names = classNames(task, encoded, outputs);
    const explanation = explainInputs({
      inputs,
      training: this.#take(evenly(splits.train.length, MOST_ROWS).map((place) => splits.train[place]!)),
      background: this.#take(evenly(splits.train.length, BACKGROUND).map((place) => splits.train[place]!)),
      groups: this.#groups,
      texts: this.#groups.map(({ column }) => cells[this.#texts.columns.indexOf(column)] ?? null),
      answer: this.#answerOf({ target, class: explained }),
      ...(task === "numbers" ? {} : { classes: { names, decide } }),
      cost: this.#cost,
    });
    const said =
      task === "numbers"
        ? { answer: explanation.value, actual }
        : {
            answer: names[decided]!,
            actual: names[task === "binary" ? Number(actual > 0) : actual]!,
            explained: names[explained]!,
          };
    return { ...this.#row(row), split: found, ...said, ...explanation };
  }

  #row(row: number): EvaluatedRow {
    const { files, starts, lines } = this.#prepared.origin;
    return {
      row,
      line: lines[row]!,
      file: files[starts.findLastIndex((start) => start <= row)]!,
      cells: this.#texts.cells(row).slice(0, MOST_COLUMNS),
    };
  }

  #answers(outputs: Float32Array, index: number): Float64Array {
    const { encoded, experiment } = this.#prepared;
    const { loss } = experiment.training;
    return readAnswers(taskOf(loss, encoded), loss, outputs, this.#trained.network.outputs, index);
  }

  #answerOf({ target, class: index }: Pick<OfClass, "target" | "class">): Answer {
    const { encoded, experiment } = this.#prepared;
    const column = taskOf(experiment.training.loss, encoded) === "classes" ? index : target;
    return (inputs, rows) => this.#answers(this.#predict(inputs, rows), column);
  }

  /** Products of numbers that a row costs, at least. */
  get #cost(): number {
    const { network } = this.#trained;
    const parameters = network.parameters.reduce((sum, { data }) => sum + data.length, 0);
    return Math.max(parameters, this.#prepared.encoded.inputNames.length, 100);
  }

  /** Rows of a split that may be asked `times` times. */
  #sample(split: SplitName, times: number, { work, least }: typeof IMPORTANCE): Uint32Array {
    const rows = this.#prepared.split[split];
    const width = this.#prepared.encoded.inputNames.length;
    const most = Math.floor(Math.min(MOST_ROWS, work / (this.#cost * times), MOST_NUMBERS / width));
    return evenly(rows.length, Math.max(least, most)).map((place) => rows[place]!);
  }

  #take(rows: Uint32Array): InputRows {
    const { inputs, inputNames } = this.#prepared.encoded;
    return takeRows(inputs, inputNames.length, rows);
  }
}

function leftOut(row: number): ProblemError {
  const sentence = message("Row {0} is not among the rows that were used. Choose another row.", row + 1);
  return new ProblemError({ severity: "error", code: "row-left-out", path: [], message: sentence });
}

function isTestRow(row: number): ProblemError {
  const sentence = message("Row {0} is a test row. Show the test split first, or choose another row.", row + 1);
  return new ProblemError({ severity: "error", code: "test-row", path: [], message: sentence });
}
