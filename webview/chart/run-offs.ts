// What lies beyond the axis of the values: a small mark at the edge where a line leaves it, and what it is
// under the cross-hair.

import { formatMeasure } from "../shared/numbers.ts";
import type { DrawnLine } from "./lines.ts";
import type { Plot } from "./plot.ts";
import type { Range } from "./zoom.ts";

/** Pixels of a mark, and at least between two of a line. */
const SIZE = 6;
const GAP = 14;

/** Whether a value is beyond the axis. */
export function isOff(value: number, [low, high]: Range): boolean {
  return value < low || value > high;
}

/** A triangle at the edge for each place where a line runs off; of places side by side the first has it. */
export function markRunOffs({ context, area, x, values }: Plot, lines: readonly DrawnLine[]): void {
  context.save();
  for (const { vertices, colour } of lines) {
    context.fillStyle = colour;
    let before = -Infinity;
    for (const vertex of vertices) {
      if (!isOff(vertex.y, values)) continue;
      const left = Math.max(area.left + SIZE / 2, Math.min(x(vertex.x), area.right - SIZE / 2));
      if (x(vertex.x) < area.left || x(vertex.x) > area.right || left - before < GAP) continue;
      before = left;
      const isAbove = vertex.y > values[1];
      const [tip, base] = isAbove ? [area.top, area.top + SIZE] : [area.bottom, area.bottom - SIZE];
      context.beginPath();
      context.moveTo(left, tip);
      context.lineTo(left - SIZE / 2, base);
      context.lineTo(left + SIZE / 2, base);
      context.fill();
    }
  }
  context.restore();
}

/** The values under the cross-hair that are beyond the axis, in words at its edge. */
export function nameRunOffs(plot: Plot, left: number, values: readonly (number | undefined)[]): void {
  const { context, area, colour } = plot;
  const off = values.filter((value) => value !== undefined && isOff(value, plot.values));
  if (off.length === 0) return;
  context.save();
  context.font = `11px ${colour("--vscode-editor-font-family") || "monospace"}`;
  context.fillStyle = colour("color");
  const text = off.map((value) => formatMeasure(value!)).join("  ");
  const isAtLeft = left < (area.left + area.right) / 2;
  context.textAlign = isAtLeft ? "left" : "right";
  context.textBaseline = off[0]! > plot.values[1] ? "top" : "bottom";
  context.fillText(text, left + (isAtLeft ? SIZE : -SIZE), off[0]! > plot.values[1] ? area.top + 1 : area.bottom - 1);
  context.restore();
}
