// The panels of the dock, a record each: its title, what loads it, what it shows. A panel that is loaded
// later lets the builder open the sooner; until then its element waits with what it was given.

import "../../panels/loss/loss-view/loss-view.ts";
import "../../panels/problems/problems-view/problems-view.ts";
import { html, type TemplateResult } from "lit";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import type { EpochResult } from "../../../src/training/types.ts";
import type { Actions } from "../../actions.ts";
import { t } from "../../shared/text.ts";
import type { DockTab, ViewState } from "../../view-state.ts";

/** What a panel may show. */
export interface PanelInput {
  readonly actions: Actions;
  readonly state: BuilderState;
  readonly json: unknown;
  readonly points: readonly EpochResult[];
  /** The curve of the run before. */
  readonly ghost: readonly EpochResult[];
  readonly view: ViewState;
  readonly runsVersion: number;
}

export interface Panel {
  title(): string;
  load?(): Promise<unknown>;
  /** A number beside the title, where it is not 0. */
  count?(state: BuilderState): number;
  draw(input: PanelInput): TemplateResult;
  /** The element that takes the focus when the panel is opened, because keys mean something there. */
  focuses?: string;
}

export const panels: Readonly<Record<DockTab, Panel>> = {
  loss: {
    title: () => t("Loss"),
    draw: ({ actions, state, json, points, ghost, view }) =>
      html`<loss-view
        .actions=${actions}
        .state=${state}
        .json=${json}
        .points=${points}
        .ghost=${ghost}
        .isTable=${view.isTable}
        .chart=${view.chart}
      ></loss-view>`,
  },
  network: {
    title: () => t("Network"),
    load: () => import("../../panels/network/network-view/network-view.ts"),
    draw: ({ actions, state, json, view }) =>
      html`<network-view .actions=${actions} .state=${state} .json=${json} .selected=${view.selected} .space=${view.space}></network-view>`,
  },
  inside: {
    title: () => t("Inside"),
    load: () => import("../../panels/inside/inside-view/inside-view.ts"),
    draw: ({ actions, state, json, view }) =>
      html`<inside-view .actions=${actions} .state=${state} .json=${json} .memory=${view.inside}></inside-view>`,
    focuses: "inside-view",
  },
  boundary: {
    title: () => t("Boundary"),
    load: () => import("../../panels/space/space-view/space-view.ts"),
    draw: ({ actions, state, json, view }) =>
      html`<space-view .actions=${actions} .state=${state} .json=${json} .memory=${view.space} .selected=${view.selected}></space-view>`,
  },
  data: {
    title: () => t("Data"),
    load: () => import("../../panels/data/data-view/data-view.ts"),
    draw: ({ actions, state, json, view }) => html`<data-view .actions=${actions} .state=${state} .json=${json} .view=${view}></data-view>`,
  },
  evaluate: {
    title: () => t("Evaluate"),
    load: () => import("../../panels/evaluation/evaluation-view/evaluation-view.ts"),
    draw: ({ actions, state, json, view }) =>
      html`<evaluation-view .actions=${actions} .state=${state} .json=${json} .memory=${view.evaluation}></evaluation-view>`,
  },
  predict: {
    title: () => t("Predict"),
    load: () => import("../../panels/predict/predict-view/predict-view.ts"),
    draw: ({ actions, state, view }) =>
      html`<predict-view .actions=${actions} .state=${state} .memory=${view.predict} .space=${view.space}></predict-view>`,
  },
  runs: {
    title: () => t("Runs"),
    load: () => import("../../panels/runs/runs-view/runs-view.ts"),
    draw: ({ actions, runsVersion, view }) => html`<runs-view .actions=${actions} .version=${runsVersion} .view=${view}></runs-view>`,
  },
  sweep: {
    title: () => t("Repeat"),
    load: () => import("../../panels/sweep/sweep-view/sweep-view.ts"),
    draw: ({ actions, state, json, view }) =>
      html`<sweep-view .actions=${actions} .state=${state} .json=${json} .form=${view.sweep}></sweep-view>`,
  },
  problems: {
    title: () => t("Problems"),
    count: ({ problems }) => problems.length,
    draw: ({ actions, state, json }) => html`<problems-view .actions=${actions} .problems=${state.problems} .json=${json}></problems-view>`,
  },
};
