// Host ↔ builder webview.

import type { DataSummary } from "../data/types.ts";
import type { BoundCode } from "../model/bound-code.ts";
import type { Message, Translations } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import type { EpochResult } from "../training/types.ts";
import type { CodeHost } from "./code-host.ts";
import type { DataHost } from "./data-host.ts";
import type { DebugHost, DebugState } from "./debug-host.ts";
import type { DocumentHost } from "./document-host.ts";
import type { EngineChoice, EngineHost } from "./engine-host.ts";
import type { EvaluationHost, PredictionHost } from "./evaluation-host.ts";
import type { InsideHost } from "./inside-host.ts";
import type { NetworkHost, PictureHost } from "./network-host.ts";
import type { PlaceHost, PlaceView } from "./place-host.ts";
import type { RunHost } from "./run-host.ts";
import type { CurveBatch, RunStatus } from "./run.ts";
import type { RunsHost, RunsView } from "./runs.ts";
import type { SpaceHost } from "./space-host.ts";
import type { SweepHost } from "./sweep.ts";
import type { FirstRows } from "./worker.ts";

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
  /** Absent if the CSVs are as they were read. */
  readonly changes?: CsvChanges;
  readonly run: RunStatus;
  /**
   * Present if the document is not what the run trained any more, in more than how long and how fast it
   * learns.
   */
  readonly isEdited?: true;
  /** Present if the network or its data changed since the weights that predictions come from. */
  readonly isOutdated?: true;
  /** Counts up whenever a sweep begins or ends; how it stands is asked for. */
  readonly sweep?: number;
  /** Who computes the next run; absent if there is no choice. */
  readonly engine?: EngineChoice;
  /** Present if the document is bound to a Python file. */
  readonly code?: BoundCode;
  /** Present if the document has breakpoints, or a debugger waits in it. */
  readonly debug?: DebugState;
}

/** The state as it is sent: the data, which can be large, only if it changed since it was sent. */
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

/** What the webview asks of the host: a facet for each subject, each answered beside its feature. */
export interface BuilderHost
  extends
    DocumentHost,
    DataHost,
    RunHost,
    RunsHost,
    SweepHost,
    NetworkHost,
    InsideHost,
    SpaceHost,
    PictureHost,
    CodeHost,
    EvaluationHost,
    PredictionHost,
    EngineHost,
    DebugHost,
    PlaceHost {
  snapshot(): Promise<Snapshot>;
}

/** What the host tells the webview. */
export interface BuilderView extends RunsView, PlaceView {
  /**
   * The page is kept while it is behind another tab. It is told nothing there; what it shows is made the
   * present again when it is back, by a snapshot that it asks for.
   */
  visible(isVisible: boolean): Promise<void>;
  show(state: SentState): Promise<void>;
  append(curve: CurveBatch): Promise<void>;
  /** Selects a layer and puts the focus on it. */
  reveal(layer: number): Promise<void>;
  /** Selects a layer and leaves the focus where it is, as when it is chosen in the code. */
  select(layer: number): Promise<void>;
}
