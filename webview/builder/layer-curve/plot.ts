// Where the curve of a layer and its derivative lie in a picture. No elements here.

import type { LayerCurve } from "../../../src/training/types.ts";

/** The picture's own units, which are pixels at its usual width. */
export const WIDTH = 288;
export const HEIGHT = 132;
/** Room for the labels of both axes. */
const LEFT = 24;
const BOTTOM = 18;
const EDGE = 6;

export interface Plot {
  /** The smallest and the largest number on the vertical axis. */
  readonly low: number;
  readonly high: number;
  /** The smallest and the largest input. */
  readonly first: number;
  readonly last: number;
  readonly outputs: string;
  readonly slopes: string;
  readonly x: (input: number) => number;
  readonly y: (output: number) => number;
}

/** The vertical axis ends at whole numbers, so that it stands still while a parameter is dragged a little. */
export function plotOf({ inputs, outputs, slopes }: LayerCurve): Plot {
  const all = [...outputs, ...slopes];
  const low = Math.max(-6, Math.min(0, Math.floor(Math.min(...all) + 1e-6)));
  const high = Math.min(6, Math.max(1, Math.ceil(Math.max(...all) - 0.2)));
  const first = inputs[0] ?? 0;
  const last = inputs.at(-1) ?? 1;
  const x = (input: number): number => LEFT + ((input - first) / (last - first)) * (WIDTH - LEFT - EDGE);
  const y = (output: number): number => EDGE + ((high - output) / (high - low)) * (HEIGHT - EDGE - BOTTOM);
  const path = (values: readonly number[]): string =>
    values.map((value, index) => `${index === 0 ? "M" : "L"}${x(inputs[index]!).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  return { low, high, first, last, outputs: path(outputs), slopes: path(slopes), x, y };
}

/** The index of the point nearest to a share of the picture's width. */
export function indexAt(share: number, count: number): number {
  const along = (share * WIDTH - LEFT) / (WIDTH - LEFT - EDGE);
  return Math.round(Math.max(0, Math.min(1, along)) * (count - 1));
}
