// The last run of an earlier window, shown again from what was kept of it.

import { parseDocument } from "../../model/document.ts";
import type { Experiment } from "../../model/schema.ts";
import { isComparable } from "../../model/trained.ts";
import type { RunEntry } from "../../protocol/runs.ts";
import type { RunSlot } from "../run/run-slot.ts";
import type { RunStore } from "./run-store.ts";

/**
 * Shows the newest run that is kept, and the one before it behind; of what cannot be read any more there is
 * nothing to show.
 */
export async function restoreRun(slot: RunSlot, store: RunStore): Promise<void> {
  const [newest, before] = store.entries;
  if (newest === undefined || slot.isActive || (slot.curve.points.length > 0 && !slot.isWatching)) return;
  const experimentOf = async ({ id }: RunEntry): Promise<Experiment | undefined> =>
    parseDocument(await store.document(id).catch(() => "")).experiment;
  const experiment = await experimentOf(newest);
  const other = before && (await experimentOf(before));
  const points = await store.curve(newest.id).catch(() => []);
  const isGhost = before && experiment && other && isComparable(experiment, other);
  const ghost = isGhost ? await store.curve(before.id).catch(() => undefined) : undefined;
  const { epochs, planned, stopped, seconds, startedAt, verdict, health } = newest.record;
  slot.restore({
    experiment,
    points,
    ghost,
    moments: () => store.moments(newest.id).catch(() => []),
    status: { epoch: epochs, epochs: planned, stopped, seconds, startedAt, verdict, health },
  });
}
