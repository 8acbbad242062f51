// Where the builder is, as lessons speak of it, and the view that a place means.

import type { BuilderPlace, StopName } from "../../../src/lessons/lesson.ts";
import { layerOfStop } from "../../panels/inside/inside-view/memory.ts";
import { spacePages } from "../../panels/space/space-view/memory.ts";
import type { ViewState } from "../../view-state.ts";

/** Undefined while the dock is closed. */
export function placeOf({ tab, isDockOpen, part, evaluation, space, inside }: ViewState): BuilderPlace | undefined {
  if (!isDockOpen) return undefined;
  switch (tab) {
    case "data":
      return { panel: tab, page: part };
    case "evaluate":
      return { panel: tab, page: evaluation.page };
    case "boundary":
      return { panel: tab, page: space.page };
    case "inside": {
      const layer = layerOfStop(inside.stop);
      return { panel: tab, stop: inside.stop.split(" ")[0] as StopName, ...(layer === undefined ? {} : { layer }) };
    }
    default:
      return { panel: tab };
  }
}

export function isSamePlace(one: BuilderPlace | undefined, other: BuilderPlace | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What of the view changes to be at a place. */
export function viewAt({ panel, page, stop, layer }: BuilderPlace, view: ViewState): Partial<ViewState> {
  const space = spacePages.find((name) => name === page);
  return {
    tab: panel,
    isDockOpen: true,
    ...(panel === "data" ? { part: page === "inputs" ? page : "rows" } : {}),
    ...(panel === "evaluate" && (page === "quality" || page === "features" || page === "row")
      ? { evaluation: { ...view.evaluation, page } }
      : {}),
    ...(panel === "boundary" && space ? { space: { ...view.space, page: space } } : {}),
    ...(panel === "inside" && stop
      ? { inside: { ...view.inside, stop: stop === "batch" || stop === "loss" ? stop : `${stop} ${layer ?? 0}` } }
      : {}),
  };
}
