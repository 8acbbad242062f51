// Where the builder is, as lessons speak of it, and the view that a place means.

import type { BuilderPlace, PanelName, StopName } from "../../../src/lessons/lesson.ts";
import { dataMemory } from "../../panels/data/data-view/memory.ts";
import { evaluationMemory } from "../../panels/evaluation/evaluation-view/memory.ts";
import { insideMemory, layerOfStop } from "../../panels/inside/inside-view/memory.ts";
import { spaceMemory, spacePages } from "../../panels/space/space-view/memory.ts";
import { remembered, type ViewState, withMemory } from "../../view-state.ts";

/** Undefined while the dock is closed. */
export function placeOf(view: ViewState): BuilderPlace | undefined {
  const { tab, isDockOpen } = view;
  if (!isDockOpen) return undefined;
  // Lessons call the panels as the dock does; a test holds the two lists together.
  const panel = tab as PanelName;
  switch (panel) {
    case "data":
      return { panel, page: remembered(view, dataMemory).part };
    case "evaluate":
      return { panel, page: remembered(view, evaluationMemory).page };
    case "boundary":
      return { panel, page: remembered(view, spaceMemory).page };
    case "inside": {
      const { stop } = remembered(view, insideMemory);
      const layer = layerOfStop(stop);
      return { panel, stop: stop.split(" ")[0] as StopName, ...(layer === undefined ? {} : { layer }) };
    }
    default:
      return { panel };
  }
}

export function isSamePlace(one: BuilderPlace | undefined, other: BuilderPlace | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What of the view changes to be at a place. */
export function viewAt(place: BuilderPlace, view: ViewState): Partial<ViewState> {
  return { tab: place.panel, isDockOpen: true, memory: memoryAt(place, view) };
}

function memoryAt({ panel, page, stop, layer }: BuilderPlace, view: ViewState): ViewState["memory"] {
  if (panel === "data") return withMemory(view, dataMemory, { part: page === "inputs" ? page : "rows" });
  if (panel === "evaluate" && (page === "quality" || page === "features" || page === "row"))
    return withMemory(view, evaluationMemory, { page });
  const space = spacePages.find((name) => name === page);
  if (panel === "boundary" && space) return withMemory(view, spaceMemory, { page: space });
  if (panel === "inside" && stop)
    return withMemory(view, insideMemory, { stop: stop === "batch" || stop === "loss" ? stop : `${stop} ${layer ?? 0}` });
  return view.memory;
}
