// What the axes of a chart show, and everything Chart.js is told of them, of fonts and of colours. It is made
// anew for each layout: options that are changed in place are not plain any more.

import type { ChartOptions } from "chart.js";
import { formatCount, formatTicks } from "../shared/numbers.ts";
import type { Range } from "./zoom.ts";

export interface Axes {
  readonly titles: { readonly x: string; readonly y: string };
  readonly logX: boolean;
  readonly logY: boolean;
  /** The first and the last epoch. */
  readonly epochs: Range;
  /** The lowest and the highest value; undefined without any. */
  readonly values: Range | undefined;
  /** Whether more epochs are coming: then the axis has some room for them. */
  readonly isGrowing: boolean;
  /** The chart's place among those beside it, from 0. */
  readonly place: number;
}

export const noAxes: Axes = {
  titles: { x: "", y: "" },
  logX: false,
  logY: false,
  epochs: [1, 1],
  values: undefined,
  isGrowing: false,
  place: 0,
};

/** Steps in which the axis of a growing curve gets longer while its length doubles. */
const STEPS = 32;
/**
 * The share of a step by which an axis is ahead of the one beside it: so two of them hardly ever take theirs
 * in the same frame.
 */
const LEAD = 1 / 8;

/**
 * Where the axis of the epochs ends. A growing one takes steps, so that it is not laid out anew with every
 * epoch.
 */
export function endOf({ epochs: [first, last], isGrowing, place }: Axes): number {
  if (!isGrowing) return last;
  const step = Math.max(1, 2 ** Math.floor(Math.log2(Math.max(1, last - first))) / STEPS);
  return first + Math.ceil((last - first) / step + (step > 1 ? place * LEAD : 0)) * step;
}

/** @param theme the computed style of the canvas, which has the theme's tokens */
export function chartOptions(axes: Axes, theme: CSSStyleDeclaration, density?: number): ChartOptions<"line"> {
  const token = (name: string): string => theme.getPropertyValue(`--vscode-${name}`).trim();
  const color = token("descriptionForeground") || theme.color;
  const ticks = { color, font: { family: token("editor-font-family") || "monospace", size: 11 } };
  const title = (text: string) => ({ display: text !== "", text, color, font: { family: token("font-family"), size: 11 } });
  const { titles, logX, logY, values } = axes;
  return {
    animation: false,
    events: [],
    maintainAspectRatio: false,
    layout: { padding: { top: 4, right: 4 } },
    ...(density === undefined ? {} : { devicePixelRatio: density }),
    scales: {
      x: {
        type: scaleType(logX),
        min: axes.epochs[0],
        max: endOf(axes),
        border: { display: false },
        grid: { display: false },
        ticks: {
          ...ticks,
          includeBounds: false,
          maxRotation: 0,
          ...(logX ? {} : { precision: 0 }),
          callback: (value) => epochTick(Number(value)),
        },
        title: title(titles.x),
      },
      y: {
        type: scaleType(logY),
        ...(values ? { suggestedMin: values[0], suggestedMax: values[1] } : {}),
        border: { display: false },
        grid: { color: `color-mix(in srgb, ${theme.color} 10%, transparent)` },
        ticks: { ...ticks, maxTicksLimit: 6, callback: (_, index, all) => measureTicks(all, logY)[index] },
        title: title(titles.y),
      },
    },
  };
}

function scaleType(isLogarithmic: boolean): "logarithmic" | "linear" {
  return isLogarithmic ? "logarithmic" : "linear";
}

function epochTick(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : "";
}

/**
 * Of a logarithmic axis only those that leave room: 1 if there are several powers of ten, else 1, 2 and 5.
 */
function measureTicks(ticks: readonly { readonly value: number }[], isLog: boolean): string[] {
  const values = ticks.map(({ value }) => value);
  const texts = formatTicks(values);
  if (!isLog) return texts;
  const powers = values.filter((value) => mantissa(value) === "1").length;
  const shown = powers >= 3 ? ["1"] : ["1", "2", "5"];
  return texts.map((text, index) => (shown.includes(mantissa(values[index]!)) ? text : ""));
}

/** The digits of a value above 0, without its power of ten. */
function mantissa(value: number): string {
  return value.toExponential().split("e")[0]!;
}
