// Where the values of a chart's axes lie on its canvas.

import type { ChartArea, Scale } from "chart.js";
import type { Range } from "./zoom.ts";

/** From a value of an axis its pixel. */
export type ToPixel = (value: number) => number;

export interface Plot {
  readonly context: CanvasRenderingContext2D;
  /** Pixels between the axes. */
  readonly area: ChartArea;
  readonly x: ToPixel;
  readonly y: ToPixel;
  /** Those that are drawn: all of the axis, or the last of them. */
  readonly epochs: Range;
  /** The lowest and the highest value of the axis. */
  readonly values: Range;
  /** Pixels to an epoch, if the axis is logarithmic to a unit of the logarithm. */
  readonly density: number;
  /** A colour of the theme by the name of its property; "color" is the text's. */
  readonly colour: (name: string) => string;
}

/** As `getPixelForValue` says it, but for thousands of values. */
export function toPixel(axis: Scale): ToPixel {
  const at = axis.type === "logarithmic" ? Math.log : (value: number): number => value;
  const [min, first] = [at(axis.min), axis.getPixelForValue(axis.min)];
  const slope = (axis.getPixelForValue(axis.max) - first) / Math.max(at(axis.max) - min, Number.EPSILON);
  return (value) => first + (at(value) - min) * slope;
}

/**
 * The vertical line of a cross-hair at an epoch; nothing if that is not shown.
 * @returns its pixel, or undefined
 */
export function crossHair({ context, area, x, colour }: Plot, epoch: number): number | undefined {
  const left = x(epoch);
  if (left < area.left - 0.5 || left > area.right + 0.5) return undefined;
  context.save();
  context.strokeStyle = colour("color");
  context.globalAlpha = 0.5;
  context.beginPath();
  context.moveTo(left, area.top);
  context.lineTo(left, area.bottom);
  context.stroke();
  context.restore();
  return left;
}
