// What belongs to the person's view and not to the document: selection, dock, drawer. VS Code keeps it while
// the tab is hidden.

import { type Fold, isFold } from "./builder/folds.ts";
import { initialEvaluation, type EvaluationMemory, restoreEvaluation } from "./panels/evaluation/evaluation-view/memory.ts";
import { type MeasureName, measureNames } from "./chart/measures.ts";
import { initialInside, type InsideMemory, restoreInside } from "./panels/inside/inside-view/memory.ts";
import { initialPredict, type PredictMemory, restorePredict } from "./panels/predict/predict-view/memory.ts";
import { initialSpace, restoreSpace, type SpaceMemory } from "./panels/space/space-view/memory.ts";
import { columnNames, newestFirst, type RunOrder } from "./panels/runs/runs-view/run-order.ts";
import { commonChoices, type LayerChoice } from "./builder/layer-choices.ts";
import { isLayerType, type LayerType } from "../src/model/layers.ts";
import { initialForm, keptForm, type SweepForm } from "./panels/sweep/sweep-form.ts";

const MOST_RECENT = 4;

/** The dock's tabs, in their order. */
export const dockTabs = ["loss", "network", "inside", "boundary", "data", "evaluate", "predict", "runs", "sweep", "problems"] as const;
export type DockTab = (typeof dockTabs)[number];

/** What the data tab shows. */
export type DataPart = "rows" | "inputs";

/** How the curve is drawn. */
export interface ChartView {
  readonly measure: MeasureName;
  /** Whether all measures of a run are seen beside each other, and not only that one. */
  readonly hasAll: boolean;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Whether the axis of the values has room for all of them, also those that lie far from the bulk. */
  readonly isWhole: boolean;
  /** Whether the run before is seen behind. */
  readonly hasGhost: boolean;
  /** From 0 to below 1. */
  readonly smoothing: number;
  /** Whether the row with these is open. */
  readonly hasTools: boolean;
}

/** The runs that are compared, and how the list of all is shown. */
export interface RunsChoice {
  /** Their names, in the order they were chosen. */
  readonly chosen: readonly string[];
  readonly order: RunOrder;
  /** Whether the chart has training rows beside the validation rows. */
  readonly hasTrain: boolean;
}

export interface ViewState {
  /** Index of the selected layer; without one the inspector shows the training settings. */
  readonly selected?: number;
  /** All selected layers, ascending, where they are more than one. */
  readonly marked: readonly number[];
  readonly folds: readonly Fold[];
  /** Whether all training settings are shown, and not only the common ones. */
  readonly hasMore: boolean;
  readonly tab: DockTab;
  readonly isDockOpen: boolean;
  /** Whether the dock takes all of the room below the toolbar. */
  readonly isDockFilled: boolean;
  /** Height of the dock in pixels, once the person has set one. */
  readonly dockHeight?: number;
  /** The layers used last that are not common ones, newest first. */
  readonly recent: readonly LayerType[];
  /** Whether the numbers stand in a table instead of the curve. */
  readonly isTable: boolean;
  readonly chart: ChartView;
  readonly part: DataPart;
  /** The name of the column whose page is open in the data tab; empty where none is. */
  readonly column: string;
  readonly sweep: SweepForm;
  readonly runs: RunsChoice;
  readonly evaluation: EvaluationMemory;
  readonly predict: PredictMemory;
  readonly inside: InsideMemory;
  readonly space: SpaceMemory;
}

export const initialView: ViewState = {
  hasMore: false,
  tab: "loss",
  isDockOpen: true,
  isDockFilled: false,
  isTable: false,
  chart: { measure: "loss", hasAll: false, logX: false, logY: false, isWhole: false, hasGhost: true, smoothing: 0, hasTools: false },
  recent: [],
  marked: [],
  folds: [],
  part: "rows",
  column: "",
  sweep: initialForm,
  runs: { chosen: [], order: newestFirst, hasTrain: false },
  evaluation: initialEvaluation,
  predict: initialPredict,
  inside: initialInside,
  space: initialSpace,
};

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

/** What was kept, over the initial state; a memory of another shape is taken as none. */
export function restoreView(memory: ViewMemory): ViewState {
  const kept = memory.get();
  if (typeof kept !== "object" || kept === null) return initialView;
  const {
    selected,
    hasMore,
    tab,
    isDockOpen,
    isDockFilled,
    dockHeight,
    isTable,
    chart,
    recent,
    marked,
    folds,
    part,
    column,
    evaluation,
    predict,
    inside,
    space,
    sweep,
    runs,
  } = kept as Partial<Record<keyof ViewState, unknown>>;
  return {
    ...(typeof selected === "number" ? { selected } : {}),
    hasMore: hasMore === true,
    tab: dockTabs.find((name) => name === tab) ?? "loss",
    isDockOpen: isDockOpen !== false,
    isDockFilled: isDockOpen !== false && isDockFilled === true,
    ...(typeof dockHeight === "number" ? { dockHeight } : {}),
    isTable: isTable === true,
    chart: keptChart(chart),
    marked: Array.isArray(marked) ? marked.filter((index) => typeof index === "number") : [],
    folds: Array.isArray(folds) ? folds.filter(isKeptFold) : [],
    recent: Array.isArray(recent) ? recent.filter(isLayerType).slice(0, MOST_RECENT) : [],
    part: part === "inputs" ? part : "rows",
    column: typeof column === "string" ? column : "",
    evaluation: restoreEvaluation(evaluation),
    predict: restorePredict(predict),
    inside: restoreInside(inside),
    space: restoreSpace(space),
    sweep: keptForm(sweep),
    runs: keptRuns(runs),
  };
}

function keptRuns(value: unknown): RunsChoice {
  const { chosen, order, hasTrain } = (value ?? {}) as Partial<Record<keyof RunsChoice, unknown>>;
  const { column, isDescending } = (order ?? {}) as Partial<Record<keyof RunOrder, unknown>>;
  const name = columnNames.find((one) => one === column);
  return {
    chosen: Array.isArray(chosen) ? chosen.filter((id) => typeof id === "string") : [],
    order: name ? { column: name, isDescending: isDescending === true } : newestFirst,
    hasTrain: hasTrain === true,
  };
}

function keptChart(value: unknown): ChartView {
  const { measure, hasAll, logX, logY, isWhole, hasGhost, smoothing, hasTools } = (value ?? {}) as Partial<
    Record<keyof ChartView, unknown>
  >;
  return {
    measure: measureNames.find((name) => name === measure) ?? "loss",
    hasAll: hasAll === true,
    logX: logX === true,
    logY: logY === true,
    isWhole: isWhole === true,
    hasGhost: hasGhost !== false,
    smoothing: typeof smoothing === "number" && smoothing >= 0 && smoothing < 1 ? smoothing : 0,
    hasTools: hasTools === true,
  };
}

function isKeptFold(value: unknown): value is Fold {
  const { from, to } = (value ?? {}) as Partial<Fold>;
  return typeof from === "number" && typeof to === "number" && isFold({ from, to });
}
