// What is wrong with the document and its data, and how to mend it.

import { html } from "lit";
import { t } from "../../shared/text.ts";
import type { Panel } from "../panel.ts";

export const problemsPanel: Panel = {
  name: "problems",
  title: () => t("Problems"),
  count: ({ problems }) => problems.length,
  draw: ({ actions, state, json }) => html`<problems-view .actions=${actions} .problems=${state.problems} .json=${json}></problems-view>`,
};
