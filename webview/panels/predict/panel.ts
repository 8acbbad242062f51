// What the trained network answers to values that the person gives.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import { remembered } from "../../view-state.ts";
import type { Panel } from "../panel.ts";
import { spaceMemory } from "../space/space-view/memory.ts";
import { predictMemory } from "./predict-view/memory.ts";

export const predictPanel: Panel = {
  name: "predict",
  title: () => t("Predict"),
  load: () => import("./predict-view/predict-view.ts"),
  memory: predictMemory,
  draw: ({ actions, state, view }) =>
    html`<predict-view
      .actions=${actions}
      .state=${state}
      .memory=${remembered(view, predictMemory)}
      .space=${remembered(view, spaceMemory)}
    ></predict-view>`,
};
