// What a key does in the pipeline: it walks, selects, moves, folds, edits and removes, and a letter opens the
// list of layers.

import type { Actions } from "../../actions.ts";
import { isPlain, steppedIndex } from "../../shared/controllers/keys.ts";
import { type Fold, isFold } from "../folds.ts";

/** What the keys need of the pipeline. */
export interface PipelineKeysHost {
  readonly actions: Actions<unknown>;
  readonly rows: readonly Fold[];
  /** All selected layers, if they are several. */
  readonly marked: readonly number[];
  isSelected(index: number): boolean;
  /** Selects the layers of a row. */
  choose(row: Fold): void;
  focusCard(index: number): Promise<void>;
  /** Puts the focus on what mends the first problem of a row. */
  focusFix(place: number): void;
  /** Sets a breakpoint on a layer, or removes it. */
  toggleBreakpoint(layer: number): void;
  /** Asks when a layer's breakpoint stops. */
  editBreakpoint(layer: number): void;
  /** Opens the list of layers at a gap, with this much of a name in it. */
  openList(gap: number, typed: string): void;
}

/** Does what a key says on the card of a layer; false if it is not ours. */
export function pressOnCard(event: KeyboardEvent, index: number, pipeline: PipelineKeysHost): boolean {
  const { actions, rows } = pipeline;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const place = rows.findIndex(({ from, to }) => from <= index && index <= to);
  const row = rows[place] ?? { from: index, to: index };
  if (event.altKey && !event.ctrlKey && !event.metaKey && step !== undefined) {
    if (!pipeline.isSelected(index)) pipeline.choose(row);
    actions.shift(index, step);
    return true;
  }
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    const key = event.key.toLowerCase();
    if (key === "a") actions.selectAll();
    else if (key === "d") actions.duplicate(index, 1);
    // VS Code's key for the light bulb.
    else if (key === ".") pipeline.focusFix(place);
    else return false;
    return true;
  }
  const further = event.shiftKey && isPlain(event) && step !== undefined ? rows[place + step] : undefined;
  if (further !== undefined) {
    actions.select(step === -1 ? further.from : further.to, "range");
    void pipeline.focusCard(further.from);
    return true;
  }
  const next = rows[steppedIndex(event, place, rows.length) ?? -1];
  if (next !== undefined) {
    pipeline.choose(next);
    void pipeline.focusCard(next.from);
    return true;
  }
  // VS Code's keys for breakpoints.
  if (event.key === "F9" && !event.ctrlKey && !event.metaKey && !event.altKey && !isFold(row)) {
    if (event.shiftKey) pipeline.editBreakpoint(index);
    else pipeline.toggleBreakpoint(index);
    return true;
  }
  if (!isPlain(event)) return false;
  switch (event.key) {
    case "Delete":
    case "Backspace":
      actions.remove(index);
      return true;
    case "Enter":
      if (isFold(row)) {
        actions.unfold(index);
        return true;
      }
      if (!pipeline.marked.includes(index)) actions.select(index);
      actions.openInspector();
      return true;
    // As in a tree: left folds what is selected, right opens a fold.
    case "ArrowLeft":
      if (pipeline.marked.length < 2 || isFold(row)) return false;
      actions.fold();
      return true;
    case "ArrowRight":
      if (!isFold(row)) return false;
      actions.unfold(index);
      return true;
    case "Escape":
      actions.select(undefined);
      return true;
    default:
      return pressForList(event, row.to + 1, pipeline);
  }
}

/** Opens the list of layers at a gap if the key asks for that; false if it does not. */
export function pressForList(event: KeyboardEvent, gap: number, pipeline: Pick<PipelineKeysHost, "openList">): boolean {
  // A letter begins the name of the layer; A alone, which most names could begin with, only opens the list.
  const isLetter = /^\p{Letter}$/u.test(event.key) && !event.isComposing;
  if (!isPlain(event) || (!isLetter && event.key !== "Insert")) return false;
  pipeline.openList(gap, isLetter && event.key.toLowerCase() !== "a" ? event.key : "");
  return true;
}
