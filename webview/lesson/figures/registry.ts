// The live figures of lessons: for each type what loads its element. A figure is loaded when a step shows it.

import type { Figure, FigureType } from "../../../src/lessons/figures.ts";
import type { FigureHost } from "../../../src/protocol/figure-host.ts";

/** What the element of a figure is given. It tells its number with a `figure-change`. */
export interface FigureElement extends HTMLElement {
  options: Figure["options"];
  /** What it has told before, if it has. */
  value: number | undefined;
  /** Asks the engine, about the shown step's document. */
  ask: FigureHost["askFigure"];
  /** Counts up when the document or its run has changed. */
  version: number;
}

/** What a figure tells: a slider's value, a reading. */
export type FigureChange = CustomEvent<number>;

/** The name of a type's element, as in `loss-slice-figure`. */
export function elementOf(type: FigureType): string {
  return `${type}-figure`;
}

/** Defines the element of a type. */
export const loadFigure: { readonly [T in FigureType]: () => Promise<unknown> } = {
  activation: () => import("./activation/activation-figure.ts"),
  "loss-slice": () => import("./loss-slice/loss-slice-figure.ts"),
  "weight-path": () => import("./weight-path/weight-path-figure.ts"),
  softmax: () => import("./softmax/softmax-figure.ts"),
  "perceptron-line": () => import("./perceptron-line/perceptron-line-figure.ts"),
  "layer-bars": () => import("./layer-bars/layer-bars-figure.ts"),
  table: () => import("./table/table-figure.ts"),
};
