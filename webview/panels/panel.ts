// A panel of the dock, as a record: its title, what loads it, what of it is remembered, what it draws. Its
// folder has the record in `panel.ts`, and the list of all, `panels.ts`, one line of it.

import type { TemplateResult } from "lit";
import type { BuilderState } from "../../src/protocol/builder.ts";
import type { EpochResult } from "../../src/training/types.ts";
import type { Actions } from "../actions.ts";
import type { PanelMemory, ViewState } from "../view-state.ts";

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
  /** What `ViewState.tab` calls it, and `memory.panel`; the view of a document is kept under it. */
  readonly name: string;
  /** In the person's language. */
  title(): string;
  /**
   * Loads what the panel draws with; until then its element waits with what it was given, and the builder
   * opens the sooner. Without it the panel's code comes with the builder: `builder-dock.ts` imports it.
   */
  load?(): Promise<unknown>;
  /** What is remembered of the panel while another one is shown. */
  readonly memory?: PanelMemory<object>;
  /** A number beside the title, unless it is 0. */
  count?(state: BuilderState): number;
  draw(input: PanelInput): TemplateResult;
  /** The element that takes the focus when the panel is opened, because keys mean something there. */
  readonly focuses?: string;
}
