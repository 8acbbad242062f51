// The run as a curve or a table, while it goes on and after.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import { remembered } from "../../view-state.ts";
import type { Panel } from "../panel.ts";
import { lossMemory } from "./loss-view/memory.ts";

export const lossPanel: Panel = {
  name: "loss",
  title: () => t("Loss"),
  memory: lossMemory,
  draw: ({ actions, state, json, points, ghost, view }) =>
    html`<loss-view
      .actions=${actions}
      .state=${state}
      .json=${json}
      .points=${points}
      .ghost=${ghost}
      .memory=${remembered(view, lossMemory)}
    ></loss-view>`,
};
