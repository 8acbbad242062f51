// What a session needs of the world: timers, the files beside its document, settings, somebody to tell people
// with. VS Code gives them in the product, memory and a clock that is turned by hand in tests.

import type { Message } from "../model/message.ts";
import type { HealthMark } from "../model/health-mark.ts";
import type { Experiment } from "../model/schema.ts";
import type { FinishedRun } from "../protocol/worker.ts";
import type { Moment } from "../training/space/types.ts";
import type { EpochResult, KeptWeights, RunStarted } from "../training/types.ts";
import type { TrainerFactory } from "./trainer.ts";

export interface Clock {
  /** Milliseconds, from any moment. */
  now(): number;
  date(): Date;
  /** @returns takes it back */
  after(milliseconds: number, act: () => void): () => void;
  /** @returns ends it */
  every(milliseconds: number, act: () => void): () => void;
}

/**
 * What a document's runs leave beside it: NAME.safetensors and, while one goes on,
 * NAME.checkpoint.safetensors.
 */
export interface RunFiles {
  /** The checkpoint's name, for sentences. */
  readonly checkpointName: string;
  /** Undefined if there is none. @throws Error if it cannot be read */
  readCheckpoint(): Promise<Uint8Array | undefined>;
  /** @throws ProblemError if the folder cannot be written */
  writeCheckpoint(bytes: Uint8Array): Promise<void>;
  removeCheckpoint(): Promise<void>;
  /**
   * Writes the weight file and gives its name; undefined if the document has no place and the person names
   * none.
   * @throws ProblemError if it cannot be written
   */
  saveWeights(bytes: Uint8Array): Promise<string | undefined>;
  /**
   * Offers what helps until the weights are written, and gives the file's name; undefined if the person does
   * not want to.
   */
  rescueWeights(bytes: Uint8Array, reason: Message): Promise<string | undefined>;
}

/** A run that is over, as it is kept. */
export interface EndedRun {
  /** The document that was trained, with the epochs that the run was to have. */
  readonly experiment: Experiment;
  /** The document's text when the run began; it may have been edited since. */
  readonly text: string;
  readonly startedAt: Date;
  /** The finished epochs of an earlier run that this one went on from; 0 if it began anew. */
  readonly continued: number;
  readonly outcome: FinishedRun;
  /** The whole curve, also of what an earlier run trained that this one went on from. */
  readonly points: readonly EpochResult[];
  /** What it remembers of its way. */
  readonly moments: readonly Moment[];
  readonly started: RunStarted | undefined;
  /** What was found to be sick. */
  readonly health?: readonly HealthMark[];
}

/**
 * A run that could not be kept, as on a full disk: what it left stays in memory until there is room, or the
 * person does not want it.
 */
export interface UnkeptRun {
  readonly reason: Message;
  /** Tries again. Gives why it still could not be kept; undefined if it is. Never rejects. */
  again(): Promise<UnkeptRun | undefined>;
}

/** Tells other windows that the document is trained in this one. None of it ever rejects. */
export interface RunHold {
  /** What another window that trains it says of its run; undefined if none does. */
  told(): Promise<string | undefined>;
  /** Says that this one trains it, for the next half minute, and how far it is. */
  take(about: string): Promise<void>;
  release(): Promise<void>;
}

export interface RunPorts {
  readonly clock: Clock;
  readonly files: RunFiles;
  /** Absent if no other window can have the document. */
  readonly hold?: RunHold | undefined;
  readonly trainer: TrainerFactory;
  /** The document as it is. */
  readonly text: () => string;
  /** Whether runs are watched for what is sick about them. */
  readonly watchesHealth?: () => boolean;
  /** Which weights a run that was stopped leaves, if there are two. */
  readonly stopKeeps: () => KeptWeights;
  /** Keeps what is left of a run, before its end is told. Gives what keeps it from that; never rejects. */
  readonly keep: (ended: EndedRun) => Promise<UnkeptRun | undefined>;
  /** Says that a run could not be kept, and tries again as often as the person asks for it. */
  readonly offerToKeep: (unkept: UnkeptRun) => Promise<void>;
  /** What went wrong and no sentence on the screen explains. */
  readonly log: (error: unknown) => void;
}
