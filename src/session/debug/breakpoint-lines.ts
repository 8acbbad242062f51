// Which line of the document stands for what a breakpoint can be set on: a layer, the loss, the optimizer.
// Lines and columns are counted from 1.

import { TextPositions } from "../../model/text-positions.ts";
import { type BreakpointPlace, isSamePlace, pathOf } from "./stops.ts";

/** A line, and the column if the place is not the first on that line. */
export interface BreakpointLine {
  readonly line: number;
  readonly column?: number;
}

interface Stretch {
  readonly place: BreakpointPlace;
  /** Where it is shown. */
  readonly line: number;
  readonly column: number;
  /** Lines it spans. */
  readonly from: number;
  readonly to: number;
}

export class BreakpointLines {
  readonly #stretches: readonly Stretch[];

  constructor(text: string) {
    const places = new TextPositions(text);
    const stretches: Stretch[] = [];
    const add = (place: BreakpointPlace): boolean => {
      const span = places.span(pathOf(place));
      if (span === undefined) return false;
      const { line, column } = places.position(places.range(pathOf(place)).offset);
      stretches.push({ place, line, column, from: places.position(span.offset).line, to: places.position(span.offset + span.length).line });
      return true;
    };
    for (let layer = 0; add({ layer }); layer++);
    add("loss");
    add("update");
    this.#stretches = stretches;
  }

  /** What a line stands for; of several on it the one at the column, else the first. */
  placeAt(line: number, column?: number): BreakpointPlace | undefined {
    const found = this.#stretches.filter(({ from, to }) => from <= line && line <= to);
    const before = column === undefined ? [] : found.filter((stretch) => stretch.line < line || stretch.column <= column);
    return (before.at(-1) ?? found[0])?.place;
  }

  lineOf(place: BreakpointPlace): BreakpointLine | undefined {
    const found = this.#stretches.find((stretch) => isSamePlace(stretch.place, place));
    if (found === undefined) return undefined;
    const first = this.#stretches.find(({ from, to }) => from <= found.line && found.line <= to);
    return first === found ? { line: found.line } : { line: found.line, column: found.column };
  }
}
