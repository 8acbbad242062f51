// A run that is over as files: its record, which says what changed since the run before it, its document, its
// curve and its weights.

import { momentsFile } from "../../code/formats/moments.ts";
import { weightFile } from "../../code/formats/weights.ts";
import { changesBetween } from "../../model/differences.ts";
import { parseDocument } from "../../model/document.ts";
import { runId } from "../../model/run-record.ts";
import type { Experiment } from "../../model/schema.ts";
import type { Moment } from "../../training/space/types.ts";
import type { EndedRun } from "../ports.ts";
import { type Machine, recordOf } from "./record-of.ts";
import type { RunStore } from "./run-store.ts";

/** Bytes of the moments that are kept with a run: many runs are kept. */
const MOST_MOMENTS = 4 * 2 ** 20;
const BYTES = 4;

/**
 * @param most of the document's runs that are kept, but for those with a star.
 * @throws Error if it cannot be written
 */
export async function keepRun(store: RunStore, ended: EndedRun, machine: Machine, most: number): Promise<void> {
  const { experiment, outcome, points, moments, startedAt, text } = ended;
  const { experiment: own } = parseDocument(text);
  const record = recordOf(ended, machine, own ? await changesSince(store, own) : []);
  const weights = weightFile(experiment, outcome);
  const kept = thinned(moments, MOST_MOMENTS);
  const way = kept.length > 1 ? { moments: momentsFile(kept) } : {};
  await store.keep(runId(startedAt), { record, document: text, points, weights, ...way }, most);
}

/** As many of the moments as fit, evenly, the first and the last among them; none if these two do not. */
export function thinned(moments: readonly Moment[], most: number): readonly Moment[] {
  const size = (moments[0]?.tensors ?? []).reduce((sum, { data }) => sum + data.length * BYTES, 0);
  const count = Math.min(moments.length, Math.floor(most / Math.max(1, size)));
  if (count < 2) return [];
  const at = (index: number): number => Math.round((index * (moments.length - 1)) / (count - 1));
  return Array.from({ length: count }, (_, index) => moments[at(index)]!);
}

/** What differs from the newest run that is kept; nothing if there is none, or it cannot be read any more. */
async function changesSince(store: RunStore, experiment: Experiment): Promise<string[]> {
  const [newest] = store.entries;
  if (newest === undefined) return [];
  const before = parseDocument(await store.document(newest.id).catch(() => "")).experiment;
  return before ? changesBetween(before, experiment) : [];
}
