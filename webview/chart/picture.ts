// Pictures of charts, each with its legend in a line above.

import { DASH, type DrawnLine } from "./lines.ts";

export const LEGEND_HEIGHT = 24;
/** Pixels of a saved picture per pixel of the screen. */
export const PICTURE_DENSITY = 2;

/** Something at a place of a picture, in pixels of the screen. */
export interface Positioned<T> {
  readonly left: number;
  readonly top: number;
  readonly what: T;
}

/** Words of a legend; those of a series name it: the first split or the second. */
export interface LegendEntry {
  readonly text: string;
  readonly line?: 0 | 1;
}

export function backgroundOf(theme: CSSStyleDeclaration): string {
  return theme.getPropertyValue("--vscode-editor-background") || "white";
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
  context.fillStyle = backgroundOf(theme);
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

/** Several pictures on one, each at its place. */
export function joinedPicture(pictures: readonly Positioned<HTMLCanvasElement>[], background: string): HTMLCanvasElement {
  const whole = document.createElement("canvas");
  whole.width = Math.max(...pictures.map(({ left, what }) => left * PICTURE_DENSITY + what.width));
  whole.height = Math.max(...pictures.map(({ top, what }) => top * PICTURE_DENSITY + what.height));
  const context = whole.getContext("2d")!;
  context.fillStyle = background;
  context.fillRect(0, 0, whole.width, whole.height);
  for (const { left, top, what } of pictures) context.drawImage(what, left * PICTURE_DENSITY, top * PICTURE_DENSITY);
  return whole;
}
