// The kept runs, and the comparison of some.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import { remembered } from "../../view-state.ts";
import type { Panel } from "../panel.ts";
import { lossMemory } from "../loss/loss-view/memory.ts";
import { runsMemory } from "./runs-view/memory.ts";

export const runsPanel: Panel = {
  name: "runs",
  title: () => t("Runs"),
  load: () => import("./runs-view/runs-view.ts"),
  memory: runsMemory,
  draw: ({ actions, runsVersion, view }) =>
    html`<runs-view
      .actions=${actions}
      .version=${runsVersion}
      .memory=${remembered(view, runsMemory)}
      .chart=${remembered(view, lossMemory).chart}
    ></runs-view>`,
};
