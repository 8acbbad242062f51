// Curves of several runs in one chart: each in its colour with its number on it, validation solid, training
// dashed.

import type { EpochResult } from "../../../../src/training/types.ts";
import type { Axes } from "../../../chart/axes.ts";
import { AxesChart } from "../../../chart/axes-chart.ts";
import { GrowingLine } from "../../../chart/growing-line.ts";
import { type DrawnLine, strokeLine } from "../../../chart/lines.ts";
import { badSideOf, valuesOf } from "../../../chart/measures.ts";
import { crossHair, type Plot } from "../../../chart/plot.ts";
import { type ValueRange, valueRange } from "../../../chart/robust-range.ts";
import { markRunOffs, nameRunOffs } from "../../../chart/run-offs.ts";
import type { Vertex } from "../../../chart/series.ts";
import type { Range } from "../../../chart/zoom.ts";
import type { ChartView } from "../../../chart/chart-view.ts";
import { runColour } from "./chips.ts";

/** A run as the chart draws it. */
export interface RunCurve {
  /** Its place among those that are chosen, which decides its colour and its number. */
  readonly place: number;
  readonly points: readonly EpochResult[];
}

interface Line {
  readonly line: GrowingLine;
  /** The run's place. */
  readonly run: number;
  readonly isTrain: boolean;
  readonly isOnlyPoint: boolean;
}

export class RunsChart {
  readonly canvas: HTMLCanvasElement;
  readonly #chart: AxesChart;
  readonly #hover: (epoch: number | undefined) => void;
  #runs: readonly RunCurve[] = [];
  #view: ChartView | undefined;
  #lines: readonly Line[] = [];
  #epochs: Range = [1, 1];
  /** Under the cross-hair. */
  #epoch: number | undefined;

  /** @param hover told the epoch under the cross-hair, or that there is none */
  constructor(canvas: HTMLCanvasElement, hover: (epoch: number | undefined) => void) {
    this.canvas = canvas;
    this.#hover = hover;
    this.#chart = new AxesChart(canvas, { curves: (plot) => this.#drawCurves(plot), marks: (plot) => this.#drawMarks(plot) });
  }

  /**
   * Draws a measure of each run's validation rows, and of its training rows if these are wanted or are all
   * it has.
   * @returns the range of what is seen
   */
  show(runs: readonly RunCurve[], view: ChartView, hasTrain: boolean, titles: Axes["titles"]): ValueRange | undefined {
    this.#runs = runs;
    this.#view = view;
    const ends = runs.flatMap(({ points }) => [points[0]?.epoch ?? 1, points.at(-1)?.epoch ?? 1]);
    this.#epochs = [Math.min(...ends), Math.max(...ends)];
    this.#lines = runs.flatMap(({ points, place: run }) => {
      const line = (split: 0 | 1): Line => {
        const growing = new GrowingLine(split, true);
        growing.follow(points, view);
        return { line: growing, run, isTrain: split === 0, isOnlyPoint: points.length === 1 };
      };
      const validation = line(1);
      if (validation.line.seen(this.#epochs) === undefined) return [line(0)];
      return hasTrain ? [line(0), validation] : [validation];
    });
    const range = valueRange(
      this.#lines.map(({ line }) => line.seen(this.#epochs)),
      badSideOf(view.measure),
      view.logY,
    );
    const values = view.isWhole ? range?.whole : range?.bulk;
    this.#chart.show({ titles, logX: view.logX, logY: view.logY, epochs: this.#epochs, values, isGrowing: false, place: 0 });
    return range;
  }

  recolour(): void {
    this.#chart.recolour();
  }

  /** Moves the cross-hair to a horizontal place on the canvas, in CSS pixels. */
  pointAt(offset: number): void {
    const value = this.#chart.epochAt(offset);
    if (value !== undefined) this.#at(Math.round(value));
  }

  /** Moves the cross-hair by keys; it starts at the last epoch. */
  step(by: number): void {
    const [first, last] = this.#epochs;
    this.#at((this.#epoch ?? last) + by * Math.max(1, Math.round((last - first) / 200)));
  }

  leave(): void {
    if (this.#epoch === undefined) return;
    this.#epoch = undefined;
    this.#hover(undefined);
    this.#chart.draw();
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #at(epoch: number): void {
    const [first, last] = this.#epochs;
    this.#epoch = Math.max(first, Math.min(epoch, last));
    this.#hover(this.#epoch);
    this.#chart.draw();
  }

  #drawn({ line, run, isTrain }: Line, { epochs, density, colour }: Plot): DrawnLine {
    const vertices = line.within(epochs, density);
    return { vertices, colour: colour(runColour(run)), opacity: 1, isDashed: isTrain, ...(isTrain ? { width: 1 } : {}) };
  }

  /** The values of each run's lines at an epoch. */
  #valuesAt(epoch: number): (number | undefined)[] {
    const { measure } = this.#view!;
    return this.#lines.map(({ run, isTrain }) => {
      const points = this.#runs.find(({ place }) => place === run)!.points;
      const point = points[epoch - (points[0]?.epoch ?? 1)];
      return point && valuesOf(point, measure)[isTrain ? 0 : 1];
    });
  }

  #drawCurves(plot: Plot): void {
    // A single point has no line to be seen by.
    for (const line of this.#lines) strokeLine(plot, this.#drawn(line, plot), line.isOnlyPoint ? 3 : 0);
  }

  /**
   * The cross-hair, and the number of each run on its line, each at another height of the way so that they
   * keep apart.
   */
  #drawMarks(plot: Plot): void {
    markRunOffs(
      plot,
      this.#lines.map((line) => this.#drawn(line, plot)),
    );
    const left = this.#epoch === undefined ? undefined : crossHair(plot, this.#epoch);
    if (left !== undefined) nameRunOffs(plot, left, this.#valuesAt(this.#epoch!));
    const { context, area, colour, x, y } = plot;
    context.save();
    context.font = `10px ${colour("--vscode-editor-font-family") || "monospace"}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const count = Math.max(...this.#lines.map(({ run }) => run)) + 2;
    for (const [index, { line, run, isTrain }] of this.#lines.entries()) {
      // A run's validation line has its number already.
      if (isTrain && this.#lines[index + 1]?.run === run) continue;
      const across = area.left + ((run + 1) / count) * area.width;
      const place = nearest(line.within(plot.epochs, plot.density), this.#chart.epochAt(across) ?? 0);
      if (place === undefined) continue;
      // If its line runs off it stays at the edge.
      const [px, py] = [x(place.x), Math.max(area.top + 8, Math.min(y(place.y), area.bottom - 8))];
      context.beginPath();
      context.arc(px, py, 7, 0, 2 * Math.PI);
      context.fillStyle = colour("--vscode-panel-background") || colour("--vscode-editor-background");
      context.fill();
      context.strokeStyle = colour(runColour(run));
      context.stroke();
      context.fillStyle = colour("color");
      context.fillText(String(run + 1), px, py + 0.5);
    }
    context.restore();
  }
}

function nearest(vertices: readonly Vertex[], x: number): Vertex | undefined {
  return vertices.find((place) => place.x >= x) ?? vertices.at(-1);
}
