// The page on which `rows/chart.mjs` measures the chart: one with four lines, as where they are smoothed, and one with two, fed as a run feeds them.

import type { EpochResult } from "../../src/training/types.ts";
import { LossChart } from "../../webview/components/loss-view/loss-chart.ts";
import { type ChartView, initialView } from "../../webview/view-state.ts";

const SIZE = { width: 1100, height: 200 };
const views = [
  { ...initialView.chart, smoothing: 0.6 },
  { ...initialView.chart, measure: "r2" },
] as const satisfies readonly ChartView[];

function draw(index: number): number {
  return Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;
}

function pointOf(epoch: number): EpochResult {
  const at = (shift: number): number => Math.exp(-epoch / 3000) + 0.2 * draw(epoch + shift) + 0.1;
  const metrics = { train: { r2: at(1) }, validation: { r2: at(2) } };
  return { epoch, trainLoss: at(3), validationLoss: at(4), lr: 0.01, metrics };
}

const charts = views.map((view) => {
  const box = document.createElement("div");
  box.className = "chart";
  box.style.setProperty("width", `${SIZE.width}px`);
  box.style.setProperty("height", `${SIZE.height}px`);
  const canvas = document.createElement("canvas");
  box.append(canvas);
  document.body.append(box);
  return { view, chart: new LossChart(canvas, () => {}) };
});
const points: EpochResult[] = [];

/** Adds epochs and draws so many of the charts; a whole frame of a run but for what the browser then paints. */
function frame(epochs: number, count: number): void {
  for (let added = 0; added < epochs; added++) points.push(pointOf(points.length + 1));
  for (const { view, chart } of charts.slice(0, count)) {
    chart.show(points, { view, titles: { x: "epoch", y: view.measure }, isGrowing: true });
  }
}

Object.assign(window, { chartBench: { frame } });
