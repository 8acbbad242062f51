// What a chart shows as plain numbers and colours: pixels of lines and ticks, and the theme's colours as they are seen. Sound and SVG are made from it.

import type { Chart, Scale } from "chart.js";
import { paintedOn } from "../network-view/network-picture.ts";
import type { Axes } from "./chart-options.ts";
import type { DrawnChart, DrawnLine } from "./chart-picture.ts";
import type { Place } from "./series.ts";

/** From a value of an axis its pixel, as `getPixelForValue` says it, but for thousands of values. */
export type ToPixel = (value: number) => number;

export function toPixels({ scales }: Pick<Chart, "scales">): readonly [x: ToPixel, y: ToPixel] {
  return [toPixel(scales["x"]!), toPixel(scales["y"]!)];
}

function toPixel(axis: Scale): ToPixel {
  const at = axis.type === "logarithmic" ? Math.log : (value: number): number => value;
  const [min, first] = [at(axis.min), axis.getPixelForValue(axis.min)];
  const slope = (axis.getPixelForValue(axis.max) - first) / Math.max(at(axis.max) - min, Number.EPSILON);
  return (value) => first + (at(value) - min) * slope;
}

/** @param hasDots whether there is only one place a line */
export function drawnChart(chart: Chart<"line", Place[]>, lines: readonly DrawnLine[], { titles }: Axes, hasDots: boolean): DrawnChart {
  const { canvas, chartArea: area, width, height, scales } = chart;
  const theme = getComputedStyle(canvas);
  const token = (name: string, otherwise: string): string => theme.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const background = token("editor-background", "white");
  const painted = paintedOn(background);
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `11px ${theme.fontFamily}`;
  const [x, y] = [scales["x"]!, scales["y"]!];
  const [xPixel, yPixel] = toPixels(chart);
  const ticks = (axis: typeof x) =>
    axis.getTicks().map(({ value, label }) => ({ at: axis.getPixelForValue(value), text: typeof label === "string" ? label : "" }));
  return {
    width,
    height,
    area,
    lines: lines.map((line) => ({
      ...line,
      colour: painted(line.colour),
      places: line.places.map((place) => ({ x: xPixel(place.x), y: yPixel(place.y) })),
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
