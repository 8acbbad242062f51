// How good the trained network is, and why it answers as it does.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import { remembered } from "../../view-state.ts";
import type { Panel } from "../panel.ts";
import { spaceMemory } from "../space/space-view/memory.ts";
import { evaluationMemory } from "./evaluation-view/memory.ts";

export const evaluationPanel: Panel = {
  name: "evaluate",
  title: () => t("Evaluate"),
  load: () => import("./evaluation-view/evaluation-view.ts"),
  memory: evaluationMemory,
  draw: ({ actions, state, json, view }) =>
    html`<evaluation-view
      .actions=${actions}
      .state=${state}
      .json=${json}
      .memory=${remembered(view, evaluationMemory)}
      .space=${remembered(view, spaceMemory)}
    ></evaluation-view>`,
};
