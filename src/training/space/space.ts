// A run looked at from outside while it shapes its space: the weights of its remembered moments and of now,
// in a network of its own, so that whatever is asked leaves the run as it is.

import type { Network } from "../../engine/network.ts";
import { openNetwork } from "../../engine/open.ts";
import { Generator } from "../../engine/random.ts";
import { classNames, decideClasses, readAnswers, taskOf } from "../evaluation/answers.ts";
import { takeRows } from "../evaluation/features.ts";
import { type CsvTexts, Evaluator } from "../evaluation/evaluator.ts";
import { permutationImportance } from "../evaluation/importance.ts";
import { askEvaluator, type EvaluationKind, type EvaluationQuestions } from "../evaluation/questions.ts";
import { evenly } from "../evaluation/report.ts";
import type { EvaluationProgress } from "../evaluation/evaluate.ts";
import { type OpenNetwork, predictorOf, putWeights } from "../evaluation/trained.ts";
import type { Steps } from "../steps.ts";
import type { Preprocessing } from "../../data/types.ts";
import { summarizeWeights } from "../../model/weight-summary.ts";
import type { PreparedExperiment } from "../experiment.ts";
import type { NamedTensor } from "../types.ts";
import { regressionScores } from "../metrics/regression.ts";
import { networkPlan } from "../network-plan.ts";
import { Predictor } from "../predict.ts";
import { Axes } from "./axes.ts";
import { boundaryOf, type Looked, unitsOf } from "./boundary.ts";
import { histogramsOf } from "./histograms.ts";
import { Landscape } from "./landscape.ts";
import type {
  LandscapeAnswer,
  LandscapeQuestion,
  Moment,
  MomentEvaluation,
  MomentPrediction,
  PredictionQuestion,
  SpaceAnswers,
  SpaceFacts,
  SpaceKind,
  SpaceQuestions,
} from "./types.ts";

/** Rows that a network goes through at once. */
const BATCH = 1024;
/** Training rows that the proposed features are found with, and products of numbers that may take. */
const MOST_ROWS = 200;
const MOST_WORK = 2e8;

export class Space {
  readonly #looked: Looked;
  readonly #generator = new Generator(0);
  #moments: readonly Moment[] = [];
  #now: Moment | undefined;
  readonly #first: Moment | undefined;
  #landscape: Landscape | undefined;
  /** Of the weights that lie in the network, so that they are not put there again. */
  #inNetwork: Moment | undefined;
  /** What answered the last row. */
  #predictor: { readonly moment: Moment; readonly threshold: number; readonly predictor: Predictor } | undefined;

  /** What answered the last question about how good weights are, and whether the present ones were meant. */
  #evaluator: { readonly moment: Moment; readonly isPresent: boolean; readonly evaluator: Evaluator } | undefined;

  /** @param first the weights to look at as long as it is given no others */
  constructor(prepared: PreparedExperiment, first?: readonly NamedTensor[]) {
    this.#first = first && { epoch: 0, tensors: first };
    const plan = { ...networkPlan(prepared), batchSize: BATCH };
    const network: Network = openNetwork(plan, this.#generator);
    this.#looked = { prepared, network, batchSize: BATCH, axes: new Axes(prepared.encoded, prepared.split.train) };
  }

  /** In the order of their epochs. */
  get moments(): readonly Moment[] {
    return this.#moments;
  }

  /**
   * Gives it other moments to look at.
   * @param now the present weights, if they are none of the moments
   * @throws ProblemError if they are of another network
   */
  follow(moments: readonly Moment[], now: Moment | undefined): void {
    const isSame = moments.length === this.#moments.length && moments.every((moment, index) => moment === this.#moments[index]);
    if (!isSame && this.#landscape?.isWhole === true) this.#landscape = undefined;
    this.#moments = moments;
    this.#now = now;
  }

  /** @param isDue ends an answer that takes long; it says what is known by then */
  ask<K extends SpaceKind>(kind: K, question: SpaceQuestions[K], isDue: () => boolean): SpaceAnswers[K] {
    const ways: { readonly [L in SpaceKind]: (question: SpaceQuestions[L]) => SpaceAnswers[L] } = {
      facts: () => this.#facts(),
      boundary: (asked) => {
        const { epoch } = this.#use(asked.epoch);
        return { epoch, ...boundaryOf(this.#looked, asked) };
      },
      histograms: ({ layer }) => {
        this.#inNetwork = undefined;
        return histogramsOf(this.#looked, this.#generator, this.#moments, layer);
      },
      landscape: (asked) => this.#landscapeOf(asked, isDue),
      weights: ({ epoch }) => {
        this.#use(epoch);
        return this.#looked.network.parameters.map(({ name, shape, data }) => summarizeWeights(name, shape, data));
      },
      units: (asked) => {
        this.#use(asked.epoch);
        return unitsOf(this.#looked, asked);
      },
      columns: () => this.#looked.prepared.encoded.preprocessing,
    };
    return ways[kind](question);
  }

  /**
   * What the weights of a moment say of one row.
   * @throws ProblemError if a value is not of its column's kind
   */
  async predict({ epoch, values, threshold }: PredictionQuestion): Promise<MomentPrediction> {
    const moment = this.#momentOf(epoch);
    if (this.#predictor?.moment !== moment || this.#predictor.threshold !== threshold) {
      const { experiment, encoded } = this.#looked.prepared;
      const { preprocessing } = encoded;
      this.#predictor = { moment, threshold, predictor: new Predictor({ experiment, preprocessing, tensors: moment.tensors }, threshold) };
    }
    return { epoch: moment.epoch, prediction: await this.#predictor.predictor.predictRow(values) };
  }

  /**
   * How good the weights of a moment, or the present ones, are, and why they answer as they do. The present
   * ones move on between two questions: a report takes up those of now, further questions are about the same.
   * @param textsOf the CSV's rows for those who look at them
   * @param open as the evaluator has it
   * @throws ProblemError as the evaluator does
   */
  *evaluate<K extends EvaluationKind>(
    epoch: number | undefined,
    kind: K,
    question: EvaluationQuestions[K],
    textsOf: (preprocessing: Preprocessing) => CsvTexts,
    open: OpenNetwork,
  ): Steps<EvaluationProgress, MomentEvaluation<K>> {
    const isPresent = epoch === undefined;
    const taken = isPresent && kind !== "report" && this.#evaluator?.isPresent ? this.#evaluator.moment : undefined;
    const moment = taken ?? this.#momentOf(epoch);
    if (this.#evaluator?.moment !== moment) {
      const { prepared } = this.#looked;
      const { preprocessing } = prepared.encoded;
      const evaluator = new Evaluator(prepared, moment.tensors, preprocessing, textsOf(preprocessing), open);
      this.#evaluator = { moment, isPresent, evaluator };
    }
    return { epoch: moment.epoch, answer: yield* askEvaluator(this.#evaluator.evaluator, kind, question) };
  }

  /** Puts the weights of an epoch, or the present ones, into the network. */
  #use(epoch: number | undefined): Moment {
    const moment = this.#momentOf(epoch);
    if (moment !== this.#inNetwork) putWeights(this.#looked.network, moment.tensors);
    this.#inNetwork = moment;
    return moment;
  }

  /** The remembered one of the epoch, or the next one after it; the present one if none is named. */
  #momentOf(epoch: number | undefined): Moment {
    const found = epoch === undefined ? undefined : (this.#moments.find((moment) => moment.epoch >= epoch) ?? this.#moments.at(-1));
    const moment = found ?? this.#now ?? this.#moments.at(-1) ?? this.#first;
    if (moment === undefined) throw new Error("There are no weights to look at.");
    return moment;
  }

  #landscapeOf(question: LandscapeQuestion, isDue: () => boolean): LandscapeAnswer {
    if (question.from === 0 || this.#landscape?.answers(question) !== true) {
      const centre = this.#momentOf(question.epoch);
      const before = this.#moments.filter((moment) => moment.epoch <= centre.epoch && moment !== centre);
      this.#landscape = new Landscape(this.#looked, centre, [...before, centre], question);
    }
    this.#inNetwork = undefined;
    this.#landscape.work(isDue);
    return this.#landscape.answer(question.from);
  }

  #facts(): SpaceFacts {
    const { prepared, network, axes } = this.#looked;
    const { encoded, experiment } = prepared;
    const task = taskOf(experiment.training.loss, encoded);
    return {
      features: axes.features,
      proposed: this.#proposed(),
      task,
      targets: encoded.preprocessing.target.columns,
      ...(task === "numbers" ? {} : { classes: classNames(task, encoded, network.outputs) }),
      layers: experiment.layers.map(({ type }, index) => ({ type, units: network.layers[index]!.outFeatures })),
    };
  }

  /**
   * The two features without which the answers to some training rows get worst, by permutation importance.
   */
  #proposed(): number[] {
    const { prepared, network, axes } = this.#looked;
    const { encoded, experiment, split } = prepared;
    const { loss, threshold } = experiment.training;
    const { groups } = axes;
    const usual = groups.slice(0, 2).map((_, index) => index);
    const cost = network.parameters.reduce((sum, { data }) => sum + data.length, 0) + encoded.inputNames.length;
    if (groups.length <= 2 || cost * groups.length * MOST_ROWS > MOST_WORK) return usual;
    this.#use(undefined);
    const rows = evenly(split.train.length, MOST_ROWS).map((place) => split.train[place]!);
    const task = taskOf(loss, encoded);
    const wanted = Float64Array.from(rows, (row) => encoded.targets[row * encoded.targetWidth]!);
    const truths = task === "binary" ? wanted.map((value) => Number(value > 0)) : wanted;
    const predict = predictorOf(this.#looked);
    const score = (inputs: Float32Array): number => {
      const outputs = predict(inputs, rows.length);
      if (task === "numbers") return regressionScores(readAnswers(task, loss, outputs, network.outputs, 0), wanted).r2;
      const answers = decideClasses(task, { loss, threshold }, outputs, network.outputs);
      return answers.reduce((hits, answer, row) => hits + Number(answer === truths[row]), 0);
    };
    const data = takeRows(encoded.inputs, encoded.inputNames.length, rows);
    const found = permutationImportance(data, groups, score, (place) => new Generator(place), 2);
    // Sorting keeps the order of equals, so a network that knows nothing yet proposes the first two.
    return [...groups.keys()].toSorted((one, other) => (found[other]!.mean || 0) - (found[one]!.mean || 0)).slice(0, 2);
  }
}
