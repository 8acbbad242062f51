// Many runs of the same network: with other seeds, or other settings.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import { remembered } from "../../view-state.ts";
import type { Panel } from "../panel.ts";
import { sweepMemory } from "./sweep-form.ts";

export const sweepPanel: Panel = {
  name: "sweep",
  title: () => t("Repeat"),
  load: () => import("./sweep-view/sweep-view.ts"),
  memory: sweepMemory,
  draw: ({ actions, state, json, view }) =>
    html`<sweep-view .actions=${actions} .state=${state} .json=${json} .form=${remembered(view, sweepMemory)}></sweep-view>`,
};
