// The exported script beside the built-in engine: first weights, losses of a few epochs, and what both say of
// the CSV after them. The script runs in the person's own Python; here is what it is given, and what its
// answer comes to.

import type { DataSummary, Source } from "../data/types.ts";
import { writePyTorch } from "../code/pytorch/pytorch.ts";
import { weightFile } from "../code/formats/weights.ts";
import { readTorch } from "../code/models/torch.ts";
import type { StoredTensor } from "../code/formats/safetensors.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import { Predictor } from "../training/predict.ts";
import { TrainingRun } from "../training/run.ts";
import type { EpochResult, NamedTensor, RunOutcome } from "../training/types.ts";

/** Epochs of a comparison that names no other count. */
export const USUAL_EPOCHS = 5;

/** The largest differences of what both computed. */
export interface Verification {
  /** The releases that were compared with. */
  readonly python: string;
  readonly torch: string;
  readonly epochs: number;
  /** Of a number of the first weights; they are the same bits, or something is wrong. */
  readonly weights: number;
  /** Of a loss, relative to it. */
  readonly losses: number;
  /** Of a predicted number or probability, relative to it above 1; absent if there are none. */
  readonly predictions?: number;
  /** Rows with another predicted class. */
  readonly otherAnswers: number;
}

/** What may differ: sums in another order, which the steps of an epoch make larger. */
const MOST = { losses: 1e-5, predictions: 1e-4 };

/** Whether all is as in PyTorch. */
export function isSame({ weights, losses, predictions = 0, otherAnswers }: Verification): boolean {
  return weights === 0 && losses <= MOST.losses && predictions <= MOST.predictions && otherAnswers === 0;
}

/** What is run: the script and its weight file, which it gets its own weights into. */
export interface ScriptJob {
  readonly script: string;
  readonly weights: Uint8Array;
  readonly epochs: number;
  /** The path of the CSV to predict. */
  readonly csv: string;
  /** How many columns are predicted. */
  readonly columns: number;
}

/** What came of it. */
export interface ScriptAnswer {
  readonly python: string;
  readonly torch: string;
  /** What it printed: a line for each epoch, and the test loss. */
  readonly output: string;
  /** The weights that it starts with, as `torch.save` writes them. */
  readonly first: Uint8Array;
  /** The predicted columns, row by row; absent if it diverged. */
  readonly predicted?: readonly (readonly string[])[];
}

/** What is compared. */
export interface VerifyInput {
  readonly prepared: PreparedExperiment;
  readonly summary: DataSummary;
  /** The first of the document's CSVs, and where all of them lie. */
  readonly source: Source;
  readonly paths: readonly string[];
  readonly name: string;
}

export const WEIGHTS = "verify.safetensors";

/**
 * Trains here, runs the script, and compares.
 * @param run starts the script
 * @throws ProblemError if the document is none that a script can be written of, or the script fails
 */
export async function verify(input: VerifyInput, run: (job: ScriptJob) => Promise<ScriptAnswer>): Promise<Verification> {
  const { prepared, summary, source, paths, name } = input;
  const { experiment } = prepared;
  const script = writePyTorch(experiment, summary, { csv: paths, name, weights: WEIGHTS }).text;
  const { first, epochs, outcome } = train(prepared);
  const stored = { experiment, preprocessing: prepared.encoded.preprocessing, tensors: outcome.tensors };
  const ours = await predictions(stored, source);
  const answer = await run({
    script,
    weights: weightFile(experiment, stored),
    epochs: experiment.training.epochs,
    csv: paths[0]!,
    columns: ours.length,
  });
  return {
    python: answer.python,
    torch: answer.torch,
    epochs: epochs.length,
    weights: farthestWeight(first, readTorch(answer.first, "first.pt")),
    losses: farthestLoss(lossesOf(epochs, outcome), printed(answer.output)),
    ...comparePredictions(ours, answer.predicted),
  };
}

interface Trained {
  readonly first: readonly NamedTensor[];
  readonly epochs: readonly EpochResult[];
  readonly outcome: RunOutcome;
}

function train(prepared: PreparedExperiment): Trained {
  const epochs: EpochResult[] = [];
  const run = new TrainingRun(prepared, { onEpoch: (result) => epochs.push(result), countsMetrics: false });
  const first = run.weights().map(({ name, shape, data }) => ({ name, shape, data: data.slice() }));
  run.advance(() => false);
  return { first, epochs, outcome: run.outcome() };
}

/** Numbers of the tensors that a network starts with; Infinity if they are of another network. */
function farthestWeight(ours: readonly NamedTensor[], theirs: readonly StoredTensor[]): number {
  const others = new Map(theirs.map((tensor) => [tensor.name, tensor]));
  return ours.reduce((most, { name, data }) => {
    const other = others.get(name)?.data;
    if (other?.length !== data.length) return Infinity;
    return data.reduce((greatest, value, index) => Math.max(greatest, Math.abs(value - Number(other[index]))), most);
  }, 0);
}

type Losses = ReadonlyMap<string, number>;

function lossesOf(epochs: readonly EpochResult[], { testLoss }: RunOutcome): Losses {
  const named = epochs.flatMap(({ epoch, trainLoss, validationLoss }) => [
    [`${epoch} train_loss`, trainLoss] as const,
    ...(validationLoss === undefined ? [] : [[`${epoch} validation_loss`, validationLoss] as const]),
  ]);
  return new Map([...named, ...(testLoss === undefined ? [] : [["test_loss", testLoss] as const])]);
}

/** The losses of a script's lines, such as `epoch 1 train_loss 0.6931472 validation_loss 0.6912345`. */
function printed(output: string): Losses {
  const losses = new Map<string, number>();
  for (const line of output.split("\n")) {
    const [, epoch = ""] = /^epoch (\d+) /.exec(line) ?? [];
    for (const [, name = "", value = ""] of line.matchAll(/(\w+_loss) (\S+)/g))
      losses.set(epoch === "" ? name : `${epoch} ${name}`, Number(value));
  }
  return losses;
}

/** Relative; Infinity if one has a loss that the other has not. A loss that ended the run is no number. */
function farthestLoss(ours: Losses, theirs: Losses): number {
  const finite = [...ours].filter(([, value]) => Number.isFinite(value));
  if (finite.length !== theirs.size) return Infinity;
  return finite.reduce((most, [name, value]) => {
    const other = theirs.get(name) ?? Infinity;
    return Math.max(most, Math.abs(value - other) / Math.max(Math.abs(value), Number.MIN_VALUE ** 0.25));
  }, 0);
}

/** A predicted column, row by row; a row without an answer is empty. */
interface PredictedColumn {
  readonly isNumber: boolean;
  readonly cells: readonly string[];
}

async function predictions(weights: ConstructorParameters<typeof Predictor>[0], source: Source): Promise<readonly PredictedColumn[]> {
  const { columns, answerOf } = await new Predictor(weights).predict([source]);
  const predicted = columns.map(({ isNumber, cell }) => ({ isNumber, cell, cells: [] as string[] }));
  for (const answer of answerOf) for (const { cell, cells } of predicted) cells.push(answer < 0 ? "" : cell(answer));
  return predicted;
}

function comparePredictions(
  ours: readonly PredictedColumn[],
  theirs: ScriptAnswer["predicted"],
): Pick<Verification, "predictions" | "otherAnswers"> {
  if (theirs === undefined) return { otherAnswers: 0 };
  if (theirs.length !== ours.length || theirs.some((cells, index) => cells.length !== ours[index]!.cells.length)) throw otherRows();
  let greatest: number | undefined;
  let otherAnswers = 0;
  for (const [at, { isNumber, cells }] of ours.entries())
    for (const [row, cell] of cells.entries()) {
      const other = theirs[at]![row]!;
      if (!isNumber || (cell === "") !== (other === "")) otherAnswers += cell === other ? 0 : 1;
      else if (cell !== "") {
        const [one, two] = [cell, other].map((text) => Number(text.replace(",", "."))) as [number, number];
        greatest = Math.max(greatest ?? 0, Math.abs(one - two) / Math.max(1, Math.abs(one)));
      }
    }
  return { ...(greatest === undefined ? {} : { predictions: greatest }), otherAnswers };
}

function otherRows(): ProblemError {
  const sentence = message("The script reads other rows of the CSV to predict than are read here, so predictions cannot be compared.");
  return new ProblemError({ severity: "error", code: "verify", path: ["data", "file"], message: sentence });
}
