// Where the numbers of a step are drawn in a network that is small enough for all of them: a column for each
// layer that gives new units, and in it a cell for each unit and layer, so that z and a stand side by side.
// Behind the last column is the loss. In pixels, without elements.

import { CHARACTER, MARGIN, shortened, type Size, textWidth } from "../../network/network-view/network-layout.ts";
import type { Column } from "../../network/network-view/network-structure.ts";

export const CELL: Size = { width: 72, height: 20 };
/** Two lines above the cells. */
export const HEADING = 40;
/** Between columns: room for a number on a line. */
const GAP = { least: 112, most: 190 };
/** What a heading over the loss needs beyond its cell. */
const OVER = 16;
const STEP = { least: 24, most: 34 };
/** Columns of units; more than these are drawn as strips. */
export const MOST_COLUMNS = 12;

export interface StepColumn {
  /** Indices of the layers that have a cell for each unit; none for the inputs. */
  readonly layers: readonly number[];
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly joint: Column["joint"];
  readonly left: number;
  readonly right: number;
  /** The middle of each unit. */
  readonly units: readonly number[];
}

export interface StepLayout extends Size {
  readonly columns: readonly StepColumn[];
  /** Pixels above the window. */
  readonly scrolled: number;
  /** Left edge and middle of the loss, and where the lines to it begin, behind the names of the answers. */
  readonly loss: { readonly x: number; readonly y: number; readonly from: number };
}

/** Whether every number can be drawn. */
export function isSmall(columns: readonly Column[]): boolean {
  return columns.length > 1 && columns.length <= MOST_COLUMNS && columns.every(({ isBlock }) => !isBlock);
}

/**
 * Lays the columns out for a window of this size.
 * @param scrolled pixels above the window: columns that are no taller than it stay in it, and so do headings
 */
export function layOutStep(columns: readonly Column[], room: Size, scrolled = 0): StepLayout {
  const names = widest(columns[0]?.names ?? []);
  const answers = widest(columns.at(-1)?.names ?? []);
  const cells = columns.map(({ layers }) => Math.max(1, layers.length) * CELL.width);
  const used = 2 * MARGIN + OVER + names + answers + CELL.width + cells.reduce((sum, width) => sum + width, 0);
  const gap = Math.max(GAP.least, Math.min(GAP.most, (room.width - used - GAP.least / 2) / (columns.length - 1)));
  const most = Math.max(2, ...columns.map(({ units = 0 }) => units));
  const height = Math.max(room.height, most * STEP.least + HEADING + MARGIN);
  const middle = HEADING + (height - HEADING - MARGIN) / 2;
  const step = Math.max(STEP.least, Math.min(STEP.most, (height - HEADING - MARGIN) / most));
  const seen = room.height - HEADING - MARGIN;
  const here = Math.min(scrolled + HEADING + seen / 2, Math.max(middle, height - MARGIN - seen / 2));
  const needed = used + (columns.length - 1) * gap + GAP.least / 2;
  let x = names + MARGIN + Math.max(0, (room.width - needed) / 2);
  const placed = columns.map((column, index): StepColumn => {
    const left = x;
    x += cells[index]! + gap;
    const { units = 0, layers, types, names: own, joint } = column;
    const isTall = units * step > seen;
    const top = (isTall ? middle : here) - ((units - 1) * step) / 2;
    return {
      layers,
      types,
      names: own,
      joint,
      left,
      right: left + cells[index]!,
      units: Array.from({ length: units }, (_, unit) => top + unit * step),
    };
  });
  const from = (placed.at(-1)?.right ?? x) + answers;
  return { width: Math.max(room.width, needed), height, columns: placed, scrolled, loss: { x: from + GAP.least / 2, y: here, from } };
}

/** Pixels for the longest of some names, and what is between them and the cells. */
function widest(names: readonly string[]): number {
  return names.length === 0 ? 0 : Math.max(...names.map((name) => textWidth(shortened(name)))) + 12;
}

/** Characters of a heading over one cell. */
export const CHARACTERS = Math.floor(CELL.width / CHARACTER) + 1;
