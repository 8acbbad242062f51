// What the pages of the Boundary panel share: whom they ask, what there is to choose from, and which moment
// is looked at.

import type { BuilderState } from "../../../../src/protocol/builder.ts";
import type { DataHost } from "../../../../src/protocol/data-host.ts";
import type { PictureHost } from "../../../../src/protocol/network-host.ts";
import { isActive } from "../../../../src/protocol/run.ts";
import type { SpaceHost } from "../../../../src/protocol/space-host.ts";
import type { SpaceFacts } from "../../../../src/training/space/types.ts";
import type { Actions } from "../../../actions.ts";
import { epochOf, type SpaceMemory } from "./memory.ts";

export interface Looking {
  readonly actions: Actions<SpaceHost & PictureHost & Pick<DataHost, "openCsv">>;
  readonly facts: SpaceFacts;
  /** Tells these weights from those of another run. */
  readonly key: string;
  /** Whether the weights go on moving, and the newest ones are looked at. */
  readonly isLive: boolean;
  /** Remembered epochs, ascending. */
  readonly epochs: readonly number[];
  /** The remembered epoch that is looked at; undefined for the present weights. */
  readonly epoch: number | undefined;
  /** Index of the layer whose units are looked at. */
  readonly layer: number;
  readonly threshold: number;
  readonly memory: SpaceMemory;
  readonly remember: (change: Partial<SpaceMemory>) => void;
  /** Selects a layer in the whole builder. */
  readonly selectLayer: (layer: number) => void;
}

/** The weights that are looked at, for views outside of the tab. */
export interface Looked {
  readonly memory: SpaceMemory;
  /** Tells these weights from others. */
  readonly key: string;
  /** The remembered epoch that is looked at; undefined for the present weights. */
  readonly epoch: number | undefined;
  /** Whether the weights go on moving, and the newest ones are looked at. */
  readonly isLive: boolean;
}

export function lookedAt(state: BuilderState, memory: SpaceMemory): Looked {
  const epoch = epochOf(memory, state.run);
  return { memory, key: weightsKey(state), epoch, isLive: epoch === undefined && state.run.state === "running" };
}

/** Tells a document's weights from others; of one that was never trained also the document as it is. */
export function weightsKey({ run, version, data }: BuilderState): string {
  const paused = run.state === "paused" ? `${run.epoch} ${run.batch}` : "";
  const phase = isActive(run) && run.state !== "preparing" ? "active" : run.state;
  return [run.run, phase, paused, run.state === "idle" ? version : "", data.state].join();
}

/** Indices of the chosen features, or of those that are proposed; the second is undefined for a curve. */
export function axesOf({ facts, memory }: Pick<Looking, "facts" | "memory">): { readonly x: number; readonly y: number | undefined } {
  const indexOf = (name: string | undefined): number | undefined => {
    const index = facts.features.findIndex(({ column }) => column === name);
    return index < 0 ? undefined : index;
  };
  const x = indexOf(memory.x) ?? facts.proposed[0] ?? 0;
  const other = [...facts.proposed, ...facts.features.keys()].find((index) => index !== x);
  const chosen = indexOf(memory.y);
  return { x, y: memory.y === "" ? undefined : chosen === undefined || chosen === x ? other : chosen };
}
