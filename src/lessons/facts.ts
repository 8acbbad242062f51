// What checks are asked of: the real document, the real run, and what the person did on the page. Who has
// them is the session room; a check never looks anywhere else.

import type { BuilderPlace, MetricName } from "./lesson.ts";

/** What is known of one run, and of the document that it trained. */
export interface RunFacts {
  /** The document as JSON, with the defaults of docs/format.md; without them while it breaks the schema. */
  document(): unknown;
  /** How the run stands: a `RunView`; undefined if there is none. */
  run(): RunView | undefined;
  /** A value of an epoch; undefined if the run does not have it. */
  metric(name: MetricName, at: "last" | "best"): number | undefined;
  /** What was found to be sick; the layer is null where the whole network is meant. */
  health(): readonly { readonly code: string; readonly layer: number | null }[];
}

/** What a `run` check sees. */
export interface RunView {
  readonly state: "idle" | "preparing" | "running" | "paused" | "stopping" | "ended" | "failed";
  /** Finished epochs. */
  readonly epoch: number;
  /** Epochs that it is to have. */
  readonly epochs: number;
  /** Batches of the epoch after them, while it is paused. */
  readonly batch: number;
  /** Why it ended before its last epoch; null if it did not. */
  readonly stopped: "early" | "interrupted" | "diverged" | null;
  /** Whether the document was changed since, in more than how long and how fast it learns. */
  readonly isEdited: boolean;
  /** The learning rate of the last epoch's first batch. */
  readonly lr?: number | undefined;
}

/**
 * One trial of a sweep as a `sweep` check sees it: what it set, how it stands, and its last epoch's values.
 */
export type TrialView = Readonly<Record<string, string | number | null>>;

/** What a `sweep` check sees. */
export interface SweepView {
  readonly state: "running" | "stopping" | "ended";
  readonly kind: "seeds" | "grid" | "random";
  /** Whether the document differs in more than what is varied from the one that was trained. */
  readonly isOutdated: boolean;
  /** Of a sweep over seeds how many are trained; else 0. */
  readonly seeds: number;
  readonly trials: readonly TrialView[];
}

/** Everything that checks may ask. */
export interface Facts extends RunFacts {
  /** Codes of what is wrong with the document as it stands, once its data is read. */
  problems(): Promise<readonly string[]>;
  /**
   * What an expression gives on an optimizer step, counted from 1, of the document's run from its beginning;
   * undefined if it gives no number, or there is no such step.
   */
  tensor(expression: string, step: number): Promise<number | undefined>;
  /** The document's kept runs, newest first. */
  runs(): Promise<readonly RunFacts[]>;
  sweep(): SweepView | undefined;
  /** Where the document's builder is; undefined if none is open. */
  place(): BuilderPlace | undefined;
  /** Whether a file of this name lies beside the document, and has a text in it. */
  hasFile(name: string, contains?: string): Promise<boolean>;
  /** What was typed or chosen on the page. */
  answer(id: string): number | undefined;
  /** What a figure reports. */
  figure(id: string): number | undefined;
}
