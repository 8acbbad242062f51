// Where everything of a network is drawn, in pixels at a zoom of 1: columns from left to right, as far apart
// as the room allows, units below one another, which pairs are connected. Only numbers; no elements and no
// weights.

import type { Column } from "./network-structure.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A column with its place. */
export interface ColumnLayout extends Column {
  readonly x: number;
  /** Characters that fit into its heading. */
  readonly characters: number;
  /** Of a column that is drawn unit by unit. */
  readonly points: readonly Point[];
  readonly radius: number;
  /** Of a column that is drawn as a block. */
  readonly block?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** A connection from unit `from` of column `column - 1` to unit `to` of `column`. */
export interface Edge {
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

export interface NetworkLayout extends Size {
  readonly columns: readonly ColumnLayout[];
  /** Connections that are drawn one by one. */
  readonly edges: readonly Edge[];
  /** Columns (their indices) that are joined with the one before by a single line. */
  readonly bands: readonly number[];
}

export const MARGIN = 16;
/** Two lines of headings above the columns. */
export const HEADING = 44;
export const CHARACTER = 6.6;
/** Between columns; blocks want more. */
const GAP = { least: 72, blocks: 116, most: 260 };
/** Units that have a name need the height of a line. */
const STEP = { least: 7, named: 15, most: 34 };
const BLOCK = { width: 84, height: 112 };
const MOST_NAME = 18;

/** Lays the columns out for a window of this size: as large as it if that is enough, else larger. */
export function layOutNetwork(columns: readonly Column[], room: Size): NetworkLayout {
  const before = nameWidth(columns[0]);
  const after = columns.length > 1 ? nameWidth(columns.at(-1)) : 0;
  const gaps = Math.max(1, columns.length - 1);
  const free = room.width - 2 * MARGIN - before - after - BLOCK.width;
  const least = columns.some(({ isBlock }) => isBlock) ? GAP.blocks : GAP.least;
  const gap = Math.max(least, Math.min(GAP.most, free / gaps));
  const height = Math.max(room.height, ...columns.map((column) => leastHeight(column) + HEADING + MARGIN));
  const width = Math.max(room.width, 2 * MARGIN + before + after + BLOCK.width + (columns.length - 1) * gap);
  const middle = (width - before - after - (columns.length - 1) * gap) / 2;
  const placed = columns.map((column, index) => layOutColumn(column, before + middle + index * gap, height, gap));
  return {
    width,
    height,
    columns: placed,
    edges: placed.flatMap((column, index) => edgesOf(column, index, placed[index - 1])),
    bands: placed.flatMap((column, index) => (index > 0 && (column.isBlock || placed[index - 1]!.isBlock) ? [index] : [])),
  };
}

function layOutColumn(column: Column, x: number, height: number, gap: number): ColumnLayout {
  const room = height - HEADING - MARGIN;
  const center = HEADING + room / 2;
  const characters = Math.floor((gap - 8) / CHARACTER);
  if (column.isBlock) {
    const tall = Math.min(BLOCK.height, room);
    const block = { x: x - BLOCK.width / 2, y: center - tall / 2, width: BLOCK.width, height: tall };
    return { ...column, x, characters, points: [], radius: 0, block };
  }
  const count = column.units ?? 0;
  const step = Math.max(leastStep(column), Math.min(STEP.most, room / count));
  const top = center - ((count - 1) * step) / 2;
  const points = Array.from({ length: count }, (_, unit) => ({ x, y: top + unit * step }));
  return { ...column, x, characters, points, radius: Math.min(10, step * 0.36) };
}

function leastStep({ names }: Column): number {
  return names.length > 0 ? STEP.named : STEP.least;
}

function leastHeight(column: Column): number {
  return column.isBlock ? BLOCK.height : (column.units ?? 0) * leastStep(column);
}

function edgesOf(column: ColumnLayout, index: number, before: ColumnLayout | undefined): Edge[] {
  if (before === undefined || column.isBlock || before.isBlock) return [];
  return column.points.flatMap((_, to) => sourcesOf(column, to, before.points.length).map((from) => ({ column: index, from, to })));
}

/** The units of the column before that go into unit `to`. */
function sourcesOf({ joint, points }: ColumnLayout, to: number, count: number): number[] {
  if (joint === "halves") return [to, to + points.length].filter((from) => from < count);
  return Array.from({ length: count }, (_, from) => from);
}

/** Pixels beside a column for the longest of its names. */
function nameWidth(column: Column | undefined): number {
  if (column === undefined || column.isBlock) return 0;
  return Math.max(0, ...column.names.map((name) => textWidth(shortened(name, MOST_NAME)))) + (column.names.length > 0 ? 16 : 0);
}

/**
 * The width of a text of 11 pixels, roughly: a Hangul syllable or a Chinese character is about twice as wide
 * as a letter.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]/u.test(character) ? 11 : CHARACTER;
  return width;
}

/** A text that is too long, with `…` at its end. */
export function shortened(text: string, characters: number = MOST_NAME): string {
  const letters = Array.from(text);
  return letters.length <= characters ? text : `${letters.slice(0, Math.max(1, characters - 1)).join("")}…`;
}
