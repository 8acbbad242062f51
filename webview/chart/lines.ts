// The lines of a chart on its canvas.

import type { Plot } from "./plot.ts";
import type { Vertex } from "./series.ts";

/** Lengths of a dashed line and of what is left out between. */
export const DASH = [6, 3] as const;
/**
 * Pixels after which dashes begin anew, so that the end of a line can be drawn by itself and looks the same.
 */
export const DASHES_WIDTH = 180;
export const LINE_WIDTH = 1.5;

export interface DrawnLine {
  readonly vertices: readonly Vertex[];
  readonly colour: string;
  readonly opacity: number;
  readonly isDashed: boolean;
  /** In pixels; `LINE_WIDTH` unless something else is said. */
  readonly width?: number;
}

/** Pixels that a line must rise or fall within a column of the screen to be drawn there as a bar. */
const STEEP = 4;

/**
 * Strokes a line on a canvas. If it goes up and down within the columns of the screen, bars cover the same
 * pixels as the stroke, at a tenth of its cost; dashes could not be seen there.
 * @param radius of a dot at each place; 0 for none
 */
export function strokeLine({ context, x: toX, y: toY }: Plot, line: DrawnLine, radius = 0): void {
  const { width = LINE_WIDTH } = line;
  context.strokeStyle = context.fillStyle = line.colour;
  context.globalAlpha = line.opacity;
  context.lineWidth = width;
  context.lineJoin = "bevel";
  context.setLineDash(line.isDashed ? [...DASH] : []);
  context.beginPath();
  const density = context.getTransform().a;
  let [column, left, before] = [-Infinity, 0, 0];
  const bar = { column: -2, low: 0, high: 0 };
  const fill = (): void => context.fillRect(bar.column / density, bar.low - width / 2, 1 / density, bar.high - bar.low + width);
  for (const vertex of line.vertices) {
    const x = toX(vertex.x);
    const y = toY(vertex.y);
    const own = Math.floor(x * density);
    if (own - column <= 1 && Math.abs(y - before) > STEEP) {
      if (own !== bar.column) {
        if (bar.column >= 0) fill();
        bar.column = own;
        [bar.low, bar.high] = [y, y];
      }
      bar.low = Math.min(bar.low, y, before);
      bar.high = Math.max(bar.high, y, before);
      context.moveTo(x, y);
    } else {
      if (line.isDashed && column > -Infinity && Math.floor(x / DASHES_WIDTH) > Math.floor(left / DASHES_WIDTH))
        context.moveTo(left, before);
      context.lineTo(x, y);
    }
    column = own;
    left = x;
    before = y;
  }
  if (bar.column >= 0) fill();
  context.stroke();
  if (radius === 0) return;
  context.beginPath();
  for (const vertex of line.vertices) {
    context.arc(toX(vertex.x), toY(vertex.y), radius, 0, 2 * Math.PI);
  }
  context.fill();
}
