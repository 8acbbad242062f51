// A run that is over as files: its record, which says what changed since the run before it, its document, its
// curve and its weights.

import { momentsFile, thinnedMoments } from "../../code/formats/moments.ts";
import { weightFile } from "../../code/formats/weights.ts";
import { changesBetween } from "../../model/differences.ts";
import { parseDocument } from "../../model/document.ts";
import { runId } from "../../model/run-record.ts";
import type { Experiment } from "../../model/schema.ts";
import type { EndedRun } from "../ports.ts";
import { type Machine, recordOf } from "./record-of.ts";
import type { RunStore } from "./run-store.ts";

/**
 * @param most of the document's runs that are kept, but for those with a star.
 * @throws Error if it cannot be written
 */
export async function keepRun(store: RunStore, ended: EndedRun, machine: Machine, most: number): Promise<void> {
  const { experiment, outcome, points, moments, startedAt, text } = ended;
  const { experiment: own } = parseDocument(text);
  const record = recordOf(ended, machine, own ? await changesSince(store, own) : []);
  const weights = weightFile(experiment, outcome);
  const kept = thinnedMoments(moments);
  const way = kept.length > 1 ? { moments: momentsFile(kept) } : {};
  await store.keep(runId(startedAt), { record, document: text, points, weights, ...way }, most);
}

/** What differs from the newest run that is kept; nothing if there is none, or it cannot be read any more. */
async function changesSince(store: RunStore, experiment: Experiment): Promise<string[]> {
  const [newest] = store.entries;
  if (newest === undefined) return [];
  const before = parseDocument(await store.document(newest.id).catch(() => "")).experiment;
  return before ? changesBetween(before, experiment) : [];
}
