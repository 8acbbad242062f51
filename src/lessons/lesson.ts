// What a lesson is: its steps, what each checks in the real builder, the hints for wrong tries, and what
// "Do it for me" does. All of it is data; nothing of a lesson is ever run as a program (docs/lessons.md).

import type { JsonValue } from "../model/json.ts";

/**
 * What a value is compared with: a literal equals; an object matches by each of its keys, where `null` also
 * matches an absent one; a list matches item by item. An object with `$…` keys is a condition; `pattern.ts`
 * has them.
 */
export type Pattern = JsonValue;

/** Conditions on one number; all of those given have to hold. */
export interface NumberPattern {
  readonly $atLeast?: number | undefined;
  readonly $atMost?: number | undefined;
  readonly $above?: number | undefined;
  readonly $below?: number | undefined;
  readonly $near?: number | undefined;
  /** How far from `$near` at most: a number, or a share of it as in `"10%"`. */
  readonly $within?: Tolerance | undefined;
}

export type Tolerance = number | `${number}%`;

/** Of a run's epochs, as its CSV calls them; `test_loss` is known after the end only. */
export const metricNames = [
  "train_loss",
  "validation_loss",
  "test_loss",
  "train_accuracy",
  "validation_accuracy",
  "train_r2",
  "validation_r2",
  "train_mae",
  "validation_mae",
  "gradient_norm",
  "lr",
] as const;
export type MetricName = (typeof metricNames)[number];

/** The tabs of the builder's dock. */
export const panelNames = ["loss", "network", "inside", "boundary", "data", "evaluate", "predict", "runs", "sweep", "problems"] as const;
export type PanelName = (typeof panelNames)[number];

/** The kinds of stops of the Inside tab. */
export const stopNames = ["batch", "forward", "loss", "backward", "gradient", "update"] as const;
export type StopName = (typeof stopNames)[number];

/** What a network is exported as that is not trained yet. */
export const exportNames = ["pytorch", "notebook", "lightning", "torchrun", "summary", "mermaid", "card"] as const;
export type ExportName = (typeof exportNames)[number];

/** Where a builder is: its open tab; of the Data and Evaluate tabs the page, of the Inside tab the stop. */
export interface BuilderPlace {
  readonly panel: PanelName;
  readonly page?: string | undefined;
  readonly stop?: StopName | undefined;
  /** The stop's layer, counted from 0. */
  readonly layer?: number | undefined;
  /**
   * The gradient that was checked last: a parameter as in a `state_dict`, and which number of it, as
   * `0.weight[1][0]`.
   */
  readonly checked?: string | undefined;
}

export type Check =
  | { readonly document: Pattern }
  /** The document has a problem of this code now. */
  | { readonly problem: string }
  | { readonly run: Pattern }
  | MetricCheck
  | HealthCheck
  | TensorCheck
  | RunsCheck
  | { readonly sweep: Pattern }
  | PanelCheck
  | FileCheck
  | AnswerCheck
  | FigureCheck
  | { readonly all: readonly Check[] }
  | { readonly any: readonly Check[] }
  | { readonly not: Check };

export interface MetricCheck extends NumberPattern {
  readonly metric: MetricName;
  /** Of the last epoch if nothing is said. */
  readonly at?: "last" | "best" | undefined;
}

export interface HealthCheck {
  /** A code of docs/health.md. */
  readonly health: string;
  /** Index of the layer. */
  readonly layer?: Pattern | undefined;
}

export interface TensorCheck extends NumberPattern {
  /** An expression as the debugger's Watch takes it. */
  readonly tensor: string;
  /** The optimizer step, counted from 1; the first if nothing is said. */
  readonly step?: number | undefined;
}

export interface RunsCheck {
  /** The number of kept runs of the document in this lesson. */
  readonly runs: Pattern;
  /** Which of them count: a check of documents, runs, metrics and findings, asked of each. */
  readonly where?: Check | undefined;
}

export interface PanelCheck {
  readonly panel: PanelName;
  readonly page?: Pattern | undefined;
  readonly stop?: Pattern | undefined;
  readonly layer?: Pattern | undefined;
  readonly checked?: Pattern | undefined;
}

export interface FileCheck {
  /** The name of a file beside the document. */
  readonly file: string;
  /** What stands in it. */
  readonly contains?: string | undefined;
}

export interface AnswerCheck extends NumberPattern {
  readonly answer: string;
  /** The option that was chosen, counted from 1. */
  readonly is?: number | undefined;
  /** An expression whose value on `step` the typed number is compared with; `$within` says how closely. */
  readonly near?: string | undefined;
  readonly step?: number | undefined;
}

export interface FigureCheck extends NumberPattern {
  readonly figure: string;
}

/** A value that an action fills in: a number, or what an expression gives on a step of the document's run. */
export type Given = number | { readonly tensor: string; readonly step?: number | undefined };

/** A place in a run: finished epochs, and trained batches of the next one. */
export interface RunPlace {
  readonly epoch: number;
  readonly batch: number;
}

export type Action =
  /** A JSON merge patch (RFC 7396): lists are replaced whole, `null` removes. One step of undo. */
  | { readonly document: JsonValue }
  /** Trains and waits for the end, or pauses at a place and waits for that. */
  | { readonly train: true | { readonly pauseAt?: RunPlace | undefined } }
  | { readonly advance: "batch" | "epoch" }
  /** Goes on after a pause, and waits for the end. */
  | { readonly resume: true }
  | { readonly stop: true }
  | BuilderPlace
  | { readonly answer: Readonly<Record<string, Given>> }
  | { readonly figure: Readonly<Record<string, number>> }
  /** Trains the document with so many seeds, as the Sweep tab does, and waits. */
  | { readonly seeds: number }
  | { readonly export: ExportName };

/** An input on the page. Its wording is in the text. */
export type Ask =
  | { readonly id: string; readonly kind: "number" }
  /** One of so many options, counted from 1. */
  | { readonly id: string; readonly kind: "choice"; readonly options: number };

export interface Hint {
  readonly id: string;
  readonly when: Check;
  /** The wrong try that it is for; only tests do it. */
  readonly try: readonly Action[];
}

export interface Step {
  readonly id: string;
  /** The document of this step, if it is not the lesson's. */
  readonly document?: string | undefined;
  /** The target that "Show me where" outlines. */
  readonly where?: string | undefined;
  readonly ask: readonly Ask[];
  /** Without a check the step is only read, and done when one goes on. */
  readonly check?: Check | undefined;
  readonly do: readonly Action[];
  readonly hints: readonly Hint[];
}

/** A lesson.json. */
export interface Lesson {
  readonly minutes: number;
  /** The document of the steps that name no other. */
  readonly document: string;
  /** What lies beside the documents: their CSVs. */
  readonly files: readonly string[];
  readonly steps: readonly Step[];
}
