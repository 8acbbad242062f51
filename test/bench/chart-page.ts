// The page on which `rows/chart.mjs` measures the chart: all measures of a run side by side, six lines on
// four charts, or the loss alone and smoothed, which are four lines. They are fed as a run feeds them.

import type { EpochResult } from "../../src/training/types.ts";
import { type MeasureName, valuesOf } from "../../webview/chart/measures.ts";
import { CurveChart } from "../../webview/chart/measure-chart/curve-chart.ts";
import { initialChart } from "../../webview/chart/chart-view.ts";

const HEIGHT = 200;
const sets: Readonly<Record<string, readonly MeasureName[]>> = { loss: ["loss"], all: ["loss", "accuracy", "lr", "gradientNorm"] };

function draw(index: number): number {
  return Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;
}

function pointOf(epoch: number): EpochResult {
  const at = (shift: number): number => Math.exp(-epoch / 3000) + 0.2 * draw(epoch + shift) + 0.1;
  const metrics = { train: { accuracy: at(1) }, validation: { accuracy: at(2) } };
  return { epoch, trainLoss: at(3), validationLoss: at(4), lr: 0.01 / (1 + epoch / 1000), gradientNorm: at(5), metrics };
}

const points: EpochResult[] = [];
let charts: { readonly measure: MeasureName; readonly chart: CurveChart }[] = [];

/** Makes the charts of a set. @returns the lines that they will have */
function open(name: string): number {
  const measures = sets[name]!;
  charts = measures.map((measure) => {
    const box = document.createElement("div");
    box.style.cssText = `position: relative; float: left; width: ${1100 / measures.length}px; height: ${HEIGHT}px`;
    const canvas = document.createElement("canvas");
    box.append(canvas);
    document.body.append(box);
    return { measure, chart: new CurveChart(canvas) };
  });
  const seen = charts.flatMap(({ measure }) => valuesOf(pointOf(1), measure).filter((value) => value !== undefined));
  return measures.length === 1 ? 2 * seen.length : seen.length;
}

/** Adds epochs and draws them; a whole frame of a run but for what the browser then paints. */
function frame(epochs: number): void {
  for (let added = 0; added < epochs; added++) points.push(pointOf(points.length + 1));
  for (const [place, { measure, chart }] of charts.entries()) {
    const view = { ...initialChart, measure, smoothing: charts.length === 1 ? 0.6 : 0 };
    chart.show(points, { view, titles: { x: "epoch", y: measure }, isGrowing: true, place });
  }
}

Object.assign(window, { chartBench: { open, frame } });
