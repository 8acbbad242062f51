// The numbers of a step as shapes: cells of units, tinted by their value, and lines with the weights, the
// gradients or the new weights of the stop. Every number that can be opened has its address in `data-number`.

import type { NumberAddress, TensorName } from "../../../../src/training/inside/types.ts";
import type { Shape, Tone } from "../../network/network-view/network-drawing.ts";
import { shortened, textWidth } from "../../network/network-view/network-layout.ts";
import { figure } from "../inside-view/inside-words.ts";
import { keyOf, type Place, type Stop } from "../inside-view/stops.ts";
import { CELL, CHARACTERS, HEADING, type StepColumn, type StepLayout } from "./step-layout.ts";

/** Pixels of a number on a line. */
const LABEL = 14;

/** What a picture is made from; a number that has not come yet, or not been computed, is undefined. */
export interface StepNumbers {
  /** The number at an address. */
  readonly number: (address: NumberAddress) => number | undefined;
  /** The largest absolute value of a tensor. */
  readonly largest: (tensor: TensorName) => number;
  /** The parameter with a layer's weights, and its number of units; undefined of a layer without. */
  readonly weight: (layer: number) => number | undefined;
  /** What stands in a cell of a layer at this stop; −1 are the inputs. */
  readonly cell: (layer: number) => { readonly tensor: TensorName; readonly row: number; readonly isPast: boolean } | undefined;
  /** What stands on the lines into a layer at this stop. */
  readonly line: (layer: number) => "before" | "gradient" | "after";
  readonly hasLoss: boolean;
  readonly lossType: string;
  /** "y = setosa". */
  readonly target: string;
}

export interface Focus {
  readonly stop: Stop;
  readonly place: Place;
  /** The number that is explained. */
  readonly opened: NumberAddress;
}

export function drawStep(layout: StepLayout, numbers: StepNumbers, focus: Focus): Shape[] {
  const { columns } = layout;
  const active = activeLines(columns, focus);
  const lines = columns.flatMap((column, index) => (index === 0 ? [] : drawLines(columns[index - 1]!, column, numbers, focus, active)));
  return [
    ...lines.filter(({ tag }) => tag === "line"),
    ...(columns.length > 0 ? lossLines(columns.at(-1)!, layout, numbers) : []),
    ...lines.filter(({ tag }) => tag !== "line"),
    ...columns.flatMap((column) => cells(column, numbers, focus)),
    ...names(columns[0], "end", layout),
    ...(columns.length > 1 ? names(columns.at(-1), "start", layout) : []),
    ...loss(layout, numbers, focus),
    ...headings(layout, numbers, focus),
  ];
}

/** Which lines the stop is about: those into a unit of a layer, or those out of it. */
interface ActiveLines {
  /** The layer whose weights they are. */
  readonly layer: number;
  readonly end: "to" | "from";
  readonly unit: number;
}

function activeLines(columns: readonly StepColumn[], { stop, place }: Focus): ActiveLines | undefined {
  if (!("layer" in stop)) return undefined;
  const column = columns.findIndex(({ layers }) => layers.includes(stop.layer));
  const { layers } = columns[column] ?? { layers: [] };
  if (stop.kind === "backward") {
    // The gradient comes through the lines to the next column, if it is not another layer of the same units.
    const next = columns[column + 1]?.layers[0];
    return layers.at(-1) === stop.layer && next !== undefined ? { layer: next, end: "from", unit: place.unit } : undefined;
  }
  return layers[0] === stop.layer ? { layer: stop.layer, end: "to", unit: place.unit } : undefined;
}

function drawLines(
  before: StepColumn,
  column: StepColumn,
  numbers: StepNumbers,
  { opened }: Focus,
  active: ActiveLines | undefined,
): Shape[] {
  const layer = column.layers[0]!;
  const parameter = numbers.weight(layer);
  const kind = numbers.line(layer);
  const tensor: TensorName | undefined = parameter === undefined ? undefined : { of: kind, parameter };
  const largest = tensor ? numbers.largest(tensor) : 0;
  const own = active?.layer === layer ? active : undefined;
  const near = nearShare(before, column);
  const shapes: Shape[] = [];
  for (const [to, bottom] of column.units.entries()) {
    for (const from of sources(column, to, before.units.length)) {
      const top = before.units[from]!;
      const address = tensor && { tensor, row: to, column: from };
      const value = address && numbers.number(address);
      const isActive = own !== undefined && (own.end === "to" ? to : from) === own.unit;
      shapes.push(connection([before.right, top, column.left, bottom], value, largest, active === undefined || isActive, isActive));
      if (!isActive || address === undefined || value === undefined || !hasRoom(own, column, before)) continue;
      const share = own?.end === "from" ? 1 - near : near;
      const [x, y] = [before.right + (column.left - before.right) * share, top + (bottom - top) * share];
      shapes.push(...label(x, y, figure(value), address, keyOf(address) === keyOf(opened)));
    }
  }
  return shapes;
}

/** Where on a line its number stands, from the end at which the lines of one unit lie apart. */
function nearShare(before: StepColumn, column: StepColumn): number {
  return Math.max(0.32, (CELL.width / 2 + 6) / (column.left - before.right));
}

/** Numbers stand on lines as long as they do not lie over one another. */
function hasRoom(active: ActiveLines | undefined, column: StepColumn, before: StepColumn): boolean {
  const { units } = active?.end === "from" ? column : before;
  return units.length < 2 || (units[1]! - units[0]!) * (1 - nearShare(before, column)) >= LABEL;
}

function sources({ joint, units }: StepColumn, to: number, count: number): readonly number[] {
  if (joint === "halves") return [to, to + units.length].filter((from) => from < count);
  return Array.from({ length: count }, (_, from) => from);
}

function connection(
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  value: number | undefined,
  largest: number,
  isClear: boolean,
  isActive: boolean,
): Shape {
  const share = value === undefined ? 0.3 : strength(value, largest);
  return {
    tag: "line",
    attributes: {
      x1,
      y1: round(y1),
      x2,
      y2: round(y2),
      "stroke-width": round(value === undefined ? 1 : 0.6 + (isActive ? 3 : 2) * share),
      "stroke-opacity": round((0.15 + 0.85 * Math.sqrt(share)) * (isActive ? 1 : isClear ? 0.5 : 0.15)),
      "stroke-dasharray": value !== undefined && value < 0 ? "9 1.5" : "none",
    },
    stroke: value === undefined ? "line" : toneOf(value),
  };
}

/** A number on a line, on a ground of its own. */
function label(x: number, y: number, content: string, address: NumberAddress, isOpened: boolean): Shape[] {
  const width = textWidth(content) + 6;
  const attributes = { "data-number": keyOf(address) };
  return [
    {
      tag: "rect",
      attributes: {
        ...attributes,
        x: round(x - width / 2),
        y: round(y - LABEL / 2),
        width: round(width),
        height: LABEL,
        rx: 3,
        "stroke-width": isOpened ? 1.5 : 0,
      },
      fill: "background",
      ...(isOpened ? { stroke: "focus" as const } : {}),
    },
    text(x, y + 3.5, content, "middle", "text", attributes),
  ];
}

/** Above the columns, in front of what is scrolled under them. */
function headings({ columns, width, scrolled, loss: { x } }: StepLayout, { lossType }: StepNumbers, { stop }: Focus): Shape[] {
  const [above, below] = [scrolled + 14, scrolled + 28];
  const heading = (middle: number, first: string, second: string, isHere: boolean): Shape[] => [
    text(middle, above, first, "middle", "secondary"),
    text(middle, below, shortened(second, CHARACTERS), "middle", isHere ? "focus" : "text", weight(isHere)),
  ];
  return [
    { tag: "rect", attributes: { x: 0, y: scrolled, width, height: HEADING - 6 }, fill: "background" },
    ...columns.flatMap(({ layers, types, left, units }, index) =>
      index === 0
        ? heading(left + CELL.width / 2, String(units.length), "x", stop.kind === "batch")
        : layers.flatMap((layer, slot) =>
            heading(left + (slot + 0.5) * CELL.width, String(layer + 1), types[slot] ?? "", "layer" in stop && stop.layer === layer),
          ),
    ),
    text(
      x + CELL.width / 2,
      below,
      shortened(lossType, CHARACTERS + 4),
      "middle",
      stop.kind === "loss" ? "focus" : "text",
      weight(stop.kind === "loss"),
    ),
  ];
}

function weight(isHere: boolean): Readonly<Record<string, string | number>> {
  return { "font-weight": isHere ? 600 : 400 };
}

function cells({ layers, left, units }: StepColumn, numbers: StepNumbers, focus: Focus): Shape[] {
  const slots = layers.length === 0 ? [-1] : layers;
  return slots.flatMap((layer, slot) => units.flatMap((y, unit) => cell(left + slot * CELL.width, y, layer, unit, numbers, focus)));
}

function cell(x: number, y: number, layer: number, unit: number, numbers: StepNumbers, { stop, place, opened }: Focus): Shape[] {
  const shown = numbers.cell(layer);
  const address = shown && { tensor: shown.tensor, row: shown.row, column: unit };
  const value = address && numbers.number(address);
  const isHere = stop.kind === "batch" ? layer < 0 : "layer" in stop && stop.layer === layer;
  const isOpened = address !== undefined && keyOf(address) === keyOf(opened);
  return numberBox(x, y, value, {
    largest: shown ? numbers.largest(shown.tensor) : 0,
    isFaint: shown?.isPast ?? false,
    isStrong: isHere && unit === place.unit,
    isOpened,
    isHere,
    ...(address && value !== undefined ? { address } : {}),
  });
}

interface BoxLooks {
  readonly largest: number;
  /** Of an earlier phase. */
  readonly isFaint: boolean;
  /** Of the stop's layer; its chosen unit; the number that is explained. */
  readonly isHere: boolean;
  readonly isStrong: boolean;
  readonly isOpened: boolean;
  readonly address?: NumberAddress;
}

function numberBox(x: number, y: number, value: number | undefined, looks: BoxLooks): Shape[] {
  const { largest, isFaint, isHere, isStrong, isOpened, address } = looks;
  const open = address ? { "data-number": keyOf(address) } : {};
  const box = { x: round(x + 2), y: round(y - CELL.height / 2), width: CELL.width - 4, height: CELL.height, rx: 4 };
  return [
    { tag: "rect", attributes: { ...open, ...box }, fill: "background" },
    {
      tag: "rect",
      attributes: {
        ...open,
        ...box,
        "fill-opacity": value === undefined ? 0 : round(0.4 * strength(value, largest) * (isFaint ? 0.5 : 1)),
        "stroke-width": isOpened ? 2.5 : isStrong ? 1.5 : 1,
        "stroke-opacity": isOpened || isStrong || isHere ? 1 : value === undefined ? 0.3 : 0.5,
        "stroke-dasharray": value === undefined ? "2 3" : "none",
      },
      fill: toneOf(value ?? 0),
      stroke: isOpened || isStrong ? "focus" : "line",
    },
    ...(value === undefined ? [] : [text(x + CELL.width / 2, y + 4, figure(value), "middle", isFaint ? "secondary" : "text", open)]),
  ];
}

/** The names of inputs and answers, on the outside. */
function names(column: StepColumn | undefined, anchor: "start" | "end", { columns }: StepLayout): Shape[] {
  if (column === undefined || columns.length === 0) return [];
  return column.units.flatMap((y, unit) => {
    const name = column.names[unit];
    const x = anchor === "end" ? column.left - 4 : column.right + 4;
    return name === undefined ? [] : [text(x, y + 4, shortened(name), anchor, "text")];
  });
}

/** From each answer to the loss. */
function lossLines(column: StepColumn, { loss: end }: StepLayout, { hasLoss }: StepNumbers): Shape[] {
  return column.units.map((y) => ({
    tag: "line",
    attributes: {
      x1: end.from,
      y1: round(y),
      x2: end.x + 2,
      y2: round(end.y),
      "stroke-width": 1,
      "stroke-opacity": hasLoss ? 0.4 : 0.15,
    },
    stroke: "line",
  }));
}

/** The row's own loss over the mean of all, and what the answer should be. */
function loss({ loss: { x, y } }: StepLayout, numbers: StepNumbers, { stop, place, opened }: Focus): Shape[] {
  const isHere = stop.kind === "loss";
  const middle = x + CELL.width / 2;
  const box = (at: number, address: NumberAddress, isStrong: boolean): Shape[] => {
    const value = numbers.hasLoss ? numbers.number(address) : undefined;
    return numberBox(x, at, value, {
      largest: 0,
      isFaint: !isHere,
      isHere,
      isStrong: isHere && isStrong,
      isOpened: keyOf(address) === keyOf(opened),
      ...(value === undefined ? {} : { address }),
    });
  };
  return [
    text(middle, y - 32, shortened(numbers.target, CHARACTERS + 3), "middle", "text"),
    ...box(y - 13, { tensor: { of: "rowLoss" }, row: place.row, column: 0 }, false),
    ...box(y + 13, { tensor: { of: "loss" }, row: 0, column: 0 }, true),
  ];
}

/** How strongly a value shows: 0 to 1. */
function strength(value: number, largest: number): number {
  return largest === 0 || !Number.isFinite(value) ? 0 : Math.min(1, Math.abs(value) / largest);
}

function toneOf(value: number): Tone {
  return value < 0 ? "negative" : "positive";
}

function text(
  x: number,
  y: number,
  content: string,
  anchor: "start" | "middle" | "end",
  tone: Tone,
  more: Readonly<Record<string, string | number>> = {},
): Shape {
  return {
    tag: "text",
    attributes: { ...more, x: round(x), y: round(y), "text-anchor": anchor, "font-size": 11 },
    fill: tone,
    text: content,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
