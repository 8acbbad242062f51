// One training step, number by number.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import { remembered } from "../../view-state.ts";
import type { Panel } from "../panel.ts";
import { insideMemory } from "./inside-view/memory.ts";

export const insidePanel: Panel = {
  name: "inside",
  title: () => t("Inside"),
  load: () => import("./inside-view/inside-view.ts"),
  memory: insideMemory,
  focuses: "inside-view",
  draw: ({ actions, state, json, view }) =>
    html`<inside-view .actions=${actions} .state=${state} .json=${json} .memory=${remembered(view, insideMemory)}></inside-view>`,
};
