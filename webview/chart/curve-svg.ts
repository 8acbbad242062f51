// The chart as SVG text: axes, titles, grid, lines and legend at the pixels they have on the screen, in the
// theme's colours, with nothing from outside.

import { escaped } from "../panels/network/network-view/network-picture.ts";
import type { DrawnChart } from "./drawn-chart.ts";
import { DASH, LINE_WIDTH } from "./lines.ts";
import { LEGEND_HEIGHT, type LegendEntry, type Positioned } from "./picture.ts";

const FONT_SIZE = 11;
/** Pixels between what stands beside one another. */
const GAP = 8;
const MARK = 16;

/** A chart, and its legend: words, and for a series the mark of its line. */
export interface CurveFigure {
  readonly chart: DrawnChart;
  readonly legend: readonly LegendEntry[];
}

/** One or more charts, each at its place. */
export function curvesSvg(figures: readonly Positioned<CurveFigure>[]): string {
  const [only] = figures;
  if (figures.length === 1 && only) return curveSvg(only.what);
  const width = Math.max(...figures.map(({ left, what }) => left + what.chart.width));
  const height = Math.max(...figures.map(({ top, what }) => top + what.chart.height + LEGEND_HEIGHT));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="${only?.what.chart.theme.background ?? "white"}"/>`,
    ...figures.map(({ left, top, what }) => `<g transform="translate(${round(left)} ${round(top)})">\n${curveSvg(what)}</g>`),
    "</svg>\n",
  ].join("\n");
}

function curveSvg({ chart, legend }: CurveFigure): string {
  const { width, height, theme } = chart;
  const all = height + LEGEND_HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${all}" viewBox="0 0 ${width} ${all}" font-family="${escaped(theme.font)}" font-size="${FONT_SIZE}" fill="${theme.secondary}">`,
    `<title>${escaped(legend.map(({ text }) => text).join(", "))}</title>`,
    `<rect width="${width}" height="${all}" fill="${theme.background}"/>`,
    legendOf(chart, legend),
    `<g transform="translate(0 ${LEGEND_HEIGHT})">`,
    axesOf(chart),
    ...linesOf(chart),
    "</g>",
    "</svg>\n",
  ].join("\n");
}

/** All words at the same height, with marks as in the legend of the page. */
function legendOf({ lines, theme, widthOf }: DrawnChart, legend: readonly LegendEntry[]): string {
  const front = lines.slice(-2);
  const middle = LEGEND_HEIGHT / 2;
  let left = GAP;
  const parts = legend.map(({ text, line }) => {
    let mark = "";
    if (line !== undefined) {
      mark = `<path d="M${round(left)} ${middle}h${MARK}" stroke="${front[line]!.colour}" stroke-width="2"${dashOf(front[line]!.isDashed)}/>`;
      left += MARK + GAP;
    }
    const words = `<text x="${round(left)}" y="${middle}" dominant-baseline="central">${escaped(text)}</text>`;
    left += widthOf(text) + 2 * GAP;
    return mark + words;
  });
  return `<g fill="${theme.foreground}">${parts.join("")}</g>`;
}

function dashOf(isDashed: boolean): string {
  return isDashed ? ` stroke-dasharray="${DASH.join(" ")}"` : "";
}

function axesOf({ width, height, area, ticks, titles, theme }: DrawnChart): string {
  const middle = (area.top + area.bottom) / 2;
  const baseline = height - GAP / 2;
  return [
    `<g stroke="${theme.foreground}" stroke-opacity="0.1">`,
    ...ticks.y.map(({ at }) => `<path d="M${round(area.left)} ${round(at)}H${round(area.right)}"/>`),
    "</g>",
    `<g font-family="${escaped(theme.numbers)}">`,
    ...ticks.y.map(
      ({ at, text }) =>
        `<text x="${round(area.left - GAP)}" y="${round(at)}" text-anchor="end" dominant-baseline="central">${escaped(text)}</text>`,
    ),
    ...ticks.x.map(
      ({ at, text }) => `<text x="${round(at)}" y="${round(area.bottom + GAP + FONT_SIZE)}" text-anchor="middle">${escaped(text)}</text>`,
    ),
    "</g>",
    `<text x="${round((area.left + Math.min(width, area.right)) / 2)}" y="${round(baseline)}" text-anchor="middle">${escaped(titles.x)}</text>`,
    `<text x="${FONT_SIZE}" y="${round(middle)}" text-anchor="middle" transform="rotate(-90 ${FONT_SIZE} ${round(middle)})">${escaped(titles.y)}</text>`,
  ].join("\n");
}

/** In a picture of their own that cuts off what is beyond the axes. */
function linesOf({ area: { left, top, right, bottom }, lines, hasDots }: DrawnChart): string[] {
  const box = [left, top - 1, right - left, bottom - top + 2].map(round);
  const [x, y, width, height] = box;
  return [
    `<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${box.join(" ")}" fill="none" stroke-width="${LINE_WIDTH}" stroke-linejoin="round">`,
    ...lines
      .filter(({ vertices }) => vertices.length > 0)
      .map(({ vertices, colour, opacity, isDashed }) => {
        const style = `stroke="${colour}"${opacity < 1 ? ` opacity="${opacity}"` : ""}`;
        if (hasDots)
          return vertices.map((vertex) => `<circle cx="${round(vertex.x)}" cy="${round(vertex.y)}" r="3" fill="${colour}"/>`).join("");
        return `<polyline ${style}${dashOf(isDashed)} points="${vertices.map((vertex) => `${round(vertex.x)},${round(vertex.y)}`).join(" ")}"/>`;
      }),
    "</svg>",
  ];
}

/** A hundredth of a pixel is more than anybody sees. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
