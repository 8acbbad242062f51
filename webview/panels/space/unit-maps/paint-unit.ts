// What one unit gives over the two features, as a small picture: blue below 0, orange above, a line at 0.

import type { UnitMaps } from "../../../../src/training/space/types.ts";
import { contourOf } from "../plane-picture/plane.ts";
import { css, mixed, type PlaneTheme } from "../plane-picture/theme.ts";

/** Pixels of a picture, of which each is drawn with two. */
export const SIDE = 56;

/** The largest of all values of a layer without their signs; never 0. */
export function largestOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
}

/** @param most the value that has the full colour */
export function paintUnit(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  { columns, rows }: UnitMaps,
  most: number,
  theme: PlaneTheme,
): void {
  const side = 2 * SIDE;
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d")!;
  const image = new ImageData(columns, rows);
  for (const [point, value] of values.entries()) {
    const colour = mixed(theme.background, value < 0 ? theme.low : theme.high, Math.abs(value) / most);
    image.data.set([...colour, 255], 4 * ((rows - 1 - Math.floor(point / columns)) * columns + (point % columns)));
  }
  const small = document.createElement("canvas");
  [small.width, small.height] = [columns, rows];
  small.getContext("2d")!.putImageData(image, 0, 0);
  context.fillStyle = css(theme.background);
  context.fillRect(0, 0, side, side);
  context.drawImage(small, 0, 0, side, side);
  context.strokeStyle = theme.foreground;
  context.lineWidth = 2;
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of contourOf(values, columns, rows)) {
    context.moveTo(((fromX + 0.5) / columns) * side, side - ((fromY + 0.5) / rows) * side);
    context.lineTo(((toX + 0.5) / columns) * side, side - ((toY + 0.5) / rows) * side);
  }
  context.stroke();
}

/** The smallest and the largest value. */
export function extent(values: Float32Array): readonly [number, number] {
  return [values.reduce((low, value) => Math.min(low, value), Infinity), values.reduce((high, value) => Math.max(high, value), -Infinity)];
}
