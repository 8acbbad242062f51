// A network as shapes, back to front: what the window paints and what a saved picture consists of. Weights go
// from blue (negative) through the background to orange (positive), and a negative one is dashed, so that
// colour is never alone.

import { type Edge, type NetworkLayout, type Point, type ColumnLayout, shortened } from "./network-layout.ts";
import type { Target } from "./network-target.ts";
import { countText, inputsText } from "./network-words.ts";
import type { WeightLookup } from "./weight-lookup.ts";

/** What a colour is for; the window's style sheet and a picture's palette say which one it is. */
export const tones = ["negative", "positive", "line", "text", "secondary", "background", "focus"] as const;
export type Tone = (typeof tones)[number];

export interface Shape {
  readonly tag: "line" | "circle" | "rect" | "text";
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly fill?: Tone;
  readonly stroke?: Tone;
  readonly text?: string;
}

export interface Marks {
  /** Index of the layer that is selected in the document. */
  readonly selected?: number | undefined;
  /** What is pointed at: the rest steps back. */
  readonly target?: Target | undefined;
}

export function drawNetwork(layout: NetworkLayout, weights: WeightLookup, { selected, target }: Marks = {}): Shape[] {
  const isSelected = ({ layers }: ColumnLayout): boolean => selected !== undefined && layers.includes(selected);
  return [
    ...layout.bands.flatMap((column) => band(layout.columns[column - 1]!, layout.columns[column]!)),
    ...layout.edges.map((edge) => line(layout, edge, weights, target)),
    ...layout.columns.flatMap((column, index) => [
      ...heading(column, index, isSelected(column)),
      ...(column.block ? block(column, index, weights, isSelected(column)) : units(column, index, weights, isSelected(column))),
    ]),
    ...names(layout.columns[0], "end"),
    ...(layout.columns.length > 1 ? names(layout.columns.at(-1), "start") : []),
    ...(target ? ring(layout, target) : []),
  ];
}

/** How strongly a weight shows: 0 to 1. */
function strength(weight: number, largest: number): number {
  return largest === 0 || !Number.isFinite(weight) ? 0 : Math.abs(weight) / largest;
}

function toneOf(weight: number): Tone {
  return weight < 0 ? "negative" : "positive";
}

function line({ columns }: NetworkLayout, edge: Edge, weights: WeightLookup, target: Target | undefined): Shape {
  const from = columns[edge.column - 1]!.points[edge.from]!;
  const to = columns[edge.column]!.points[edge.to]!;
  const weight = weights.weight(edge);
  const share = weight === undefined ? 0.3 : strength(weight, weights.largest);
  const faded = target !== undefined && target.kind !== "block" && !touches(edge, target);
  return {
    tag: "line",
    attributes: {
      x1: from.x,
      y1: round(from.y),
      x2: to.x,
      y2: round(to.y),
      "stroke-width": round(weight === undefined ? 1 : 0.6 + 3 * share),
      // The root, so that one weight far larger than the others does not make them all vanish; the width
      // stays true.
      "stroke-opacity": round((0.15 + 0.85 * Math.sqrt(share)) * (faded ? 0.2 : 1)),
      "stroke-dasharray": weight !== undefined && weight < 0 ? "9 1.5" : "none",
    },
    stroke: weight === undefined ? "line" : toneOf(weight),
  };
}

function touches({ column, from, to }: Edge, target: Target): boolean {
  if (target.kind === "edge") return target.edge.column === column && target.edge.from === from && target.edge.to === to;
  if (target.kind === "block") return true;
  return (target.column === column && target.unit === to) || (target.column === column - 1 && target.unit === from);
}

/** Lines to or from a block as a whole: they have no weight of their own. */
function band(before: ColumnLayout, column: ColumnLayout): Shape[] {
  const starts = before.block ? [side(before.block, 1)] : before.points;
  const ends = column.block ? [side(column.block, 0)] : column.points;
  return starts.flatMap((from) =>
    ends.map((to) => ({
      tag: "line" as const,
      attributes: { x1: from.x, y1: round(from.y), x2: to.x, y2: round(to.y), "stroke-width": 1, "stroke-opacity": 0.5 },
      stroke: "line" as const,
    })),
  );
}

function side({ x, y, width, height }: NonNullable<ColumnLayout["block"]>, share: 0 | 1): Point {
  return { x: x + share * width, y: y + height / 2 };
}

/** The layer that gives the units with their number, and below it what changes them. */
function heading({ x, types, layers, units, characters }: ColumnLayout, index: number, isSelected: boolean): Shape[] {
  const [own, rest] = index === 0 ? [inputsText(units ?? 0), types] : [`${types[0]} ${countText(units)}`, types.slice(1)];
  const first = text(x, 16, shortened(own, characters), "middle", isSelected ? "focus" : "text");
  const second = text(x, 31, shortened(rest.join(" · "), characters), "middle", "secondary");
  return [{ ...first, attributes: { ...first.attributes, "font-weight": isSelected ? 600 : 400 } }, ...(layers.length > 0 ? [second] : [])];
}

function units({ points, radius }: ColumnLayout, column: number, weights: WeightLookup, isSelected: boolean): Shape[] {
  return points.flatMap(({ x, y }, unit) => {
    const bias = weights.bias(column, unit);
    const circle = { cx: x, cy: round(y), r: round(radius) };
    return [
      { tag: "circle" as const, attributes: circle, fill: "background" as const },
      {
        tag: "circle" as const,
        attributes: {
          ...circle,
          "fill-opacity": bias === undefined ? 0 : round(Math.min(1, strength(bias, weights.largest))),
          "stroke-width": isSelected ? 2 : 1,
        },
        fill: toneOf(bias ?? 0),
        stroke: isSelected ? ("focus" as const) : ("line" as const),
      },
    ];
  });
}

/** A layer as a whole: how its weights are spread, from the most negative to the most positive one. */
function block(column: ColumnLayout, index: number, weights: WeightLookup, isSelected: boolean): Shape[] {
  const { x, y, width, height } = column.block!;
  const frame: Shape = {
    tag: "rect",
    attributes: { x, y: round(y), width, height: round(height), rx: 4, "stroke-width": isSelected ? 2 : 1 },
    fill: "background",
    stroke: isSelected ? "focus" : "line",
  };
  const bins = weights.spread(index)?.bins;
  if (bins === undefined) return [frame, text(column.x, y + height / 2 + 4, countText(column.units), "middle", "text")];
  const most = Math.max(1, ...bins);
  const [step, floor, middle] = [(width - 12) / bins.length, y + height - 8, (bins.length - 1) / 2];
  const bars = bins.map((count, bin): Shape => {
    const tall = (count / most) * (height - 16);
    return {
      tag: "rect",
      attributes: {
        x: round(x + 6 + bin * step),
        y: round(floor - tall),
        width: round(step - 0.5),
        height: round(tall),
        "fill-opacity": round(0.35 + (0.65 * Math.abs(bin - middle)) / middle),
      },
      fill: bin === middle ? "line" : bin < middle ? "negative" : "positive",
    };
  });
  return [frame, ...bars];
}

/** The names of units at the ends, on the outside. */
function names(column: ColumnLayout | undefined, anchor: "start" | "end"): Shape[] {
  if (column === undefined || column.block) return [];
  const away = (column.radius + 8) * (anchor === "start" ? 1 : -1);
  return column.points.flatMap(({ x, y }, unit) => {
    const name = column.names[unit];
    return name === undefined ? [] : [text(x + away, y + 4, shortened(name), anchor, "text")];
  });
}

/** Around what is pointed at. */
function ring({ columns, edges }: NetworkLayout, target: Target): Shape[] {
  if (target.kind === "block") {
    const { x, y, width, height } = columns[target.column]!.block!;
    const attributes = {
      x: x - 3,
      y: round(y - 3),
      width: width + 6,
      height: round(height + 6),
      rx: 6,
      "stroke-width": 1.5,
      "fill-opacity": 0,
    };
    return [{ tag: "rect", attributes, fill: "background", stroke: "focus" }];
  }
  const ends =
    target.kind === "unit"
      ? [target]
      : edges.length === 0
        ? []
        : [
            { column: target.edge.column - 1, unit: target.edge.from },
            { column: target.edge.column, unit: target.edge.to },
          ];
  return ends.map(({ column, unit }) => {
    const { x, y } = columns[column]!.points[unit]!;
    const attributes = { cx: x, cy: round(y), r: round(columns[column]!.radius + 3), "stroke-width": 1.5, "fill-opacity": 0 };
    return { tag: "circle", attributes, fill: "background", stroke: "focus" };
  });
}

function text(x: number, y: number, content: string, anchor: "start" | "middle" | "end", tone: Tone): Shape {
  return { tag: "text", attributes: { x: round(x), y: round(y), "text-anchor": anchor, "font-size": 11 }, fill: tone, text: content };
}

/** Two decimals: enough for a pixel, and a saved picture stays small. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
