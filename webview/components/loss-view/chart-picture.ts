// What a chart draws, its lines on a canvas, and its picture with the legend in a line above.

import type { Place } from "./series.ts";

export const LEGEND_HEIGHT = 24;
/** Lengths of a dashed line and of what is left out between. */
export const DASH = [6, 3] as const;
export const LINE_WIDTH = 1.5;

/** Words of a legend; those of a series name it: the first split or the second. */
export interface LegendEntry {
  readonly text: string;
  readonly line?: 0 | 1;
}

export interface DrawnLine {
  readonly places: readonly Place[];
  readonly colour: string;
  readonly opacity: number;
  readonly isDashed: boolean;
}

export interface Tick {
  /** Pixels from the left or from the top. */
  readonly at: number;
  readonly text: string;
}

/** All that a picture of the chart shows but its legend, in pixels. */
export interface DrawnChart {
  readonly width: number;
  readonly height: number;
  /** Where the lines are. */
  readonly area: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  readonly lines: readonly DrawnLine[];
  /** Whether each place is a dot, for lines of one place. */
  readonly hasDots: boolean;
  readonly ticks: { readonly x: readonly Tick[]; readonly y: readonly Tick[] };
  readonly titles: { readonly x: string; readonly y: string };
  readonly theme: {
    readonly background: string;
    readonly foreground: string;
    readonly secondary: string;
    readonly font: string;
    readonly numbers: string;
  };
  /** Pixels that a text of the legend takes. */
  readonly widthOf: (text: string) => number;
}

/** Pixels that a line must rise or fall within a column of the screen to be drawn there as a bar. */
const STEEP = 4;

/**
 * Strokes a line on a canvas. Where it goes up and down within the columns of the screen, bars cover the same pixels as the stroke, at a tenth of its
 * cost; dashes could not be seen there.
 * @param pixels where values of both axes are
 * @param radius of a dot at each place; 0 for none
 */
export function strokeLine(
  context: CanvasRenderingContext2D,
  line: DrawnLine,
  [toX, toY]: readonly [x: (value: number) => number, y: (value: number) => number],
  radius = 0,
): void {
  context.strokeStyle = context.fillStyle = line.colour;
  context.globalAlpha = line.opacity;
  context.lineWidth = LINE_WIDTH;
  context.lineJoin = "bevel";
  context.setLineDash(line.isDashed ? [...DASH] : []);
  context.beginPath();
  const density = context.getTransform().a;
  let [column, before] = [-2, 0];
  const bar = { column: -2, low: 0, high: 0 };
  const fill = (): void => context.fillRect(bar.column / density, bar.low - LINE_WIDTH / 2, 1 / density, bar.high - bar.low + LINE_WIDTH);
  for (const place of line.places) {
    const x = toX(place.x);
    const y = toY(place.y);
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
      context.lineTo(x, y);
    }
    column = own;
    before = y;
  }
  if (bar.column >= 0) fill();
  context.stroke();
  if (radius === 0) return;
  context.beginPath();
  for (const place of line.places) {
    context.arc(toX(place.x), toY(place.y), radius, 0, 2 * Math.PI);
  }
  context.fill();
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
