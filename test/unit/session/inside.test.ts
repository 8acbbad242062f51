// What a document's session says of the run that is followed from the inside: where it begins, and what is
// done if the worker knows nothing of it any more.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { InsideOptions, TrainingWorker } from "../../../src/protocol/worker.ts";
import type { DocumentSession } from "../../../src/session/document-session.ts";
import { DocumentInside } from "../../../src/session/inside/document-inside.ts";
import type { InsideStep } from "../../../src/training/inside/types.ts";

interface Situation {
  readonly isActive: boolean;
  readonly isSteered?: boolean;
}

/** A session with a run, and a worker that keeps what it is asked. */
function open({ isActive, isSteered = false }: Situation) {
  const experiment = { data: { file: "a.csv" } };
  const run = { isActive, isSteered, trained: { ...experiment, isTrained: true }, checkpoint: async () => ({ bytes: Uint8Array.of(1) }) };
  const session = { run, ready: async () => ({ experiment, errors: [] }) } as unknown as DocumentSession;
  const opened: { readonly experiment: unknown; readonly options: InsideOptions }[] = [];
  const searched: string[] = [];
  const state = { knows: true };
  const worker = {
    openInside: async (what: unknown, _: unknown, options: InsideOptions) => {
      opened.push({ experiment: what, options });
      state.knows = true;
      return { step: { step: options.step ?? 1 } as InsideStep };
    },
    moveInside: async (_: string, move: { readonly to: string; readonly step?: number }) =>
      state.knows ? { step: { step: move.step ?? 1 } as InsideStep } : undefined,
    searchInside: async (document: string) => void searched.push(document),
    closeInside: async () => {},
  } as unknown as TrainingWorker;
  const inside = new DocumentInside(session, { worker, document: "a", sources: async () => [], encodingHint: () => undefined });
  return { inside, opened, searched, state, experiment, run };
}

test("a run that goes on is followed from its checkpoint; one that nobody has steered may be gone back before it", async () => {
  for (const isSteered of [false, true]) {
    const { inside, opened, run } = open({ isActive: true, isSteered });
    await inside.openInside();
    assert.equal(opened[0]?.experiment, run.trained);
    assert.deepEqual([opened[0]?.options.resume, opened[0]?.options.restarts], [Uint8Array.of(1), !isSteered]);
  }
  const { inside, opened, experiment } = open({ isActive: false });
  await inside.openInside();
  assert.deepEqual([opened[0]?.experiment, opened[0]?.options.resume], [experiment, undefined], "else the document from its beginning");
});

test("a worker that was started anew opens it again where it was, and a search is only looked at", async () => {
  const { inside, opened, state, searched } = open({ isActive: false });
  assert.deepEqual([await inside.searchInside(), searched], [undefined, []], "of what is not open nobody is asked");
  await inside.openInside();
  await inside.moveInside({ to: "step", step: 7 });
  state.knows = false;
  assert.equal((await inside.moveInside({ to: "step", step: 8 }))?.step.step, 8);
  assert.deepEqual(
    opened.map(({ options }) => options.step),
    [undefined, 7],
  );
  await inside.searchInside();
  assert.deepEqual(searched, ["a"]);
  await inside.closeInside();
  assert.equal(await inside.moveInside({ to: "step", step: 9 }), undefined);
});
