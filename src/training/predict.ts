// Prediction: a trained network, its weights and its fitted preprocessing on rows that nobody has seen. The
// training CSV is not needed again. The same way for a CSV and for one row typed by hand.

import { applyPreprocessing, settingsFor, widthOf } from "../data/apply.ts";
import { readMendedFiles } from "../data/mend-reading.ts";
import { readTable } from "../data/read.ts";
import type { ReadSettings } from "../data/read-settings.ts";
import { bytesSource, type ReadHooks } from "../data/sources.ts";
import type { Table } from "../data/table.ts";
import type { FittedFeature, Preprocessing, Source } from "../data/types.ts";
import type { Network } from "../engine/network.ts";
import { openNetwork } from "../engine/open.ts";
import { Generator } from "../engine/random.ts";
import { message } from "../model/message.ts";
import { type Problem, ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { type AnswerColumn, answerColumns } from "./answer-columns.ts";
import { definedLoss } from "./divergence.ts";

/** Rows of a batch: enough to keep the kernels busy, few enough to stay in the cache. */
const BATCH = 1024;
/** A line that is skipped at the top stands at most so far behind the one before it. */
const TOP = 3;
/** Rows that are encoded at once. */
const CHUNK = 65_536;

/** What a weight file holds. */
export interface TrainedWeights {
  /** The document it was trained with. */
  readonly experiment: Experiment;
  readonly preprocessing: Preprocessing;
  /** As in the `state_dict`. */
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly data: Iterable<number | bigint> }[];
}

/** What the network says of a table. */
export interface Predictions {
  /**
   * Only the answers of some ten thousand rows are held, so ask for those of a row, then of the next.
   * Those further down throw a ProblemError when they are asked for if a value is beyond float32.
   */
  readonly columns: readonly AnswerColumn[];
  /** Row of the table → row of the answers; −1 if there is no prediction. */
  readonly answerOf: Int32Array;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/** What a trained network says of one row. */
export interface Prediction {
  /**
   * One per target: the class as the training CSV wrote it, or the number; none where a value is missing that
   * nothing fills.
   */
  readonly answers: readonly { readonly target: string; readonly text: string }[];
  /** Of each class, where the loss knows probabilities. */
  readonly probabilities: readonly { readonly target: string; readonly text: string; readonly probability: number }[];
  /** Warnings, as of a category that training did not know. */
  readonly problems: readonly Problem[];
}

/** A CSV with what the network says of it. */
export interface PredictedTable extends Predictions {
  /** To be released, if a storage was handed in. */
  readonly table: Table;
  /** Lines that are no part of it. */
  readonly read: Pick<ReadSettings, "comment" | "skip">;
}

export class Predictor {
  readonly #network: Network;
  readonly #weights: TrainedWeights;
  readonly #threshold: number;

  /**
   * @param threshold from which probability on a binary answer is positive; the document's own if nothing
   *   is said
   * @throws ProblemError if tensors and layers do not fit
   */
  constructor(weights: TrainedWeights, threshold = weights.experiment.training.threshold) {
    const { experiment, preprocessing } = weights;
    const { loss, optimizer } = experiment.training;
    const inputs = preprocessing.features.reduce((sum, feature) => sum + widthOf(feature), 0);
    const targetWidth = preprocessing.target.columns.length;
    this.#weights = weights;
    this.#threshold = threshold;
    // The first weights it draws are overwritten.
    this.#network = openNetwork({ layers: experiment.layers, loss, optimizer, inputs, targetWidth, batchSize: BATCH }, new Generator(0));
    putTensors(this.#network, weights.tensors);
  }

  /**
   * Reads a CSV and predicts its rows.
   * @throws ProblemError if it cannot be read, lacks columns, or has values of another kind than in
   *   training
   */
  async predict(sources: readonly Source[], hooks: ReadHooks = {}): Promise<PredictedTable> {
    const { skip, decimal, delimiter, encoding } = this.#weights.experiment.data;
    try {
      return await this.#predictFiles(sources, {}, hooks);
    } catch (error) {
      // It may be like the training CSV in what nobody sees from outside. Of the lines that are skipped
      // there, those below the first are its own.
      const top = skip.filter((line, index) => line <= index + TOP);
      const isTold = top.length > 0 || decimal !== undefined || delimiter !== undefined || encoding !== undefined;
      if (!(error instanceof ProblemError) || !isTold) throw error;
      return await this.#predictFiles(sources, { decimal, delimiter, encoding, skip: top }, hooks).catch(() => {
        throw error;
      });
    }
  }

  /** Reads a CSV as it is meant: what stands above its names or below its rows is found and told. */
  async #predictFiles(sources: readonly Source[], told: ReadSettings, hooks: ReadHooks): Promise<PredictedTable> {
    const { experiment, preprocessing } = this.#weights;
    const settings: ReadSettings = { ...settingsFor(preprocessing, experiment.data), ...told };
    const { table, reading, mended } = await readMendedFiles(sources, settings, hooks);
    try {
      const predictions = this.predictTable(table);
      return {
        table,
        ...predictions,
        problems: [...mended.map(asWarning), ...predictions.problems],
        read: { comment: settings.comment, skip: settings.skip, ...reading },
      };
    } catch (error) {
      table.release?.();
      throw error;
    }
  }

  /**
   * Predicts the rows of a table that was read with `settingsFor`.
   * @throws ProblemError as `predict`
   */
  predictTable(table: Table): Predictions {
    const { experiment, preprocessing } = this.#weights;
    const { rows, width, problems, encode } = applyPreprocessing(table, preprocessing);
    const { outputs: outputWidth } = this.#network;
    const settings = { loss: experiment.training.loss, target: preprocessing.target, threshold: this.#threshold };
    const answersFrom = (first: number): readonly AnswerColumn[] => {
      const some = rows.subarray(first, first + CHUNK);
      const outputs = new Float32Array(some.length * outputWidth);
      this.#forward(encode(some), width, outputs);
      return answerColumns(settings, outputs, outputWidth);
    };
    const answerOf = new Int32Array(table.rows).fill(-1);
    for (const [index, row] of rows.entries()) answerOf[row] = index;
    const columns = inChunks(answersFrom);
    return { columns, answerOf, problems };
  }

  /**
   * Predicts one row of values by column name, as a person types them: numbers with a decimal point.
   * @throws ProblemError if a value is not of its column's kind
   */
  async predictValues(values: Readonly<Record<string, string>>): Promise<Predictions> {
    const names = this.#weights.preprocessing.features.map(({ column }) => column);
    // One column more, because a line of one empty field is no row.
    const row = names.includes("row") ? `${names.join(" ")} row` : "row";
    const lines = [
      [...names, row],
      [...names.map((name) => (Object.hasOwn(values, name) ? values[name]!.trim() : "")), "1"],
    ];
    const text = lines.map((fields) => fields.map(quoted).join(",")).join("\n");
    const read = settingsFor({ ...this.#weights.preprocessing, features: this.#weights.preprocessing.features.map(withoutPoints) }, {});
    const settings = { ...read, delimiter: ",", decimal: ".", header: true } as const;
    const table = await readTable([bytesSource("", new TextEncoder().encode(text))], settings);
    try {
      const predictions = this.predictTable(table);
      return { ...predictions, problems: predictions.problems.map(ofForm) };
    } catch (error) {
      throw error instanceof ProblemError ? new ProblemError(ofForm(error.problem)) : error;
    }
  }

  /**
   * What the network says of one row of values, as it is shown.
   * @throws ProblemError as `predictValues`
   */
  async predictRow(values: Readonly<Record<string, string>>): Promise<Prediction> {
    const { columns, answerOf, problems } = await this.predictValues(values);
    const answer = answerOf[0] ?? -1;
    const shown = answer < 0 ? [] : columns;
    return {
      answers: shown.filter(({ kind }) => kind === "prediction").map(({ target, cell }) => ({ target, text: cell(answer) })),
      probabilities: shown
        .filter(({ kind }) => kind === "probability")
        .map(({ target, className = "", cell }) => ({ target, text: className, probability: Number(cell(answer)) })),
      problems,
    };
  }

  #forward(inputs: Float32Array, width: number, outputs: Float32Array): void {
    const network = this.#network;
    for (let from = 0; from * width < inputs.length; from += BATCH) {
      const part = inputs.subarray(from * width, (from + BATCH) * width);
      network.input.set(part);
      const rows = part.length / width;
      definedLoss(this.#weights.experiment, () => network.evaluate(rows));
      outputs.set(network.output.subarray(0, rows * network.outputs), from * network.outputs);
    }
  }
}

/** Columns of answers of which one chunk is held: cheap if they are asked for row after row. */
function inChunks(answersFrom: (first: number) => readonly AnswerColumn[]): AnswerColumn[] {
  let first = 0;
  let held = answersFrom(first);
  return held.map((column, index) => {
    const cell = (answer: number): string => {
      if (answer < first || answer >= first + CHUNK) {
        first = answer - (answer % CHUNK);
        held = answersFrom(first);
      }
      return held[index]!.cell(answer - first);
    };
    return Object.assign({}, column, { cell });
  });
}

/** What was mended, without the edit of a document that did it. */
function asWarning({ code, message: said, path, file, line }: Problem): Problem {
  return {
    severity: "warning",
    code,
    message: said,
    path,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

function putTensors(network: Network, tensors: TrainedWeights["tensors"]): void {
  const stored = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const { name, shape, data } of [...network.parameters, ...network.buffers]) {
    const tensor = stored.get(name);
    // BatchNorm1d's count has the shape [] in the file.
    if (tensor === undefined || sizes(tensor.shape) !== sizes(shape)) throw otherWeights(name, shape);
    data.set(Float32Array.from(tensor.data, Number));
  }
}

function sizes(shape: readonly number[]): string {
  return shape.join("×") || "1";
}

function otherWeights(name: string, shape: readonly number[]): ProblemError {
  return new ProblemError({
    severity: "error",
    code: "other-weights",
    path: ["layers"],
    message: message(
      "The weights do not fit the network: they have no {0} of {1} numbers. Choose the weights that were trained with it.",
      name,
      sizes(shape),
    ),
  });
}

/** A point between thousands would be the decimal mark that a person types. */
function withoutPoints(feature: FittedFeature): FittedFeature {
  if (feature.thousands !== ".") return feature;
  const { thousands: _, ...others } = feature;
  return others;
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}

/** A problem of the one row, which has no file and line. */
function ofForm({ severity, code, message: said }: Problem): Problem {
  const [value = "", column = ""] = said.args;
  const text = () => {
    switch (code) {
      case "not-of-kind":
      case "not-a-date":
        return message('"{0}" is not of the kind that "{1}" had in training. Correct it, or leave it empty.', value, column);
      case "unknown-category":
        return message('"{0}" did not occur in "{1}" in training, so the network gets only zeros for it.', value, column);
      case "not-predicted":
        return message('"{0}" is empty, and training gave nothing to fill it with. Type a value.', value);
      default:
        return said;
    }
  };
  return { severity, code, path: [], message: text() };
}
