// How far a step has come at a stop: which layers have outputs, which have gradients.

import type { InsideStep, TensorName } from "../../../../src/training/inside/types.ts";
import type { Stop } from "./stops.ts";

export interface Reached {
  /** The last layer that has outputs; −1 if none has. */
  readonly forward: number;
  /** The first layer that has gradients. */
  readonly backward?: number;
  readonly hasLoss: boolean;
}

export function reachedAt({ layers }: InsideStep, stop: Stop): Reached {
  const all = layers.length - 1;
  switch (stop.kind) {
    case "batch":
      return { forward: -1, hasLoss: false };
    case "forward":
      return { forward: stop.layer, hasLoss: false };
    case "loss":
      return { forward: all, hasLoss: true };
    case "backward":
    case "gradient":
      return { forward: all, backward: stop.layer, hasLoss: true };
    case "update":
      return { forward: all, backward: 0, hasLoss: true };
  }
}

/** What a layer shows then: its newest numbers; −1 are the inputs. Undefined if there are none yet. */
export function tensorOfLayer({ forward, backward }: Reached, layer: number): TensorName | undefined {
  if (layer < 0) return { of: "input" };
  if (backward !== undefined && layer >= backward) return { of: "gradOutput", layer };
  return layer <= forward ? { of: "output", layer } : undefined;
}
