// What the person looks at in the Boundary panel: it outlives a glance at the CSV, which hides the builder.

import type { PanelMemory } from "../../../view-state.ts";
import type { RunStatus } from "../../../../src/protocol/run.ts";

export const spacePages = ["boundary", "histograms", "landscape"] as const;
export type SpacePage = (typeof spacePages)[number];

export interface SpaceMemory {
  readonly page: SpacePage;
  /** Names of the features along the axes; until one is chosen those that are proposed. */
  readonly x?: string | undefined;
  /** Empty for none: then the answer is a curve. */
  readonly y?: string | undefined;
  /** The row of the CSV, counted from 0, whose values the other features have. */
  readonly row?: number | undefined;
  readonly directions: "random" | "path";
  /** The moment that is looked at, and of which run; the tabs Network, Evaluate and Predict follow it. */
  readonly moment?: { readonly run: number; readonly epoch: number } | undefined;
}

/** The remembered epoch that is looked at; undefined for the present weights, and of another run. */
export function epochOf({ moment }: SpaceMemory, { run }: RunStatus): number | undefined {
  return moment?.run === run ? moment.epoch : undefined;
}

const initialSpace: SpaceMemory = { page: "boundary", directions: "path" };

/** What was kept; what is not as it should be is left out. */
function restoreSpace(value: unknown): SpaceMemory {
  const { page, x, y, row, directions, moment } = (value ?? {}) as Partial<Record<keyof SpaceMemory, unknown>>;
  const { run, epoch } = (moment ?? {}) as { run?: unknown; epoch?: unknown };
  return {
    page: spacePages.find((name) => name === page) ?? "boundary",
    ...(typeof x === "string" ? { x } : {}),
    ...(typeof y === "string" ? { y } : {}),
    ...(typeof row === "number" && Number.isInteger(row) && row >= 0 ? { row } : {}),
    directions: directions === "random" ? directions : "path",
    ...(typeof run === "number" && typeof epoch === "number" ? { moment: { run, epoch } } : {}),
  };
}

export const spaceMemory: PanelMemory<SpaceMemory> = { panel: "boundary", initial: initialSpace, restore: restoreSpace };
