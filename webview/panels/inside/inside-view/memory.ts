// Where the person is inside the training step: it outlives a look at another panel.

import type { PanelMemory } from "../../../view-state.ts";
import type { Place } from "./stops.ts";

export interface InsideMemory extends Place {
  /** As `idOf` writes it. */
  readonly stop: string;
  /** The step that was looked at, if it was of the document and the run that `of` names. */
  readonly step?: number | undefined;
  readonly of?: string | undefined;
  /** The condition that was looked for last. */
  readonly condition: string;
  /** The gradient of the step that was checked last, as `nameOfGradient` writes it. */
  readonly checked?: string | undefined;
  /** Rows of the CSV, counted from 1, that the person has picked in the place of the step's batch. */
  readonly picked?: readonly number[] | undefined;
}

const initialInside: InsideMemory = { stop: "batch", row: 0, unit: 0, from: 0, parameter: 0, condition: "" };

function whole(number: unknown): number {
  return typeof number === "number" && Number.isInteger(number) && number >= 0 ? number : 0;
}

/** What was kept; what is not as it should be is left out. */
function restoreInside(value: unknown): InsideMemory {
  const kept = (value ?? {}) as Partial<Record<keyof InsideMemory, unknown>>;
  return {
    stop: typeof kept.stop === "string" && /^(batch|loss|(forward|backward|gradient|update) \d+)$/.test(kept.stop) ? kept.stop : "batch",
    row: whole(kept.row),
    unit: whole(kept.unit),
    from: whole(kept.from),
    parameter: whole(kept.parameter),
    condition: typeof kept.condition === "string" ? kept.condition : "",
    ...(typeof kept.checked === "string" ? { checked: kept.checked } : {}),
    ...(Array.isArray(kept.picked) ? { picked: kept.picked.filter((row) => whole(row) > 0) } : {}),
    ...(typeof kept.step === "number" && typeof kept.of === "string" ? { step: kept.step, of: kept.of } : {}),
  };
}

/** The layer that a remembered stop is at. */
export function layerOfStop(id: string): number | undefined {
  const [, layer] = id.split(" ");
  return layer === undefined ? undefined : Number(layer);
}

export const insideMemory: PanelMemory<InsideMemory> = { panel: "inside", initial: initialInside, restore: restoreInside };
