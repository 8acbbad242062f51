// Live figures of a lesson's text: what stands in their fenced block. All their numbers come from the engine.

import type { JsonLayer } from "../model/edit.ts";
import type { JsonValue } from "../model/json.ts";

/** What the document and the changed one beside it are called, in the text's language. */
export type Captions = readonly [string, string];

/** What each type of figure is given. */
export interface FigureOptions {
  /**
   * The curve of one or several layers, a point on it, and what is wanted of both. It reports the point's x.
   */
  readonly activation: {
    readonly layer?: JsonLayer | undefined;
    readonly layers?: readonly JsonLayer[] | undefined;
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    readonly shows?: readonly ("value" | "derivative")[] | undefined;
    /** Where the point is at first; 0 if nothing is said. */
    readonly at?: number | undefined;
  };
  /** Losses over one weight, the others as they are. It reports the point's weight. */
  readonly "loss-slice": {
    /** As in `0.weight[0]`. */
    readonly weight: string;
    readonly losses: readonly string[];
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    /** Where the point is at first; at the weight as it is if nothing is said. */
    readonly at?: number | undefined;
    /** Values of other weights, by name; else they are as they are. */
    readonly others?: Readonly<Record<string, number>> | undefined;
  };
  /** The path of two weights over the first steps of a run. It reports the steps shown. */
  readonly "weight-path": {
    readonly weights: readonly [string, string];
    readonly steps: number;
    /** A merge patch of the document whose path stands beside it. */
    readonly beside?: JsonValue | undefined;
    readonly captions?: Captions | undefined;
  };
  /** It reports the temperature. */
  readonly softmax: {
    readonly logits?: readonly number[] | undefined;
    /** What the logits are called: the classes. */
    readonly names?: readonly string[] | undefined;
    readonly shows?: readonly ("Softmax" | "Softmin" | "LogSoftmax")[] | undefined;
  };
  /** The line of a perceptron's weights, before and after each of its first steps. It reports the step. */
  readonly "perceptron-line": {
    readonly steps: number;
    readonly beside?: JsonValue | undefined;
    readonly captions?: Captions | undefined;
  };
  /** One bar a layer, on a logarithmic scale. It reports nothing. */
  readonly "layer-bars": {
    readonly of: "gradient" | "dead";
    readonly step?: number | undefined;
    readonly beside?: JsonValue | undefined;
    readonly captions?: Captions | undefined;
  };
  /** The CSV's rows, with what the network answers. It reports nothing. */
  readonly table: { readonly rows?: number | undefined };
}

export type FigureType = keyof FigureOptions;

/** A figure as the text has it. `id` is unique in its lesson. */
export type Figure = { [T in FigureType]: { readonly type: T; readonly id: string; readonly options: FigureOptions[T] } }[FigureType];
