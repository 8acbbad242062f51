// What the pipeline shows of the space that the Boundary tab looks at: below each card its layer's units.

import { html, nothing, type TemplateResult } from "lit";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import type { SpaceHost } from "../../../src/protocol/space-host.ts";
import type { Actions } from "../../actions.ts";
import { type SpaceMemory, spaceMemory } from "../../panels/space/space-view/memory.ts";
import { remembered, type ViewState } from "../../view-state.ts";

/** Of deeper networks the pictures would be asked for one by one for long. */
const MOST_LAYERS = 12;

export interface Looked {
  readonly memory: SpaceMemory;
  /** Tells these weights from others. */
  readonly key: string;
  /** The remembered epoch that is looked at; the present weights if there is none. */
  readonly epoch: number | undefined;
  readonly isLive: boolean;
}

/** What is looked at; undefined while the Boundary tab is not open, and of a deep network. */
export function lookedAt({ run, version, data }: BuilderState, view: ViewState, layers: number): Looked | undefined {
  const memory = remembered(view, spaceMemory);
  const isOpen = view.isDockOpen && view.tab === "boundary" && memory.page === "boundary";
  if (!isOpen || layers > MOST_LAYERS || data.state !== "ready") return undefined;
  void import("../../panels/space/unit-maps/unit-strip.ts");
  const { moment } = memory;
  const epoch = moment?.run === run.run ? moment.epoch : undefined;
  return {
    memory,
    key: [run.run, run.state, version].join(),
    epoch,
    isLive: run.state === "running" && epoch === undefined,
  };
}

/** The strip below a card. */
export function unitStrip(looked: Looked | undefined, layer: number, actions: Actions<SpaceHost>): TemplateResult | typeof nothing {
  if (looked === undefined) return nothing;
  return html`<unit-strip
    .actions=${actions}
    .layer=${layer}
    .memory=${looked.memory}
    .epoch=${looked.epoch}
    .key=${looked.key}
    ?isLive=${looked.isLive}
  ></unit-strip>`;
}
