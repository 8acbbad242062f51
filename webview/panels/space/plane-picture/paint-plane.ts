// Paints a plane: colours, patterns, lines, axes, rows and a way.

import { formatTicks } from "../../../shared/numbers.ts";
import {
  contourOf,
  layOutPlane,
  type Plane,
  type PlaneAxis,
  type PlaneLayout,
  type PlaneMark,
  rangeOf,
  spots,
  type Tint,
} from "./plane.ts";
import { css, mixed, type PlaneTheme, type Rgb } from "./theme.ts";

const RADIUS = 4;
const TICKS = 5;
/** Pixels that a name of a category may take at an axis. */
const MOST_CHARACTERS = 14;
/** Names at an axis. */
const MOST_NAMES = 16;

/** @param cursor the index of the spot that is pointed at */
export function paintPlane(
  context: CanvasRenderingContext2D,
  plane: Plane,
  theme: PlaneTheme,
  width: number,
  height: number,
  cursor?: number,
): void {
  const layout = layOutPlane(plane, width, height);
  context.fillStyle = css(theme.background);
  context.fillRect(0, 0, width, height);
  paintColours(context, plane, theme, layout);
  context.save();
  context.beginPath();
  context.rect(layout.left, layout.top, layout.right - layout.left, layout.bottom - layout.top);
  context.clip();
  paintPatterns(context, plane, theme, layout);
  // Nothing lies between two categories, so there a line goes along the cells.
  if (plane.x.names === undefined && plane.y.names === undefined) paintContours(context, plane, theme, layout);
  else paintEdges(context, plane, theme, layout);
  paintPath(context, plane, theme, layout);
  // The ones that are spoken of are in front.
  const inOrder = plane.marks.toSorted((one, other) => Number(one.isHere ?? false) - Number(other.isHere ?? false));
  for (const mark of inOrder) paintMark(context, mark, theme, layout);
  context.restore();
  paintAxes(context, plane, theme, layout);
  const spot = cursor === undefined ? undefined : spots(plane)[cursor];
  if (spot) ring(context, layout.x(spot.x), layout.y(spot.y), RADIUS + 4, theme.focus, 2);
}

function ring(context: CanvasRenderingContext2D, left: number, top: number, radius: number, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.arc(left, top, radius, 0, 2 * Math.PI);
  context.stroke();
}

export function colourOf({ tone, strength }: Tint, theme: PlaneTheme): Rgb {
  const colour = typeof tone === "number" ? theme.tones[tone % theme.tones.length]! : theme[tone];
  return mixed(theme.background, colour, strength);
}

function paintColours(
  context: CanvasRenderingContext2D,
  { x, y, tintOf }: Plane,
  theme: PlaneTheme,
  { left, top, right, bottom }: PlaneLayout,
): void {
  const [columns, rows] = [x.values.length, y.values.length];
  const image = new ImageData(columns, rows);
  for (let point = 0; point < columns * rows; point++) {
    const [red, green, blue] = colourOf(tintOf(point), theme);
    // Pictures begin at the top, the plane at the bottom.
    const at = 4 * ((rows - 1 - Math.floor(point / columns)) * columns + (point % columns));
    image.data.set([red, green, blue, 255], at);
  }
  const small = document.createElement("canvas");
  [small.width, small.height] = [columns, rows];
  small.getContext("2d")!.putImageData(image, 0, 0);
  // Nothing lies between two categories.
  context.imageSmoothingEnabled = x.names === undefined && y.names === undefined;
  context.drawImage(small, left, top, right - left, bottom - top);
}

function paintPatterns(context: CanvasRenderingContext2D, plane: Plane, theme: PlaneTheme, layout: PlaneLayout): void {
  const { patterns, x, y } = plane;
  if (patterns === undefined) return;
  const [columns, rows] = [x.values.length, y.values.length];
  const [width, height] = [(layout.right - layout.left) / columns, (layout.bottom - layout.top) / rows];
  const paths = new Map<number, Path2D>();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns;) {
      const pattern = patterns[row * columns + column]!;
      let end = column + 1;
      while (end < columns && patterns[row * columns + end] === pattern) end++;
      if (pattern > 0) {
        const path = paths.get(pattern) ?? new Path2D();
        paths.set(pattern, path);
        path.rect(layout.left + column * width, layout.bottom - (row + 1) * height, (end - column) * width, height);
      }
      column = end;
    }
  }
  for (const [pattern, path] of paths) {
    context.save();
    context.clip(path);
    context.globalAlpha = 0.35;
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1;
    context.beginPath();
    hatching(pattern, layout, context);
    context.stroke();
    context.restore();
  }
}

/** Lines that tell one class from another: rising, falling, level, upright, crossed. */
export function hatching(
  pattern: number,
  { left, top, right, bottom }: Pick<PlaneLayout, "left" | "top" | "right" | "bottom">,
  path: Pick<CanvasPath, "moveTo" | "lineTo">,
): void {
  const kind = (pattern - 1) % 5;
  const [width, height] = [right - left, bottom - top];
  const gap = 8 + 4 * Math.floor((pattern - 1) / 5);
  const line = (fromX: number, fromY: number, toX: number, toY: number): void => {
    path.moveTo(left + fromX, top + fromY);
    path.lineTo(left + toX, top + toY);
  };
  for (let at = -height; at < width; at += gap) {
    if (kind === 0 || kind === 4) line(at, height, at + height, 0);
    if (kind === 1 || kind === 4) line(at, 0, at + height, height);
    if (kind === 3) line(at, 0, at, height);
  }
  if (kind === 2) for (let at = gap / 2; at < height; at += gap) line(0, at, width, at);
}

function paintContours(context: CanvasRenderingContext2D, { contours, x, y }: Plane, theme: PlaneTheme, layout: PlaneLayout): void {
  const [columns, rows] = [x.values.length, y.values.length];
  const [width, height] = [(layout.right - layout.left) / columns, (layout.bottom - layout.top) / rows];
  for (const { field, isThin } of contours) {
    context.strokeStyle = theme.foreground;
    context.globalAlpha = isThin === true ? 0.35 : 0.9;
    context.lineWidth = isThin === true ? 1 : 1.5;
    context.beginPath();
    for (const [fromX, fromY, toX, toY] of contourOf(field, columns, rows)) {
      context.moveTo(layout.left + (fromX + 0.5) * width, layout.bottom - (fromY + 0.5) * height);
      context.lineTo(layout.left + (toX + 0.5) * width, layout.bottom - (toY + 0.5) * height);
    }
    context.stroke();
    context.globalAlpha = 1;
  }
}

function paintEdges(context: CanvasRenderingContext2D, { patterns, x, y }: Plane, theme: PlaneTheme, layout: PlaneLayout): void {
  if (patterns === undefined) return;
  const [columns, rows] = [x.values.length, y.values.length];
  const [width, height] = [(layout.right - layout.left) / columns, (layout.bottom - layout.top) / rows];
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1.5;
  context.beginPath();
  for (let point = 0; point < columns * rows; point++) {
    const [column, row] = [point % columns, Math.floor(point / columns)];
    const [right, top] = [layout.left + (column + 1) * width, layout.bottom - (row + 1) * height];
    if (column + 1 < columns && patterns[point] !== patterns[point + 1]) {
      context.moveTo(right, top);
      context.lineTo(right, top + height);
    }
    if (row + 1 < rows && patterns[point] !== patterns[point + columns]) {
      context.moveTo(right - width, top);
      context.lineTo(right, top);
    }
  }
  context.stroke();
}

function paintPath(context: CanvasRenderingContext2D, { path, place }: Plane, theme: PlaneTheme, { x, y }: PlaneLayout): void {
  if (path === undefined) return;
  const line = (): void => {
    context.beginPath();
    for (const [index, spot] of path.entries()) {
      if (index === 0) context.moveTo(x(spot.x), y(spot.y));
      else context.lineTo(x(spot.x), y(spot.y));
    }
    context.stroke();
  };
  // Dark and light, so that it is seen on any colour.
  for (const [colour, width] of [
    [css(theme.background), 4],
    [theme.foreground, 1.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    line();
  }
  for (const [index, spot] of path.entries()) {
    const isHere = index === place;
    context.beginPath();
    context.arc(x(spot.x), y(spot.y), isHere ? RADIUS + 2 : 2.5, 0, 2 * Math.PI);
    context.fillStyle = isHere ? theme.focus : theme.foreground;
    context.fill();
    context.strokeStyle = css(theme.background);
    context.lineWidth = 1;
    context.stroke();
  }
}

function paintMark(context: CanvasRenderingContext2D, mark: PlaneMark, theme: PlaneTheme, { x, y }: PlaneLayout): void {
  const [left, top] = [x(mark.x), y(mark.y)];
  if (mark.isHere === true) {
    ring(context, left, top, RADIUS + 7, css(theme.background), 4);
    ring(context, left, top, RADIUS + 7, theme.foreground, 2);
  }
  // Behind the symbol, so that the class is still seen.
  if (mark.isWrong) {
    for (const [colour, width] of [
      [css(theme.background), 5],
      [theme.wrong, 2.5],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      cross(context, left, top, RADIUS + 3);
      context.stroke();
    }
  }
  context.beginPath();
  symbol(context, mark.shape, left, top, RADIUS);
  context.fillStyle = css(colourOf(mark.tint, theme));
  context.fill();
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.stroke();
}

/** What a symbol is drawn on. */
export interface SymbolPath extends Pick<CanvasPath, "moveTo" | "lineTo" | "closePath"> {
  arc(x: number, y: number, radius: number, from: number, to: number): void;
}

/** The symbol of a class: circle, square, triangle, diamond, triangle downwards, pentagon. */
export function symbol(path: SymbolPath, shape: number, left: number, top: number, radius: number): void {
  const kind = shape % 6;
  if (kind === 0) {
    path.arc(left, top, radius, 0, 2 * Math.PI);
    return;
  }
  const [corners, turn] = [
    [4, Math.PI / 4],
    [3, 0],
    [4, 0],
    [3, Math.PI],
    [5, 0],
  ][kind - 1] as [number, number];
  for (let corner = 0; corner < corners; corner++) {
    const angle = turn - Math.PI / 2 + (2 * Math.PI * corner) / corners;
    const [toX, toY] = [left + 1.2 * radius * Math.cos(angle), top + 1.2 * radius * Math.sin(angle)];
    if (corner === 0) path.moveTo(toX, toY);
    else path.lineTo(toX, toY);
  }
  path.closePath();
}

function cross(context: CanvasRenderingContext2D, left: number, top: number, radius: number): void {
  for (const sign of [1, -1]) {
    context.moveTo(left - radius, top - sign * radius);
    context.lineTo(left + radius, top + sign * radius);
  }
}

function paintAxes(context: CanvasRenderingContext2D, plane: Plane, theme: PlaneTheme, layout: PlaneLayout): void {
  const { left, top, right, bottom } = layout;
  context.strokeStyle = theme.secondary;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, right - left + 1, bottom - top + 1);
  context.fillStyle = theme.secondary;
  context.font = `11px ${theme.numbers}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  const room = (right - left) / Math.max(1, Math.min(MOST_NAMES, plane.x.names?.length ?? TICKS));
  for (const { at, text } of ticksOf(plane.x)) {
    const place = Math.min(right - 8, Math.max(left + 8, layout.x(at)));
    context.fillText(short(text, Math.max(3, Math.floor(room / 7))), place, bottom + 5);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { at, text } of ticksOf(plane.y)) context.fillText(short(text, 6), left - 6, layout.y(at));
  context.fillStyle = theme.foreground;
  context.font = `11px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  context.fillText(short(plane.x.title, Math.floor((right - left) / 6)), (left + right) / 2, bottom + 32);
  context.save();
  context.translate(10, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "middle";
  context.fillText(short(plane.y.title, Math.floor((bottom - top) / 6)), 0, 0);
  context.restore();
}

function ticksOf(axis: PlaneAxis): readonly { readonly at: number; readonly text: string }[] {
  const { names } = axis;
  if (names) {
    // Of many names some are enough.
    const step = Math.ceil(names.length / MOST_NAMES);
    return names.map((text, at) => ({ at, text: short(text, MOST_CHARACTERS) })).filter(({ at }) => at % step === 0);
  }
  const [low, high] = rangeOf(axis);
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const places: number[] = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) places.push(Number(at.toPrecision(12)));
  const texts = axis.isDate === true ? places.map((at) => String(Math.floor(at))) : formatTicks(places);
  return places.map((at, index) => ({ at, text: texts[index]! }));
}

function short(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text;
}
