// The chart's arithmetic: which epochs a window shows, a line that grows and is seen in part, what a curve
// sounds like, and the picture as SVG.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { EpochResult } from "../../../src/training/types.ts";
import type { DrawnChart } from "../../../webview/chart/drawn-chart.ts";
import { pitchesOf } from "../../../webview/chart/curve-sound.ts";
import { curvesSvg } from "../../../webview/chart/curve-svg.ts";
import { GrowingLine } from "../../../webview/chart/growing-line.ts";
import type { LegendEntry } from "../../../webview/chart/picture.ts";
import { type Vertex, smoothed } from "../../../webview/chart/series.ts";
import { between, followed, panned, revealed, zoomed } from "../../../webview/chart/zoom.ts";
import { lastWords } from "../../../webview/panels/loss/loss-view/weight-choice.ts";
import { endOf, noAxes } from "../../../webview/chart/axes.ts";
import { formatDuration } from "../../../webview/shared/numbers.ts";
import { initialChart } from "../../../webview/chart/chart-view.ts";

const linear = { whole: [1, 1001], isLog: false } as const;
const log = { whole: [1, 10_000], isLog: true } as const;

function near(found: Iterable<number> | undefined, expected: readonly number[], tolerance = 1e-9): void {
  const values = [...(found ?? [])];
  assert.equal(values.length, expected.length);
  for (const [index, value] of values.entries()) {
    assert.ok(Math.abs(value / expected[index]! - 1) < tolerance, `${values.join(" ")}, not ${expected.join(" ")}`);
  }
}

test("a window is zoomed around a place that stays, on a linear and on a logarithmic axis", () => {
  near(zoomed([1, 1001], 2, 0.25, linear), [126, 626]);
  near(zoomed([1, 10_000], 2, 0.5, log), [10, 1000]);
  near(zoomed([10, 1000], 2, 0, log), [10, 100]);
});

test("a window ends at the ends, at everything and at the least", () => {
  near(panned([101, 201], 0.5, linear), [151, 251]);
  near(panned([101, 201], -5, linear), [1, 101]);
  near(panned([101, 201], 50, linear), [901, 1001]);
  assert.equal(zoomed([101, 201], 0.01, 0.5, linear), undefined);
  near(zoomed([101, 201], 1e9, 0, linear), [100, 102]);
  near(zoomed([1, 2], 1e9, 0, linear), [1, 3]);
  near(between(300, 200, linear), [200, 300]);
  near(between(50, 50, linear), [49, 51]);
  assert.equal(between(1, 1001, linear), undefined);
  assert.equal(zoomed([1, 2], 4, 0.5, { whole: [1, 2], isLog: false }), undefined);
  assert.deepEqual(revealed([10, 20], 25), [15, 25]);
  assert.deepEqual(revealed([10, 20], 5), [5, 15]);
  assert.deepEqual(revealed([10, 20], 15), [10, 20]);
});

test("a window stays while epochs come, goes along at the right edge, and ends with its run", () => {
  assert.deepEqual(followed([10, 20], [1, 100], [1, 150]), [10, 20]);
  assert.deepEqual(followed([90, 100], [1, 100], [1, 150]), [140, 150]);
  assert.equal(followed([90, 100], [1, 100], [1, 3]), undefined);
  assert.equal(followed([90, 100], [1, 100], [51, 150]), undefined);
});

const draw = (index: number): number => 1 + (Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1);
/** Pixels to an epoch, or to a unit of its logarithm. */
const density = ([from, to]: readonly [number, number], width: number, isLog = false): number =>
  width / (isLog ? Math.log(to / from) : to - from);

const points = (count: number): EpochResult[] =>
  Array.from({ length: count }, (_, index) => ({
    epoch: index + 1,
    trainLoss: draw(index),
    lr: 0.1,
    ...(index % 2 ? { validationLoss: 9 } : {}),
  }));

test("a line that grows is the same as one that is drawn at once, in every window", () => {
  const all = points(20_000);
  for (const view of [initialChart, { ...initialChart, logX: true, logY: true }, { ...initialChart, smoothing: 0.9 }]) {
    const growing = new GrowingLine(0, true);
    for (const count of [1, 2, 100, 4097, 4098, 20_000]) {
      growing.follow(all.slice(0, count), view);
      const whole = new GrowingLine(0, true);
      whole.follow(all.slice(0, count), view);
      for (const window of [
        [1, count],
        [Math.max(1, count / 3), count / 2 + 1],
      ] as const) {
        const wide = density(window, 700, view.logX);
        if (count > 1) assert.deepEqual(growing.within(window, wide), whole.within(window, wide), `${count} ${window.join("–")}`);
        const shown = smoothed(
          all.map(({ epoch, trainLoss }) => ({ x: epoch, y: trainLoss })),
          view.smoothing,
        ).filter(({ x }) => x <= count && x >= window[0] - 1 && x < window[1] + 1);
        assert.deepEqual(growing.seen(window)?.bounds, [Math.min(...shown.map(({ y }) => y)), Math.max(...shown.map(({ y }) => y))]);
      }
    }
  }
});

test("a window of a line has every spike, detail where it is small, and the places beside it", () => {
  const all = points(10_000);
  all[4321] = { ...all[4321]!, trainLoss: 77 };
  const line = new GrowingLine(0, true);
  line.follow(all, initialChart);
  const whole = line.within([1, 10_000], density([1, 10_000], 800));
  assert.ok(whole.length <= 4 * 801 && whole.length > 800, String(whole.length));
  assert.ok(whole.some(({ x, y }) => x === 4322 && y === 77));
  assert.deepEqual(
    line.within([4300.5, 4340.2], density([4300.5, 4340.2], 800)).map(({ x }) => x),
    Array.from({ length: 42 }, (_, index) => 4300 + index),
  );
  const behind = new GrowingLine(0, false);
  behind.follow(all, { ...initialChart, smoothing: 0.9 });
  assert.deepEqual(behind.within([1, 10], density([1, 10], 800))[3], { x: 4, y: all[3]!.trainLoss });
  line.follow(all, { ...initialChart, smoothing: 0.9 });
  const vertices = all.map(({ epoch, trainLoss }) => ({ x: epoch, y: trainLoss }));
  assert.deepEqual(line.within([1, 50], density([1, 50], 800)), smoothed(vertices, 0.9).slice(0, 50));
});

test("a line begins again with another run, another measure or another axis, and leaves out what cannot be shown", () => {
  const line = new GrowingLine(1, true);
  const view = initialChart;
  line.follow(points(10), view);
  assert.deepEqual(
    line.within([1, 10], density([1, 10], 100)).map(({ x }) => x),
    [2, 4, 6, 8, 10],
  );
  const other: EpochResult[] = [1, 2, 3].map((epoch) => ({ epoch, trainLoss: 1, validationLoss: [3, -1, Infinity][epoch - 1]!, lr: 1 }));
  line.follow(other, view);
  assert.deepEqual(line.within([1, 3], density([1, 3], 100)), [
    { x: 1, y: 3 },
    { x: 2, y: -1 },
  ]);
  line.follow(other, { ...view, logY: true });
  assert.deepEqual(line.within([1, 3], density([1, 3], 100)), [{ x: 1, y: 3 }]);
  line.follow(other, { ...view, measure: "lr" });
  assert.deepEqual(line.within([1, 3], density([1, 3], 100)), []);
});

const area = { left: 100, right: 300, top: 10, bottom: 110 };

function sounds(vertices: readonly Vertex[], expected: readonly number[]): void {
  near(pitchesOf(vertices, area, expected.length), expected, 1e-6);
}

test("a place sounds as high as it is on the chart: three octaves from 220 Hz, equal heights as equal intervals", () => {
  const rising = [
    { x: 100, y: 110 },
    { x: 300, y: 10 },
  ];
  sounds(rising, [220, 440, 880, 1760]);
  // Beyond the chart as its edge, and before the first and after the last place as these.
  sounds([{ x: 200, y: 500 }], [220, 220, 220]);
  sounds(
    [
      { x: 200, y: 10 },
      { x: 250, y: -90 },
    ],
    [1760, 1760, 1760],
  );
  sounds(
    [
      { x: 150, y: 110 },
      { x: 250, y: 110 - 100 / 3 },
    ],
    [220, 220, 220 * Math.SQRT2, 440, 440],
  );
});

test("the SVG has axes, titles, grid, both lines, and a legend; text cannot break out of it", () => {
  const chart: DrawnChart = {
    width: 320,
    height: 140,
    area,
    lines: [
      {
        vertices: [
          { x: 100, y: 50 },
          { x: 300.12345, y: 20 },
        ],
        colour: "#0000ff",
        opacity: 1,
        isDashed: false,
      },
      {
        vertices: [
          { x: 100, y: 60 },
          { x: 300, y: 30 },
        ],
        colour: "#ff8800",
        opacity: 1,
        isDashed: true,
      },
    ],
    hasDots: false,
    ticks: {
      x: [{ at: 200, text: "1,000" }],
      y: [
        { at: 60, text: "0.5" },
        { at: 110, text: "0" },
      ],
    },
    titles: { x: "epoch", y: 'a<b&"c' },
    theme: { background: "#ffffff", foreground: "#333333", secondary: "#666666", font: 'Segoe "UI"', numbers: "monospace" },
    widthOf: (text) => 6 * text.length,
  };
  const legend: LegendEntry[] = [{ text: "Loss" }, { text: "train <1>", line: 0 }, { text: "validation 2", line: 1 }];
  const svg = curvesSvg([{ left: 0, top: 0, what: { chart, legend } }]);
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="320" height="164"/);
  assert.match(svg, /<polyline stroke="#0000ff" points="100,50 300\.12,20"\/>/);
  assert.match(svg, /<polyline stroke="#ff8800" stroke-dasharray="6 3" points="100,60 300,30"\/>/);
  assert.equal(svg.match(/<path d="M100 \d+H300"\/>/g)?.length, 2);
  for (const text of ["1,000", "0.5", "epoch", "a&#60;b&#38;&#34;c", "train &#60;1&#62;", "Segoe &#34;UI&#34;"])
    assert.ok(svg.includes(text), text);
  const dots = curvesSvg([{ left: 0, top: 0, what: { chart: { ...chart, hasDots: true }, legend: [] } }]);
  assert.equal(dots.match(/<circle /g)?.length, 4);
  assert.ok(!dots.includes("<polyline"));
  const [one, other] = [0, 330].map((left) => ({ left, top: 0, what: { chart, legend } }));
  const both = curvesSvg([one!, other!]);
  assert.match(both, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="650" height="164"/);
  assert.match(both, /<g transform="translate\(330 0\)">/);
  assert.equal(both.match(/<polyline /g)?.length, 4);
});

test("a short time has three digits and its unit", () => {
  const written = [3.14159e-6, 8.2e-4, 0.00314159, 0.5, 1.2, 61, 100].map(formatDuration);
  assert.deepEqual(written, ["3.14 µs", "820 µs", "3.14 ms", "500 ms", "1.20 s", "61.0 s", "1:40"]);
});

test("weights of a run that was stopped within the epoch after its best are told from the best", () => {
  const ended = { state: "ended", run: 1, epoch: 7, epochs: 100, stopped: "interrupted" } as const;
  assert.equal(lastWords({ ...ended, choice: { kept: "last", bestEpoch: 5 } }), "epoch 7");
  assert.equal(lastWords({ ...ended, choice: { kept: "last", bestEpoch: 7 } }), "in epoch 8");
  assert.equal(lastWords(ended), "epoch 7");
});

/** Where the axis of epochs from 1 on ends. */
function end(last: number, place: number, isGrowing = true): number {
  return endOf({ ...noAxes, epochs: [1, last], isGrowing, place });
}

test("the axis of a growing curve is long enough, never much longer, and takes its steps apart from the one beside it", () => {
  assert.equal(end(10_000, 3, false), 10_000);
  let together = 0;
  for (let last = 11; last <= 20_000; last += 10) {
    for (const place of [0, 1, 2, 3, 4])
      assert.ok(end(last, place) >= last && end(last, place) - 1 <= (last - 1) * (1 + 2 / 32) + 1, `${last}`);
    const steps = [0, 1, 2, 3].filter((place) => end(last, place) !== end(last - 10, place));
    if (last > 5000 && steps.length > 1) together++;
  }
  // Where the length has doubled, steps are twice as long for all of them.
  assert.ok(together <= 2, `${together} frames`);
});
