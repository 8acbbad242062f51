// The elements of live figures, each loaded with the first text that has one.

import type { FigureType } from "../../../src/lessons/figures.ts";

const elements: { readonly [T in FigureType]: () => Promise<unknown> } = {
  activation: () => import("./activation/activation-figure.ts"),
  "loss-slice": () => import("./loss-slice/loss-slice-figure.ts"),
  "weight-path": () => import("./weight-path/weight-path-figure.ts"),
  softmax: () => import("./softmax/softmax-figure.ts"),
  "perceptron-line": () => import("./perceptron-line/perceptron-line-figure.ts"),
  "layer-bars": () => import("./layer-bars/layer-bars-figure.ts"),
  table: () => import("./table/table-figure.ts"),
};

/** Defines the element `<TYPE-figure>`. @returns its name */
export async function loadFigure<T extends FigureType>(type: T): Promise<`${T}-figure`> {
  await elements[type]();
  return `${type}-figure`;
}
