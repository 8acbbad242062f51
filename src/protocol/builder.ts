// Host ↔ builder webview.

import type { DataSummary, Preprocessing } from "../data/types.ts";
import type { Edit, JsonLayer } from "../model/edit.ts";
import type { Message, Translations } from "../model/message.ts";
import type { ParsedLayers } from "../model/parse-layers.ts";
import type { Problem } from "../model/problem.ts";
import type { JudgeAnswers, JudgeKind, JudgeQuestions } from "../training/evaluation/questions.ts";
import type { EpochResult, KeptWeights, LayerCurve } from "../training/types.ts";
import type { WeightSummary } from "../model/weight-summary.ts";
import type { BandKind } from "../model/sweep/band.ts";
import type { Sweep } from "../model/sweep/sweep.ts";
import type { CurveBatch, RunStatus } from "./run.ts";
import type { SweepStatus } from "./sweep.ts";
import type { RunsHost, RunsView } from "./runs.ts";
import type { FirstRows, Prediction, RowPage, RowsQuestion, Stride } from "./worker.ts";

export type DataState =
  | { readonly state: "none" }
  /** `first`: what is seen of a large file already. */
  | { readonly state: "reading"; readonly first?: FirstRows }
  | { readonly state: "ready"; readonly summary: DataSummary }
  /** The CSV could not be read at all; the reason is among the document's problems too. */
  | { readonly state: "failed"; readonly reason: Message }
  /** The person cancelled the reading. */
  | { readonly state: "cancelled" };

/** The document's CSVs, by name, that are not any more what was read. */
export interface CsvChanges {
  readonly onDisk: readonly string[];
  /** With changes in an editor that are not saved. */
  readonly unsaved: readonly string[];
}

/** A line of one of the document's CSVs. */
export interface CsvLine {
  /** As the document writes it. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What a form for predictions is made from. */
export interface PredictionForm {
  /** The weight file's name. */
  readonly weights: string;
  readonly preprocessing: Preprocessing;
}

/** Everything the builder shows but the curve. */
export interface BuilderState {
  readonly fileName: string;
  /** The document's version, counted by VS Code; an edit made on an older one is refused. */
  readonly version: number;
  /** The document as JSON, not yet validated; the last that could be read while the text is no JSON. */
  readonly json: unknown;
  /** False while the text is no JSON: then nothing can be edited here. */
  readonly editable: boolean;
  readonly problems: readonly Problem[];
  readonly data: DataState;
  /** How far the CSVs are read, in bytes, while they are. */
  readonly reading?: { readonly done: number; readonly total: number };
  /** Absent where the CSVs are as they were read. */
  readonly changes?: CsvChanges;
  readonly run: RunStatus;
  /** Present where the document is not what the run trained any more, in more than how long and how fast it learns. */
  readonly isEdited?: true;
  /** Present where the network or its data are other than those of the weights that predictions come from. */
  readonly isOutdated?: true;
  /** Counts up whenever a sweep begins or ends; how it stands is asked for. */
  readonly sweep?: number;
}

/** The state as it is sent: the data, which can be large, only where it is another than was sent before. */
export type SentState = Omit<BuilderState, "data"> & { readonly data?: DataState };

/** What a webview gets when it opens or becomes visible again. */
export interface Snapshot {
  readonly language: string;
  readonly translations: Translations;
  readonly state: BuilderState;
  readonly curve: CurveBatch;
  /** The curve of the run before. */
  readonly ghost: readonly EpochResult[];
}

/** Weights to look at: of the run that goes on, of the file that the last one left, or those a run would begin with. */
export interface NetworkWeights {
  readonly from: "run" | "file" | "seed";
  readonly tensors: readonly WeightSummary[];
}

export type PictureKind = "svg" | "png";

/** What the webview asks of the host. */
export interface BuilderHost extends RunsHost {
  snapshot(): Promise<Snapshot>;
  /** Applies the edit to the document; false if the document has changed since `version`. */
  edit(version: number, edit: Edit): Promise<boolean>;
  train(): Promise<void>;
  stop(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Goes on for one batch or to the end of the epoch, then waits. */
  advance(stride: Stride): Promise<void>;
  /** Changes the learning rate of the run that goes on, not of the document. */
  setLearningRate(lr: number): Promise<void>;
  /** Goes on for so many epochs after the end. */
  trainMore(epochs: number): Promise<void>;
  /** Goes on from what a run that did not end well has left. */
  continueRun(): Promise<void>;
  /** Puts the best or the last weights of a stopped run into its file. */
  keepWeights(which: KeptWeights): Promise<void>;
  /** Deletes what it has left. */
  discardUnfinished(): Promise<void>;
  /** Saves the numbers of the curve as CSV where the person wants it. */
  saveCurve(): Promise<void>;
  /** Saves the curve as a TensorBoard event file in a folder the person chooses. */
  saveEvents(): Promise<void>;
  exportCode(): Promise<void>;
  chooseCsv(): Promise<void>;
  openAsText(): Promise<void>;
  readDataAgain(): Promise<void>;
  cancelReading(): Promise<void>;
  /** Saves the CSVs that have changes in an editor, and reads them again. */
  saveCsvs(): Promise<void>;
  /** A piece of the table; undefined where it is being read again. */
  rows(question: RowsQuestion): Promise<RowPage | undefined>;
  /** The values of one row by column name, as a person types them; undefined where it is being read again, or there is no such row. */
  rowValues(row: number): Promise<Readonly<Record<string, string>> | undefined>;
  /** Undefined where nothing was trained yet. */
  predictionForm(): Promise<PredictionForm | undefined>;
  /** What the trained network says of one row, by column name as it was typed. */
  predictValues(values: Readonly<Record<string, string>>): Promise<Prediction>;
  /** Asks for a CSV, and opens it with predictions as a new one. */
  predictFile(): Promise<void>;
  /** Opens every CSV in an editor, or one of them at a line; of a packed one, which has no lines, nothing happens then. */
  openCsv(place?: CsvLine): Promise<void>;
  /** Lets the document learn from a CSV that was dropped on the builder, by its URI. */
  useCsv(uri: string): Promise<void>;
  /** Puts layers on the clipboard, as lines of PyTorch. `inputs`: values per row that go into the first, where that is known. */
  copyLayers(layers: readonly JsonLayer[], inputs?: number): Promise<void>;
  /** The layers of pasted text, with what could not be read; exactly those that were copied, where the text is theirs. */
  readLayers(text: string, inputs?: number): Promise<ParsedLayers>;
  /** The curve of a layer and its derivative, from the engine; undefined where it has none. */
  sampleLayer(layer: JsonLayer): Promise<LayerCurve | undefined>;
  /** The weights of the network as it stands in the document; undefined where it cannot have any yet. */
  weights(): Promise<NetworkWeights | undefined>;
  /** Saves a picture where the person wants it. */
  savePicture(kind: PictureKind, bytes: Uint8Array): Promise<void>;
  /** Shows the document's code in an editor beside the builder. */
  showCode(): Promise<void>;
  /** Says which layer the person selected, for those who show the same network elsewhere. */
  selected(layer: number | undefined): Promise<void>;
  /** Saves the trials of the newest sweep as CSV where the person wants it. */
  saveTrials(): Promise<void>;
  /** Repeats the training as the sweep says, beside the document's own run. */
  startSweep(sweep: Sweep): Promise<void>;
  stopSweep(): Promise<void>;
  /** How the newest sweep stands; undefined where there was none. */
  sweepStatus(band: BandKind): Promise<SweepStatus | undefined>;
  /** Judges the trained weights, and explains their answers; undefined where nothing was trained yet. */
  judge<K extends JudgeKind>(kind: K, question: JudgeQuestions[K]): Promise<JudgeAnswers[K] | undefined>;
}

/** What the host tells the webview. */
export interface BuilderView extends RunsView {
  show(state: SentState): Promise<void>;
  append(curve: CurveBatch): Promise<void>;
  /** Selects a layer and puts the focus on it. */
  reveal(layer: number): Promise<void>;
  /** Selects a layer and leaves the focus where it is, as when it is chosen in the code. */
  select(layer: number): Promise<void>;
}
