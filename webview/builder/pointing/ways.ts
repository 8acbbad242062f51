// What has to be open before a target of a lesson can be seen, and what stands for it while it is not there
// at all, as the buttons of a pause while nothing trains.

import type { PanelName } from "../../../src/lessons/lesson.ts";
import { evaluationMemory } from "../../panels/evaluation/evaluation-view/memory.ts";
import { spaceMemory } from "../../panels/space/space-view/memory.ts";
import { sweepMemory } from "../../panels/sweep/sweep-form.ts";
import { type ViewState, withMemory } from "../../view-state.ts";

/** What is opened. */
export interface Way {
  readonly view: { [K in keyof ViewState]?: ViewState[K] | undefined };
  /** Whether it lies in the inspector, which is a drawer in a narrow window. */
  readonly isInInspector: boolean;
}

const openPanel = (tab: PanelName, memory?: ViewState["memory"]): Way => ({
  view: { tab, isDockOpen: true, ...(memory ? { memory } : {}) },
  isInInspector: false,
});
const nothing: Way = { view: {}, isInInspector: false };

/** Settings that stand above "More". */
const above = new Set(["epochs", "batch_size", "lr"]);

/** @param view as it is now */
export function wayTo(target: string, view: ViewState): Way {
  const [kind = "", name = "", ...rest] = target.split(":");
  switch (kind) {
    case "card":
      return {
        view: { folds: view.folds.filter(({ from, to }) => Number(name) < from || Number(name) > to), isDockFilled: false },
        isInInspector: false,
      };
    case "card-setting":
      return { view: { selected: Number(name), marked: [], isDockFilled: false }, isInInspector: rest.length > 0 };
    case "settings":
    case "setting":
    case "data-split": {
      const hasMore = kind === "data-split" || (kind === "setting" && !above.has(name)) || view.hasMore;
      return { view: { selected: undefined, marked: [], hasMore, isDockFilled: false }, isInInspector: true };
    }
    case "layer-palette":
    case "palette":
    case "pipeline":
    case "target-column":
      return { view: { isDockFilled: false }, isInInspector: false };
    case "data-rows":
      return openPanel("data");
    case "inside-next":
    case "inside-back":
    case "inside-check":
      return openPanel("inside");
    case "boundary-axes":
      return openPanel("boundary", withMemory(view, spaceMemory, { page: "boundary" }));
    case "time-slider":
      return openPanel("boundary");
    case "sweep-seeds":
      return openPanel("sweep", withMemory(view, sweepMemory, { kind: "seeds" }));
    case "evaluate-threshold":
      return openPanel("evaluate", withMemory(view, evaluationMemory, { page: "quality" }));
    default:
      return nothing;
  }
}

/** What is outlined if a target is not there. */
export function standIn(target: string): string | undefined {
  const [kind = "", name = ""] = target.split(":");
  switch (kind) {
    case "card-setting":
      return `card:${name}`;
    // In a narrow window layers are inserted between the cards.
    case "palette":
      return "layer-palette";
    case "layer-palette":
    case "card":
    case "target-column":
      return "pipeline";
    case "setting":
      return "settings";
    case "data-rows":
      return "tab:data";
    case "step-batch":
    case "step-epoch":
      return "train";
    case "inside-check":
      return "inside-next";
    case "inside-next":
    case "inside-back":
      return "tab:inside";
    case "boundary-axes":
    case "time-slider":
      return "tab:boundary";
    case "sweep-seeds":
      return "tab:sweep";
    case "evaluate-threshold":
      return "tab:evaluate";
    default:
      return undefined;
  }
}
