// The runs that are kept of a document, as the builder asks for them. The list and everything in it are the
// host's; what is chosen, sorted and filtered is the webview's.

import type { Difference } from "../model/differences.ts";
import type { RunMarks, RunRecord } from "../model/run-record.ts";
import type { Settings } from "../model/sweep/sweep.ts";
import type { EpochResult } from "../training/types.ts";

/** The most runs that are compared at a time. */
export const MOST_COMPARED = 10;

/** A run in the list. */
export interface RunEntry {
  /**
   * The name of its folder; names sort by the time the runs were started. Of another document's run it has
   * the document before it.
   */
  readonly id: string;
  /** The name of another document that the run is of; it stands here only to be compared. */
  readonly document?: string;
  readonly record: RunRecord;
  /**
   * What its document has of everything that a sweep can vary; absent if the document cannot be read any
   * more.
   */
  readonly settings?: Settings;
}

/** What the webview asks of the host. */
export interface RunsHost {
  /** Newest first; behind them those of other documents that it was asked to show beside them. */
  runs(): Promise<readonly RunEntry[]>;
  /** The folders of runs whose records cannot be read, as of a merge that went wrong. */
  unreadRuns(): Promise<readonly string[]>;
  /** It never changes; undefined if it cannot be read any more. */
  runCurve(id: string): Promise<readonly EpochResult[] | undefined>;
  /**
   * What the documents of these runs do not agree in; undefined if one of them cannot be read any more.
   */
  runDifferences(ids: readonly string[]): Promise<readonly Difference[] | undefined>;
  /** Renames a run, gives it a star or a note; what is left out stays. */
  markRun(id: string, marks: RunMarks): Promise<void>;
  /** Deletes runs, after the person has said yes to it. */
  deleteRuns(ids: readonly string[]): Promise<void>;
  /** Makes the document what it was, as an edit that can be undone. */
  restoreRun(id: string): Promise<void>;
  /** Makes a run's weights those that the document predicts with. */
  useRunWeights(id: string): Promise<void>;
  /** Shows where a run's files are. */
  revealRun(id: string): Promise<void>;
  /** Runs the exported script of a run's document in PyTorch, and keeps what differs with the run. */
  verifyRun(id: string): Promise<void>;
  /** Shows what differs between a run's document and the present one. */
  diffRun(id: string): Promise<void>;
}

/** What the host tells the webview. */
export interface RunsView {
  /** The list changed. */
  runsChanged(): Promise<void>;
  /** Shows these runs beside each other. */
  showRuns(ids: readonly string[]): Promise<void>;
}
