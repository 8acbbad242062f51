// What the pipeline shows of the space that the Boundary tab looks at: below each card its layer's units.

import { html, nothing, type TemplateResult } from "lit";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import { type Looked, lookedAt } from "../../panels/space/space-view/looking.ts";
import type { UnitsController } from "../../panels/space/unit-maps/units-controller.ts";
import { spaceMemory } from "../../panels/space/space-view/memory.ts";
import { remembered, type ViewState } from "../../view-state.ts";

/** Pictures below a card; the tab itself has more. */
export const MOST_UNITS = 16;

/** The element below a card, as far as it tells of itself. */
export interface Strip {
  readonly layer: number;
}

/** The layers of strips, ascending. */
export function layersOf(strips: ReadonlySet<Strip>): readonly number[] {
  return [...strips].map(({ layer }) => layer).toSorted((one, other) => one - other);
}

/** What is looked at; undefined while the Boundary tab is not open. */
export function lookedInTab(state: BuilderState, view: ViewState): Looked | undefined {
  const memory = remembered(view, spaceMemory);
  const isOpen = view.isDockOpen && view.tab === "boundary" && memory.page === "boundary";
  if (!isOpen || state.data.state !== "ready") return undefined;
  void import("../../panels/space/unit-maps/unit-strip.ts");
  return lookedAt(state, memory);
}

/** The strip below a card. @param see is told whether it is on the screen */
export function unitStrip(
  looked: Looked | undefined,
  layer: number,
  units: UnitsController,
  see: (strip: Strip, isSeen: boolean) => void,
): TemplateResult | typeof nothing {
  if (looked === undefined) return nothing;
  return html`<unit-strip .layer=${layer} .maps=${units.of(layer)} .see=${see}></unit-strip>`;
}
