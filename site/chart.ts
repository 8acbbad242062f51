// A curve as SVG that stands in the page: its colours are the page's, and each line has a pattern of its own, so
// that colour is never alone. Below it the same numbers as a table.

import type { Curve, Line } from "./curves.ts";
import { both, escape, type Language } from "./text.ts";

const WIDTH = 560;
const HEIGHT = 260;
const LEFT = 48;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 40;
/** Rows of the table. */
const ROWS = 9;

const numbersText = both("The same as numbers", "같은 내용을 숫자로");

export function chartOf({ from, to, across, up, lines, about }: Curve, language: Language): string {
  const { low, high, ticks } = axisOf(lines.flatMap(({ values }) => values));
  const x = (value: number): number => LEFT + ((value - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const bottom = HEIGHT - BOTTOM;
  const grid = ticks.map((tick) => {
    const at = y(tick).toFixed(1);
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/><text class="end" x="${LEFT - 6}" y="${y(tick) + 4}">${written(tick)}</text>`;
  });
  const below = axisOf([from, to])
    .ticks.filter((tick) => tick >= from && tick <= to)
    .map((tick) => `<text class="middle" x="${x(tick).toFixed(1)}" y="${bottom + 16}">${written(tick)}</text>`);
  const paths = lines.map(
    ({ values }, index) => `<path class="line line-${index + 1}" d="${pathOf(values, x, y, from, to, [low, high])}"/>`,
  );
  const keys = lines.map(({ name }, index) => `<span class="key line-${index + 1}">${escape(name[language])}</span>`);
  return `<figure class="chart">
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(about[language])}">
${[...grid, ...below].join("\n")}
<text class="end" x="${WIDTH - RIGHT}" y="${HEIGHT - 6}">${escape(across[language])}</text>
${paths.join("\n")}
</svg>
<figcaption><span class="keys">${keys.join(" ")}</span> ${escape(about[language])}</figcaption>
<details><summary>${numbersText[language]}</summary>${tableOf(lines, from, to, across[language], up[language], language)}</details>
</figure>`;
}

function pathOf(
  values: readonly number[],
  x: (value: number) => number,
  y: (value: number) => number,
  from: number,
  to: number,
  [low, high]: readonly [number, number],
): string {
  let isDown = false;
  return values
    .map((value, index) => {
      const isShown = value >= low && value <= high;
      const command = isShown
        ? `${isDown ? "L" : "M"}${x(from + ((to - from) * index) / (values.length - 1)).toFixed(1)} ${y(value).toFixed(1)}`
        : "";
      isDown = isShown;
      return command;
    })
    .join("");
}

function tableOf(lines: readonly Line[], from: number, to: number, across: string, up: string, language: Language): string {
  const last = lines[0]!.values.length - 1;
  const rows = Array.from({ length: ROWS }, (_, row) => Math.round((row * last) / (ROWS - 1))).map((at) => {
    const cells = lines.map(({ values }) => `<td>${written(values[at]!)}</td>`);
    return `<tr><th scope="row">${written(from + ((to - from) * at) / last)}</th>${cells.join("")}</tr>`;
  });
  const heads = lines.map(({ name }) => `<th scope="col">${escape(lines.length === 1 ? up : name[language])}</th>`);
  return `<table class="numbers"><thead><tr><th scope="col">${escape(across)}</th>${heads.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** An axis that ends at its own ticks, which are 1, 2 or 5 times a power of ten apart. */
export function axisOf(values: readonly number[]): { readonly low: number; readonly high: number; readonly ticks: readonly number[] } {
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const rough = (most - least || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
  // A little beyond the last tick needs none of its own.
  const [first, last] = [Math.floor(least / step + 0.05), Math.ceil(most / step - 0.05)];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(6)));
  return { low: Math.min(least, ticks[0]!), high: Math.max(most, ticks.at(-1)!), ticks };
}

/** Three significant digits. */
function written(value: number): string {
  return String(Number((Math.abs(value) < 1e-9 ? 0 : value).toPrecision(3))).replace("-", "−");
}
