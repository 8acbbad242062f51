// What the registry says of a layer.

import type { Message } from "../message.ts";
import type { Parameters } from "../parameters.ts";

export type LayerGroup = "linear" | "activation" | "normalization" | "regularization" | "output";

export interface LayerRecord<T extends string = string, P extends Parameters = Parameters> {
  readonly type: T;
  /** Plain names in English and Korean that a person may look for, in whichever language the builder is. */
  readonly words: readonly string[];
  /** Its picture: a path drawn with one stroke in a square of 16, for most the shape of its curve. */
  readonly picture: string;
  readonly group: LayerGroup;
  readonly parameters: P;
  readonly formula: string;
  /** The derivative of the output with respect to the input. */
  readonly derivative: string;
  /** What it is for. */
  readonly about: Message;
  /** What goes wrong with it. */
  readonly pitfall?: Message;
  /**
   * Values per row that come out, from the layer's parameters and the values that go in. Layers without one
   * keep the number.
   */
  readonly outFeatures?: (parameters: Readonly<Record<string, unknown>>, inFeatures: number | undefined) => number | undefined;
  /** Learnt numbers, from values per row in and out. Layers without one learn nothing. */
  readonly parameterCount?: (inFeatures: number, outFeatures: number, parameters: Readonly<Record<string, unknown>>) => number;
  /**
   * Multiply-adds for one row, forward, from values per row in and out. Layers without one have none that
   * count.
   */
  readonly multiplyAdds?: (inFeatures: number, outFeatures: number) => number;
  /** The interval all outputs lie in, if there is one. */
  readonly range?: readonly [number, number];
  /**
   * If it passes too little of the gradient: nowhere anything, or next to nothing far from zero on both
   * sides.
   */
  readonly gradient?: "none" | "vanishes";
}

/** Whether each output depends on one input alone, so that the layer is a curve that can be drawn. */
export function isCurve({ group, outFeatures }: LayerRecord): boolean {
  return group === "activation" && outFeatures === undefined;
}

/** Keeps a record's own types. */
export function layer<const T extends string, P extends Parameters>(record: LayerRecord<T, P>): LayerRecord<T, P> {
  return record;
}
