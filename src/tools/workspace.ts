// What a tool can do with a workspace. VS Code gives it in the extension, a folder of the disk on the command
// line. Paths are as the caller writes them, relative to the workspace or absolute; one that leads out of it,
// also by a link, is refused by whoever implements this.

import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Inspected, SourceReference } from "../protocol/worker.ts";
import type { DocumentSession } from "../session/document-session.ts";
import type { NetworkPorts } from "../session/network/network-ports.ts";
import type { TrainedNetwork } from "../session/network/trained-network.ts";
import type { RunStore } from "../session/runs/run-store.ts";

/** CSVs that no document describes yet. */
export type InspectedTables = Omit<Inspected, "dialect">;

/** A document that a tool works with, and everything that belongs to it. */
export interface ToolDocument {
  readonly session: DocumentSession;
  readonly network: TrainedNetwork;
  readonly weights: Pick<NetworkPorts, "readWeights" | "weightBytes">;
  readonly runs: RunStore;
  /** Brings the document to the front, if there is somebody to look. */
  show(): Promise<void>;
  /** A run has just been started: says how it comes along, if there is somebody to look. */
  follow(): void;
  /** The tool is done with it. */
  close(): Promise<void>;
}

export interface ToolWorkspace {
  /** Whether the person trusts what lies in the workspace. */
  readonly isTrusted: boolean;
  /** Whether predicted CSVs keep texts that a spreadsheet would run as a formula. */
  readonly keepsFormulas: boolean;
  /**
   * The columns of CSVs that no document describes yet.
   * @throws ProblemError if one cannot be read, lies outside or has other columns than the first
   */
  inspect(csvs: readonly string[]): Promise<InspectedTables>;
  /** A CSV as the worker gets it. @throws ProblemError if it is not there, or lies outside */
  source(csv: string): Promise<SourceReference>;
  /**
   * Opens a document; the one that the person has open is the same.
   * @throws ProblemError if it is not there, or it or one of its CSVs lies outside
   */
  open(document: string): Promise<ToolDocument>;
  /** Whether a file, or anything else, is there. @throws ProblemError if the path leads outside */
  isThere(path: string): Promise<boolean>;
  /** Writes a file that is not there yet. @throws ProblemError if it is, lies outside or cannot be written */
  create(path: string, content: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
}

/** The error of a path that leads out of the workspace. */
export function outside(path: string): ProblemError {
  const sentence = message("{0} lies outside of this workspace, where tools neither read nor write. Name a file of the workspace.", path);
  return new ProblemError({ severity: "error", code: "outside-workspace", message: sentence, path: [] });
}

/** The error of a file that is not there. */
export function notThere(path: string): ProblemError {
  const sentence = message("There is no file {0}. Correct the path.", path);
  return new ProblemError({ severity: "error", code: "file-not-found", message: sentence, path: [] });
}
