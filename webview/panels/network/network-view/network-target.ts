// What of a network lies under the pointer, and where the keys lead from there: a unit, a connection, a
// block. Pure geometry.

import type { Edge, NetworkLayout, Point } from "./network-layout.ts";

/** A thing that can be pointed at. */
export type Target =
  | { readonly kind: "unit"; readonly column: number; readonly unit: number }
  | { readonly kind: "block"; readonly column: number }
  | { readonly kind: "edge"; readonly edge: Edge };

/** Pixels beside a line that still belong to it. */
const REACH = 4;

/** What lies at a point of the layout: units and blocks before connections, of connections the nearest. */
export function targetAt({ columns, edges }: NetworkLayout, point: Point): Target | undefined {
  for (const [column, { points, radius, block }] of columns.entries()) {
    if (block && isInside(block, point)) return { kind: "block", column };
    const reach = Math.max(radius + 1, REACH);
    const unit = points.findIndex(({ x, y }) => Math.hypot(x - point.x, y - point.y) <= reach);
    if (unit >= 0) return { kind: "unit", column, unit };
  }
  let nearest: Edge | undefined;
  let least = REACH;
  for (const edge of edges) {
    const distance = distanceTo(point, columns[edge.column - 1]!.points[edge.from]!, columns[edge.column]!.points[edge.to]!);
    if (distance < least) [nearest, least] = [edge, distance];
  }
  return nearest && { kind: "edge", edge: nearest };
}

/**
 * Where an arrow leads: up and down within a column, left and right to the nearest of the next one; from a
 * connection to the unit at that end. The first step, from nowhere, leads to the first input. Undefined if
 * there is nothing.
 */
export function neighbour({ columns }: NetworkLayout, from: Target | undefined, key: "left" | "right" | "up" | "down"): Target | undefined {
  if (from === undefined) return columns.length === 0 ? undefined : enter(0, columns[0]!.points.length, 0);
  if (from.kind === "edge") {
    const { column, from: source, to } = from.edge;
    return key === "left" ? { kind: "unit", column: column - 1, unit: source } : { kind: "unit", column, unit: to };
  }
  if (key === "up" || key === "down") {
    const unit = from.kind === "unit" ? from.unit + (key === "up" ? -1 : 1) : -1;
    return columns[from.column]?.points[unit] ? { kind: "unit", column: from.column, unit } : undefined;
  }
  const column = from.column + (key === "left" ? -1 : 1);
  const next = columns[column];
  if (next === undefined) return undefined;
  const own = columns[from.column]!;
  const height = from.kind === "unit" ? own.points[from.unit]!.y : next.points[0]?.y;
  const nearest = next.points.reduce(
    (best, { y }, unit) => (Math.abs(y - height!) < Math.abs(next.points[best]!.y - height!) ? unit : best),
    0,
  );
  return enter(column, next.points.length, nearest);
}

/**
 * The connections into a unit, one after the other and around; from a connection, the next one into the same
 * unit.
 */
export function nextEdge({ edges }: NetworkLayout, from: Target | undefined, step: 1 | -1): Target | undefined {
  if (from === undefined || from.kind === "block") return undefined;
  const [column, to] = from.kind === "unit" ? [from.column, from.unit] : [from.edge.column, from.edge.to];
  const own = edges.filter((edge) => edge.column === column && edge.to === to);
  const at = from.kind === "edge" ? own.findIndex((edge) => edge.from === from.edge.from) : step > 0 ? -1 : 0;
  const edge = own.at((at + step) % own.length);
  return edge && { kind: "edge", edge };
}

/** Where a target is, for the window to follow it. */
export function pointOf({ columns }: NetworkLayout, target: Target): Point {
  switch (target.kind) {
    case "unit":
      return columns[target.column]!.points[target.unit]!;
    case "block": {
      const { x, y, width, height } = columns[target.column]!.block!;
      return { x: x + width / 2, y: y + height / 2 };
    }
    case "edge": {
      const [from, to] = [columns[target.edge.column - 1]!.points[target.edge.from]!, columns[target.edge.column]!.points[target.edge.to]!];
      return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    }
  }
}

/** Whether a target is still there, as after a layer was removed. */
export function exists({ columns, edges }: NetworkLayout, target: Target): boolean {
  if (target.kind === "edge")
    return edges.some(({ column, from, to }) => column === target.edge.column && from === target.edge.from && to === target.edge.to);
  const column = columns[target.column];
  return target.kind === "block" ? column?.block !== undefined : column?.points[target.unit] !== undefined;
}

function enter(column: number, count: number, unit: number): Target {
  return count === 0 ? { kind: "block", column } : { kind: "unit", column, unit };
}

function isInside(
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  { x, y }: Point,
): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** The distance of a point from the line between two others. */
function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}
