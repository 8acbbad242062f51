// The network as neurons and weights.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import { remembered } from "../../view-state.ts";
import type { Panel } from "../panel.ts";
import { spaceMemory } from "../space/space-view/memory.ts";

export const networkPanel: Panel = {
  name: "network",
  title: () => t("Network"),
  load: () => import("./network-view/network-view.ts"),
  draw: ({ actions, state, json, view }) =>
    html`<network-view
      .actions=${actions}
      .state=${state}
      .json=${json}
      .selected=${view.selected}
      .space=${remembered(view, spaceMemory)}
    ></network-view>`,
};
