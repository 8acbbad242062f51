// Everything Chart.js is told of axes, fonts and colours, made anew for each picture: options that are changed in place are not plain any more.

import type { ChartOptions } from "chart.js";
import { formatCount, formatMeasure } from "../../numbers.ts";
import type { ChartView } from "../../view-state.ts";

export interface Axes {
  readonly view: ChartView;
  readonly titles: { readonly x: string; readonly y: string };
  /** The first and the last epoch. */
  readonly range: readonly [number, number];
}

/** @param theme the computed style of the canvas, which has the theme's tokens */
export function chartOptions({ view, titles, range }: Axes, theme: CSSStyleDeclaration, density?: number): ChartOptions<"line"> {
  const token = (name: string): string => theme.getPropertyValue(`--vscode-${name}`).trim();
  const color = token("descriptionForeground") || theme.color;
  const ticks = { color, font: { family: token("editor-font-family") || "monospace", size: 11 } };
  const title = (text: string) => ({ display: true, text, color, font: { family: token("font-family"), size: 11 } });
  return {
    animation: false,
    events: [],
    maintainAspectRatio: false,
    normalized: true,
    parsing: false,
    layout: { padding: { top: 4, right: 4 } },
    ...(density === undefined ? {} : { devicePixelRatio: density }),
    scales: {
      x: {
        type: scaleType(view.logX),
        min: range[0],
        max: range[1],
        border: { display: false },
        grid: { display: false },
        ticks: {
          ...ticks,
          includeBounds: false,
          maxRotation: 0,
          ...(view.logX ? {} : { precision: 0 }),
          callback: (value) => epochTick(Number(value)),
        },
        title: title(titles.x),
      },
      y: {
        type: scaleType(view.logY),
        border: { display: false },
        grid: { color: `color-mix(in srgb, ${theme.color} 10%, transparent)` },
        ticks: { ...ticks, maxTicksLimit: 6, callback: (value) => measureTick(Number(value)) },
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

function measureTick(value: number): string {
  const text = formatMeasure(value);
  // The zeros of `1,000` and of 0 itself are none of a fraction.
  return text.includes("e") || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
}
