// Changes of the list of layers, one or several at a time: what the list would be, where its layers go, and
// the edit that makes it so.

import type { Edit, JsonLayer } from "../../src/model/edit.ts";

/** Gaps are counted before the change: 0 before the first layer, n after the last. Indices ascend. */
export type ListChange<T> =
  | { readonly op: "insert"; readonly at: number; readonly items: readonly T[] }
  | { readonly op: "remove"; readonly indices: readonly number[] }
  | { readonly op: "move"; readonly indices: readonly number[]; readonly gap: number };

/** The list after the change. */
export function rearranged<T>(list: readonly T[], change: ListChange<T>): readonly T[] {
  switch (change.op) {
    case "insert":
      return list.toSpliced(change.at, 0, ...change.items);
    case "remove":
      return list.filter((_, index) => !change.indices.includes(index));
    case "move": {
      const isMoved = (_: T, index: number): boolean => change.indices.includes(index);
      const stay = (part: readonly T[], start: number): readonly T[] => part.filter((item, index) => !isMoved(item, start + index));
      return [...stay(list.slice(0, change.gap), 0), ...list.filter(isMoved), ...stay(list.slice(change.gap), change.gap)];
    }
  }
}

/** For each place after the change the index before it; undefined for a new one. */
export function orderAfter(change: ListChange<unknown>, count: number): readonly (number | undefined)[] {
  const before = Array.from({ length: count }, (_, index) => index);
  return rearranged<number | undefined>(before, change.op === "insert" ? { ...change, items: change.items.map(() => undefined) } : change);
}

/** The indices that the change's layers have after it; none if they are gone. */
export function indicesAfter(change: ListChange<unknown>): readonly number[] {
  if (change.op === "remove") return [];
  const start = change.op === "insert" ? change.at : change.gap - change.indices.filter((index) => index < change.gap).length;
  const count = change.op === "insert" ? change.items.length : change.indices.length;
  return Array.from({ length: count }, (_, index) => start + index);
}

/** Whether it changes the list. */
export function isChange(change: ListChange<unknown>): boolean {
  if (change.op !== "move") return true;
  const places = indicesAfter(change);
  return change.indices.some((index, place) => index !== places[place]);
}

/** One edit, one step of undo. @param count layers before the change */
export function editOf(change: ListChange<JsonLayer>, count: number): Edit {
  const edits = stepsOf(change, count);
  return edits.length === 1 ? edits[0]! : { op: "all", edits };
}

function stepsOf(change: ListChange<JsonLayer>, count: number): Edit[] {
  switch (change.op) {
    case "insert":
      return change.items.map((layer, index) => ({ op: "insert", at: change.at + index, layer }));
    case "remove":
      return change.indices.toReversed().map((at) => ({ op: "remove", at }));
    case "move":
      return moves(change.indices, change.gap, count);
  }
}

/**
 * Each layer moves to right before the first one beyond the gap that stays; so the order among them is kept.
 */
function moves(indices: readonly number[], gap: number, count: number): Edit[] {
  const order = Array.from({ length: count }, (_, index) => index);
  let beyond = gap;
  while (indices.includes(beyond)) beyond++;
  return indices.flatMap((index): Edit[] => {
    const from = order.indexOf(index);
    order.splice(from, 1);
    const to = beyond < count ? order.indexOf(beyond) : order.length;
    order.splice(to, 0, index);
    return from === to ? [] : [{ op: "move", from, to }];
  });
}
