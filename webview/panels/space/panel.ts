// What the network answers over the features, and how its weights got there.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import { remembered } from "../../view-state.ts";
import type { Panel } from "../panel.ts";
import { spaceMemory } from "./space-view/memory.ts";

export const spacePanel: Panel = {
  name: "boundary",
  title: () => t("Boundary"),
  load: () => import("./space-view/space-view.ts"),
  memory: spaceMemory,
  draw: ({ actions, state, json, view }) =>
    html`<space-view
      .actions=${actions}
      .state=${state}
      .json=${json}
      .memory=${remembered(view, spaceMemory)}
      .selected=${view.selected}
    ></space-view>`,
};
