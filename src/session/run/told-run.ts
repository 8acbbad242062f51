// What a run tells other windows of itself, for those who watch it there: when it began, how long it is to
// be, and its curve, thinned so that it stays small however long it gets.

import { curveCsv, curveFromCsv } from "../../protocol/curve.ts";
import type { EpochResult } from "../../training/types.ts";

/** Points that are told, evenly chosen among those that there will be. */
const MOST_POINTS = 200;

export interface ToldRun {
  /** As in its record: ISO 8601. */
  readonly startedAt: string;
  /** How many it is to have. */
  readonly epochs: number;
  readonly points: readonly EpochResult[];
}

export function toldText({ startedAt, epochs, points }: ToldRun): string {
  // Not a share of those that there are, so that what was told before stays in its place.
  const step = Math.max(1, Math.ceil(epochs / MOST_POINTS));
  const told = points.filter(({ epoch }, index) => (epoch - 1) % step === 0 || index === points.length - 1);
  return JSON.stringify({ startedAt, epochs, curve: curveCsv(told) });
}

/** Undefined if it is none: anybody may have written it. */
export function readToldRun(text: string): ToldRun | undefined {
  try {
    const { startedAt, epochs, curve } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof startedAt !== "string" || typeof epochs !== "number" || !Number.isSafeInteger(epochs) || epochs < 0) return undefined;
    return { startedAt, epochs, points: typeof curve === "string" ? curveFromCsv(curve) : [] };
  } catch {
    return undefined;
  }
}
