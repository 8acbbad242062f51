// A chart's picture with its legend in a line above.

import { DASH, type DrawnLine } from "./lines.ts";

export const LEGEND_HEIGHT = 24;

/** Words of a legend; those of a series name it: the first split or the second. */
export interface LegendEntry {
  readonly text: string;
  readonly line?: 0 | 1;
}

/**
 * A chart's canvas below its legend, on a canvas of its own.
 * @param lines those that the legend names
 * @param density pixels of the canvas per pixel of the screen
 */
export function pictureOf(
  chart: HTMLCanvasElement,
  legend: readonly LegendEntry[],
  lines: readonly DrawnLine[],
  density: number,
): HTMLCanvasElement {
  const theme = getComputedStyle(chart);
  const copy = document.createElement("canvas");
  const head = LEGEND_HEIGHT * density;
  [copy.width, copy.height] = [chart.width, chart.height + head];
  const context = copy.getContext("2d")!;
  context.fillStyle = theme.getPropertyValue("--vscode-editor-background") || "white";
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(chart, 0, head);
  context.font = `${11 * density}px ${theme.fontFamily}`;
  context.textBaseline = "middle";
  // All words at the same height, with marks as in the legend of the page.
  const [mark, gap] = [head * 0.7, head / 3];
  let left = head / 2;
  for (const { text, line } of legend) {
    if (line !== undefined) {
      context.strokeStyle = lines[line]!.colour;
      context.lineWidth = 2 * density;
      context.setLineDash(lines[line]!.isDashed ? DASH.map((length) => length * density) : []);
      context.beginPath();
      context.moveTo(left, head / 2);
      context.lineTo(left + mark, head / 2);
      context.stroke();
      left += mark + gap;
    }
    context.fillStyle = theme.color;
    context.fillText(text, left, head / 2);
    left += context.measureText(text).width + 2 * gap;
  }
  return copy;
}
