// What a person does with layers, one or several: insert, remove, move, duplicate, copy, cut, paste, fold.
// Each is one edit of the document, a sentence for the screen reader, and the selection after it. A layer
// stands for all that are selected with it.

import type { Edit, JsonLayer } from "../../src/model/edit.ts";
import { isTemplate, templateEdit } from "../../src/model/templates.ts";
import type { BuilderHost } from "../../src/protocol/builder.ts";
import type { Actions, DragItem } from "../actions.ts";
import type { Drag } from "../shared/controllers/drag.ts";
import { changeOf } from "./drag-preview.ts";
import { type Fold, foldsThrough, withFold } from "./folds.ts";
import { editOf, isChange, type ListChange, orderAfter, indicesAfter } from "./list-changes.ts";
import { choiceName, type LayerChoice, newLayers } from "./layer-choices.ts";
import { say, t } from "../shared/text.ts";
import { type ViewState, withRecent } from "../view-state.ts";

/** An edit with what is said and selected after it. */
export interface Change {
  readonly edit: Edit;
  readonly sentence?: string;
  readonly after?: {
    readonly selected: number | undefined;
    readonly marked: readonly number[];
    readonly folds: readonly Fold[];
    /** Whether the selected card takes the focus. */
    readonly focuses: boolean;
  };
}

/** What the builder lends to these actions. */
export interface Workbench {
  readonly host: BuilderHost;
  view(): ViewState;
  layers(): readonly JsonLayer[];
  /** Values per row that come to a gap; undefined while that is unknown. */
  inputsAt(gap: number): number | undefined;
  show(change: { [K in keyof ViewState]?: ViewState[K] | undefined }): void;
  /** Sends an edit that is made when those before it are done. */
  edit(make: (list: readonly JsonLayer[]) => Change | undefined): Promise<void>;
  /** Puts the focus on the selected card, once it is drawn. */
  focus(): void;
  /** Says something to a screen reader. */
  speak(sentence: string): void;
  /** Shows something that went wrong. */
  notify(sentence: string): void;
}

/** A change of the list, and what is said after it. */
interface Made {
  readonly change: ListChange<JsonLayer>;
  readonly sentence: string;
  /** Whether the focus stays where it is. */
  readonly stays?: boolean;
  /** Whether its layers came as one, so that only the first is selected. */
  readonly isOne?: boolean;
}

type LayerActions = Pick<
  Actions,
  "select" | "selectAll" | "insert" | "remove" | "shift" | "duplicate" | "copy" | "paste" | "fold" | "unfold" | "drop" | "useTemplate"
>;

export function createLayerActions(bench: Workbench): LayerActions {
  /** Where a range began. */
  let anchor: number | undefined;
  /** The layers that an action on the one at `at` is about, ascending. */
  const groupOf = (at: number): readonly number[] => {
    const { marked } = bench.view();
    return marked.includes(at) ? marked : [at];
  };
  const mark = (selected: number, marked: readonly number[]): void => {
    bench.show({ selected, marked: marked.length > 1 ? marked : [] });
    if (marked.length > 1) bench.speak(t("{0} layers selected", marked.length));
  };
  /** Makes a change of the list; `from` is the layer that keeps the focus. */
  const apply = (make: (list: readonly JsonLayer[]) => Made | undefined) =>
    bench.edit((list) => {
      const made = make(list);
      if (made === undefined || !isChange(made.change)) return undefined;
      const { change, sentence, stays, isOne } = made;
      const places = indicesAfter(change);
      const [first] = change.op === "remove" ? change.indices : places;
      const left = list.length - (change.op === "remove" ? change.indices.length : 0);
      const selected = change.op === "remove" ? (left > 0 ? Math.min(first ?? 0, left - 1) : undefined) : first;
      const folds = foldsThrough(orderAfter(change, list.length), bench.view().folds);
      const after = { selected, marked: places.length > 1 && isOne !== true ? places : [], folds, focuses: stays !== true };
      return { edit: editOf(change, list.length), sentence, after };
    });
  const remove = (at: number): void =>
    void apply((list) => {
      const indices = groupOf(at).filter((index) => index < list.length);
      const sentence = indices.length > 1 ? t("{0} layers removed.", indices.length) : t("{0} removed.", list[at]?.type ?? "");
      return indices.length === 0 ? undefined : { change: { op: "remove", indices }, sentence };
    });

  return {
    select(layer, how) {
      const { marked, selected } = bench.view();
      if (layer === undefined || how === undefined) {
        anchor = layer;
        bench.show({ selected: layer, marked: [] });
      } else if (how === "range") {
        const start = anchor ?? selected ?? layer;
        anchor = start;
        const [low, high] = start < layer ? [start, layer] : [layer, start];
        mark(
          layer,
          Array.from({ length: high - low + 1 }, (_, index) => low + index),
        );
      } else {
        anchor = layer;
        const present = marked.length > 0 ? marked : selected === undefined ? [] : [selected];
        const next = present.includes(layer) ? present.filter((index) => index !== layer) : [...present, layer];
        mark(
          next.includes(layer) ? layer : (next[0] ?? layer),
          next.toSorted((one, other) => one - other),
        );
      }
    },
    selectAll: () => mark(bench.view().selected ?? 0, [...bench.layers().keys()]),
    insert: (choice, at, stay) => {
      bench.show({ recent: withRecent(bench.view().recent, choice) });
      void apply(() => ({
        change: { op: "insert", at, items: newLayers(choice) },
        sentence: insertedText(choice, at),
        stays: stay !== undefined,
        isOne: true,
      }));
    },
    remove,
    // A selected layer is moved from where it is when its turn comes: a second key may be quicker than the
    // first one's answer.
    shift: (at, step) => {
      const isSelected = bench.view().selected === at;
      void apply((list) => {
        const start = isSelected ? (bench.view().selected ?? at) : at;
        const indices = groupOf(start);
        const gap = step < 0 ? indices[0]! - 1 : indices.at(-1)! + 2;
        if (list[start] === undefined || gap < 0 || gap > list.length) return undefined;
        return { change: { op: "move", indices, gap }, sentence: movedText(list, indices, gap) };
      });
    },
    duplicate: (at, times) =>
      void apply((list) => {
        const indices = groupOf(at);
        const originals = indices.flatMap((index) => list[index] ?? []);
        const items = Array.from({ length: times }, () => originals).flat();
        const sentence = items.length === 1 ? t("{0} duplicated.", items[0]!.type) : t("{0} layers inserted.", items.length);
        return items.length === 0 ? undefined : { change: { op: "insert", at: indices.at(-1)! + 1, items }, sentence };
      }),
    copy: async (at, isCut) => {
      const list = bench.layers();
      const indices = groupOf(at);
      const layers = indices.flatMap((index) => list[index] ?? []);
      if (layers.length === 0) return;
      await bench.host.copyLayers(layers, bench.inputsAt(indices[0]!));
      bench.speak(layers.length === 1 ? t("{0} copied.", layers[0]!.type) : t("{0} layers copied.", layers.length));
      if (isCut) remove(at);
    },
    paste: async (text, gap) => {
      const { layers: items, problems } = await bench.host.readLayers(text, bench.inputsAt(gap));
      if (items.length > 0) {
        const sentence =
          items.length === 1 ? t("{0} inserted as layer {1}.", items[0]!.type, gap + 1) : t("{0} layers inserted.", items.length);
        await apply((list) => ({ change: { op: "insert", at: Math.min(gap, list.length), items }, sentence }));
      }
      if (problems.length > 0) bench.notify(problems.map((problem) => say(problem.message)).join(" "));
    },
    fold: () => {
      const { marked, folds } = bench.view();
      bench.show({ folds: withFold(folds, marked) });
      bench.focus();
    },
    unfold: (from) => {
      bench.show({ selected: from, folds: bench.view().folds.filter((fold) => fold.from !== from) });
      bench.focus();
    },
    drop: (drag: Drag<DragItem>) => {
      const { item, gap } = drag;
      if (item.kind === "new" && gap !== undefined) bench.show({ recent: withRecent(bench.view().recent, item.choice) });
      void apply((list) => {
        const change = changeOf(drag, list, bench.view().marked);
        if (change === undefined) return undefined;
        const isNew = item.kind === "new" && gap !== undefined;
        return { change, sentence: isNew ? insertedText(item.choice, gap) : droppedText(list, change), isOne: isNew };
      });
    },
    useTemplate: (template, target) =>
      void bench.edit((list) => {
        const name = say(template.name);
        const loses = list.length > 0 && !isTemplate(list, target);
        return {
          edit: templateEdit(template, target, list.length),
          sentence: loses ? t("{0} is now in the document. Ctrl+Z undoes it.", name) : t("{0} is now in the document.", name),
          after: { selected: 0, marked: [], folds: [], focuses: true },
        };
      }),
  };
}

function insertedText(choice: LayerChoice, at: number): string {
  return t("{0} inserted as layer {1}.", choiceName(choice), at + 1);
}

function movedText(list: readonly JsonLayer[], indices: readonly number[], gap: number): string {
  const [place = 0] = indicesAfter({ op: "move", indices, gap });
  return indices.length > 1
    ? t("{0} layers moved to place {1} of {2}.", indices.length, place + 1, list.length)
    : t("{0} moved to place {1} of {2}.", list[indices[0]!]?.type ?? "", place + 1, list.length);
}

function droppedText(list: readonly JsonLayer[], change: ListChange<JsonLayer>): string {
  switch (change.op) {
    case "insert":
      return change.items.length > 1
        ? t("{0} layers inserted.", change.items.length)
        : t("{0} inserted as layer {1}.", change.items[0]?.type ?? "", change.at + 1);
    case "remove":
      return change.indices.length > 1
        ? t("{0} layers removed.", change.indices.length)
        : t("{0} removed.", list[change.indices[0]!]?.type ?? "");
    case "move":
      return movedText(list, change.indices, change.gap);
  }
}
