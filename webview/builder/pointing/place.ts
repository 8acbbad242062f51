// Where the builder is, as lessons speak of it, and the view that a place means.

import type { BuilderPlace, PanelName, StopName } from "../../../src/lessons/lesson.ts";
import { dataMemory } from "../../panels/data/data-view/memory.ts";
import { evaluationMemory } from "../../panels/evaluation/evaluation-view/memory.ts";
import { type InsideMemory, insideMemory, layerOfStop } from "../../panels/inside/inside-view/memory.ts";
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
      const { stop, checked } = remembered(view, insideMemory);
      const layer = layerOfStop(stop);
      return {
        panel,
        stop: stop.split(" ")[0] as StopName,
        ...(layer === undefined ? {} : { layer }),
        ...(checked === undefined ? {} : { checked }),
      };
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

function memoryAt({ panel, page, stop, layer, checked }: BuilderPlace, view: ViewState): ViewState["memory"] {
  if (panel === "data") return withMemory(view, dataMemory, { part: page === "inputs" ? page : "rows" });
  if (panel === "evaluate" && (page === "quality" || page === "features" || page === "row"))
    return withMemory(view, evaluationMemory, { page });
  const space = spacePages.find((name) => name === page);
  if (panel === "boundary" && space) return withMemory(view, spaceMemory, { page: space });
  if (panel === "inside" && checked !== undefined) return withMemory(view, insideMemory, insideAt(checked));
  if (panel === "inside" && stop)
    return withMemory(view, insideMemory, {
      stop: stop === "batch" || stop === "loss" ? stop : `${stop} ${layer ?? 0}`,
      ...first,
      ...anew,
    });
  return view.memory;
}

/** The check of a gradient by its name, as `0.weight[1][0]`. */
function insideAt(checked: string): Partial<InsideMemory> {
  const [layer, name, unit, from] = checked.match(/\w+/g) ?? [];
  const place = { parameter: name === "bias" ? 1 : 0, unit: Number(unit ?? 0), from: Number(from ?? 0) };
  return { stop: `gradient ${layer}`, ...place, checked, ...anew };
}

/** The first number of a stop. */
const first: Partial<InsideMemory> = { row: 0, unit: 0, from: 0, parameter: 0 };

/** Of the document as it is now, whatever step was looked at before. */
const anew: Partial<InsideMemory> = { step: undefined, of: undefined };
