// What a chart shows as plain numbers and colours: pixels of lines and ticks, and the theme's colours as they
// are seen. Sound and SVG are made from it.

import { paintedOn } from "../panels/network/network-view/network-picture.ts";
import type { AxesChart } from "./axes-chart.ts";
import type { DrawnLine } from "./lines.ts";

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

/** @param hasDots whether there is only one place a line */
export function drawnChart({ canvas, chart, titles, plot }: AxesChart, lines: readonly DrawnLine[], hasDots: boolean): DrawnChart {
  const { width, height, scales } = chart;
  const { area } = plot;
  const theme = getComputedStyle(canvas);
  const token = (name: string, otherwise: string): string => theme.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const background = token("editor-background", "white");
  const painted = paintedOn(background);
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `11px ${theme.fontFamily}`;
  const [x, y] = [scales["x"]!, scales["y"]!];
  const ticks = (axis: typeof x) =>
    axis.getTicks().map(({ value, label }) => ({ at: axis.getPixelForValue(value), text: typeof label === "string" ? label : "" }));
  return {
    width,
    height,
    area,
    lines: lines.map((line) => ({
      ...line,
      colour: painted(line.colour),
      vertices: line.vertices.map((vertex) => ({ x: plot.x(vertex.x), y: plot.y(vertex.y) })),
    })),
    hasDots,
    ticks: { x: ticks(x).filter(({ at }) => at >= area.left - 0.5 && at <= area.right + 0.5), y: ticks(y) },
    titles,
    theme: {
      background: painted(background),
      foreground: painted(theme.color),
      secondary: painted(token("descriptionForeground", theme.color)),
      font: theme.fontFamily,
      numbers: token("editor-font-family", "monospace"),
    },
    widthOf: (text) => context.measureText(text).width,
  };
}
