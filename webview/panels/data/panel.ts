// The CSV as it was understood.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import { remembered } from "../../view-state.ts";
import type { Panel } from "../panel.ts";
import { dataMemory } from "./data-view/memory.ts";

export const dataPanel: Panel = {
  name: "data",
  title: () => t("Data"),
  load: () => import("./data-view/data-view.ts"),
  memory: dataMemory,
  draw: ({ actions, state, json, view }) =>
    html`<data-view .actions=${actions} .state=${state} .json=${json} .memory=${remembered(view, dataMemory)}></data-view>`,
};
