// What belongs to the person's view and not to the document: selection, dock, drawer, and what each panel
// remembers. VS Code keeps it while the tab is hidden.

import { type Fold, isFold } from "./builder/folds.ts";
import { commonChoices, type LayerChoice } from "./builder/layer-choices.ts";
import { isLayerType, type LayerType } from "../src/model/layers.ts";

const MOST_RECENT = 4;

/**
 * What a panel of the dock remembers while it is not on the screen.
 *
 * @typeParam M plain JSON, because VS Code keeps it as that
 */
export interface PanelMemory<M extends object> {
  /** The name of the panel. */
  readonly panel: string;
  readonly initial: M;
  /** What was kept, perhaps by another version; what is not as it should be is as in `initial`. */
  restore(value: unknown): M;
}

export interface ViewState {
  /** Index of the selected layer; without one the inspector shows the training settings. */
  readonly selected?: number;
  /** All selected layers, ascending, if they are more than one. */
  readonly marked: readonly number[];
  readonly folds: readonly Fold[];
  /** Whether all training settings are shown, and not only the common ones. */
  readonly hasMore: boolean;
  /** The name of the panel that the dock shows. */
  readonly tab: string;
  readonly isDockOpen: boolean;
  /** Whether the dock takes all of the room below the toolbar. */
  readonly isDockFilled: boolean;
  /** Height of the dock in pixels, once the person has set one. */
  readonly dockHeight?: number;
  /** The layers used last that are not common ones, newest first. */
  readonly recent: readonly LayerType[];
  /** What the panels remember, by their names; to be read with `remembered`. */
  readonly memory: Readonly<Record<string, unknown>>;
}

/** What a panel remembers. */
export function remembered<M extends object>(view: ViewState, { panel, initial }: PanelMemory<M>): M {
  // Only `restoreView` and `withMemory` write here, both by the same record.
  return (view.memory[panel] as M | undefined) ?? initial;
}

/** The memory of all panels after a change of one. */
export function withMemory<M extends object>(view: ViewState, memory: PanelMemory<M>, change: Partial<M>): ViewState["memory"] {
  return { ...view.memory, [memory.panel]: { ...remembered(view, memory), ...change } };
}

/** The recently used layers after one more was used. Common ones are at hand without that. */
export function withRecent(recent: readonly LayerType[], type: LayerChoice): readonly LayerType[] {
  if (type === "hidden" || commonChoices.includes(type)) return recent;
  return [type, ...recent.filter((other) => other !== type)].slice(0, MOST_RECENT);
}

/**
 * Where the view's state survives: `getState` and `setState` of VS Code, the session's storage on the dev
 * page.
 */
export interface ViewMemory {
  get(): unknown;
  set(value: ViewState): void;
}

/** What `restoreView` has to know of a panel. */
interface RestoredPanel {
  readonly name: string;
  readonly memory?: PanelMemory<object>;
}

/**
 * The view to begin with: what was kept; what is not as it should be is as at first.
 *
 * @param panels those of the dock; the first is shown if none was
 */
export function restoreView(value: unknown, panels: readonly RestoredPanel[]): ViewState {
  const kept = (value ?? {}) as Partial<Record<keyof ViewState, unknown>>;
  const { selected, hasMore, tab, isDockOpen, isDockFilled, dockHeight, recent, marked, folds } = kept;
  const memory = (kept.memory ?? olderMemory(kept)) as Readonly<Record<string, unknown>>;
  return {
    ...(typeof selected === "number" ? { selected } : {}),
    hasMore: hasMore === true,
    tab: (panels.find(({ name }) => name === tab) ?? panels[0])?.name ?? "",
    isDockOpen: isDockOpen !== false,
    isDockFilled: isDockOpen !== false && isDockFilled === true,
    ...(typeof dockHeight === "number" ? { dockHeight } : {}),
    marked: Array.isArray(marked) ? marked.filter((index) => typeof index === "number") : [],
    folds: Array.isArray(folds) ? folds.filter(isKeptFold) : [],
    recent: Array.isArray(recent) ? recent.filter(isLayerType).slice(0, MOST_RECENT) : [],
    memory: Object.fromEntries(panels.flatMap((panel) => (panel.memory ? [[panel.name, panel.memory.restore(memory[panel.name])]] : []))),
  };
}

/** Before panels had a memory each, theirs stood beside the rest of the view, partly by other names. */
function olderMemory(view: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { isTable, chart, part, column, evaluation, space, inside, predict, runs, sweep } = view;
  return { loss: { isTable, chart }, data: { part, column }, evaluate: evaluation, boundary: space, inside, predict, runs, sweep };
}

function isKeptFold(value: unknown): value is Fold {
  const { from, to } = (value ?? {}) as Partial<Fold>;
  return typeof from === "number" && typeof to === "number" && isFold({ from, to });
}
