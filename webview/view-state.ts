// What belongs to the person's view and not to the document: selection, dock, drawer. VS Code keeps it while the tab is hidden.

export type DockTab = "loss" | "data" | "problems";

/** What the data tab shows. */
export type DataPart = "rows" | "inputs" | "predict";

export interface ViewState {
  /** Index of the selected layer; without one the inspector shows the training settings. */
  readonly selected?: number;
  readonly tab: DockTab;
  readonly isDockOpen: boolean;
  /** Height of the dock in pixels, once the person has set one. */
  readonly dockHeight?: number;
  /** Whether the numbers stand in a table instead of the curve. */
  readonly isTable: boolean;
  readonly part: DataPart;
  /** The name of the column whose page is open in the data tab; empty where none is. */
  readonly column: string;
}

export const initialView: ViewState = { tab: "loss", isDockOpen: true, isTable: false, part: "rows", column: "" };

/** Where the view's state survives: `getState` and `setState` of VS Code, the session's storage on the dev page. */
export interface ViewMemory {
  get(): unknown;
  set(value: ViewState): void;
}

/** What was kept, over the initial state; a memory of another shape is taken as none. */
export function restoreView(memory: ViewMemory): ViewState {
  const kept = memory.get();
  if (typeof kept !== "object" || kept === null) return initialView;
  const { selected, tab, isDockOpen, dockHeight, isTable, part, column } = kept as Record<string, unknown>;
  return {
    ...(typeof selected === "number" ? { selected } : {}),
    tab: tab === "data" || tab === "problems" ? tab : "loss",
    isDockOpen: isDockOpen !== false,
    ...(typeof dockHeight === "number" ? { dockHeight } : {}),
    isTable: isTable === true,
    part: part === "inputs" || part === "predict" ? part : "rows",
    column: typeof column === "string" ? column : "",
  };
}
