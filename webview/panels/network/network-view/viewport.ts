// Which part of a drawing a window shows: what lies at `p` is seen at `p · scale + (x, y)`. Pure arithmetic.

import type { Point, Size } from "./network-layout.ts";

export interface Viewport extends Point {
  readonly scale: number;
}

const SCALE = { least: 0.1, readable: 0.5, most: 8 };
/** Pixels that a place keeps from the window's edge when it is brought into view. */
const EDGE = 32;

/** All of the drawing in the middle of the window, never larger than it is. */
export function fitted(drawing: Size, room: Size): Viewport {
  return centred(drawing, room, Math.max(SCALE.least, Math.min(1, room.width / drawing.width, room.height / drawing.height)));
}

/** What is seen first: everything if it can still be read, else the beginning. */
export function opening(drawing: Size, room: Size): Viewport {
  const whole = fitted(drawing, room);
  if (whole.scale >= SCALE.readable) return whole;
  const { scale, x, y } = centred(drawing, room, SCALE.readable);
  return { scale, x: Math.max(0, x), y: Math.max(0, y) };
}

/** Whether all of the drawing is seen. */
export function isWhole({ scale, x, y }: Viewport, drawing: Size, room: Size): boolean {
  // A hundredth of a pixel is rounding.
  return Math.min(x, y) >= -0.01 && x + drawing.width * scale <= room.width + 0.01 && y + drawing.height * scale <= room.height + 0.01;
}

function centred(drawing: Size, room: Size, scale: number): Viewport {
  return { scale, x: (room.width - drawing.width * scale) / 2, y: (room.height - drawing.height * scale) / 2 };
}

/** Zooms by a factor; what lies at `point` of the window stays there. */
export function zoomed({ scale, x, y }: Viewport, factor: number, point: Point): Viewport {
  const next = Math.max(SCALE.least, Math.min(SCALE.most, scale * factor));
  const by = next / scale;
  return { scale: next, x: point.x - (point.x - x) * by, y: point.y - (point.y - y) * by };
}

export function panned(viewport: Viewport, dx: number, dy: number): Viewport {
  return { ...viewport, x: viewport.x + dx, y: viewport.y + dy };
}

/** The smallest move after which a place of the drawing is well within the window. */
export function revealing(viewport: Viewport, point: Point, room: Size): Viewport {
  return panned(
    viewport,
    missing(point.x * viewport.scale + viewport.x, room.width),
    missing(point.y * viewport.scale + viewport.y, room.height),
  );
}

/** How far a place along one side of the window is from being well within it. */
function missing(at: number, length: number): number {
  return Math.max(EDGE - at, 0) - Math.max(at - (length - EDGE), 0);
}

/** The place of the drawing under a point of the window. */
export function underPoint({ scale, x, y }: Viewport, point: Point): Point {
  return { x: (point.x - x) / scale, y: (point.y - y) / scale };
}
