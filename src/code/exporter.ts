// What an exporter is: a record that says what it writes, what it needs and what it cannot express, and a
// pure function that writes it. The records are in `exporters.ts`.

import type { DataSummary } from "../data/types.ts";
import type { Message } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import type { TrainedNetwork } from "./formats/weights.ts";

/** The language of comments and of prose. */
export type Language = "en" | "ko";

/**
 * A row with the answers that `perceptron predict` gives for it, so that what is exported can check itself.
 */
export interface SelfCheck {
  /** By column name; numbers with a decimal point, as a person types them. A missing value is empty. */
  readonly values: Readonly<Record<string, string>>;
  /** One for each target. */
  readonly answers: readonly SelfCheckAnswer[];
}

export interface SelfCheckAnswer {
  /** The target's column. */
  readonly column: string;
  /** The class as the training CSV wrote it, or the number. */
  readonly text: string;
  /** By class, if the loss knows probabilities. */
  readonly probabilities?: Readonly<Record<string, number>>;
}

/** What a document is exported from. */
export interface ExportInput {
  readonly experiment: Experiment;
  readonly summary: DataSummary;
  /** The document's name, as in `iris.perceptron`. */
  readonly name: string;
  /** The name of the first file without its extension, after which files beside it are named. */
  readonly stem: string;
  /** The CSV, or all of them, as seen from the written file. */
  readonly csv: string | readonly string[];
  /** The trained network, if there are weights. */
  readonly trained?: TrainedNetwork | undefined;
  /** The weight file it was read from, byte for byte. */
  readonly weightFile?: Uint8Array | undefined;
  /** Given whenever `trained` is, if some row of the CSV has an answer. */
  readonly check?: SelfCheck | undefined;
  /** Of the trained network on the test rows, if they are known: `loss`, `accuracy`, `r2`, `mae`. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  readonly language: Language;
  /** The exporter's own options that were given. */
  readonly options: Readonly<Record<string, string | boolean>>;
}

/** A file that is written; the first is the one that `--out` names. */
export interface ExportedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** An option of one exporter, as `--no-numpy`. */
export interface ExporterOption {
  readonly type: "boolean" | "string";
  /** What it makes of the format, behind its name: `LaTeX`. */
  readonly label: Message;
  /** Of the first file, if the option changes it. */
  readonly extension?: string;
  /** What it does, in a sentence. */
  readonly detail: Message;
}

export interface Exporter {
  /** As people call it. */
  readonly label: string;
  /** What it is, in a sentence. */
  readonly detail: Message;
  /** Of the first file, with its dot. */
  readonly extension: string;
  readonly needsWeights: boolean;
  /** Whether it says how well the trained network does. */
  readonly showsMetrics?: true;
  /** By name, without dashes. */
  readonly options?: Readonly<Record<string, ExporterOption>>;
  /** What it cannot express, each with its place; empty if all is well. Never an approximation. */
  refuses(input: ExportInput): readonly Problem[];
  /**
   * @param input one that is not refused
   * @throws ProblemError if it is
   */
  write(input: ExportInput): readonly ExportedFile[] | Promise<readonly ExportedFile[]>;
}
