// A document's session on a text in memory, whose edits take as long as a test says and whose table is
// understood at once.

import type { DataSummary } from "../../../src/data/types.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import type { Problem, ProblemError } from "../../../src/model/problem.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import type { CsvChanges } from "../../../src/protocol/builder.ts";
import type { ChangedCsv } from "../../../src/session/data/document-data.ts";
import { DocumentSession } from "../../../src/session/document-session.ts";
import { Emitter } from "../../../src/session/emitter.ts";
import { experimentOf, script } from "./scripted.ts";

const nothing = { columns: [], problems: [] } as unknown as DataSummary;

export function sessionOn(text: string) {
  const own = script();
  const [changed, changedFile, allowed] = [new Emitter<void>(), new Emitter<ChangedCsv>(), new Emitter<void>()];
  const world = {
    text,
    version: 1,
    shown: [] as readonly Problem[],
    described: 0,
    failure: undefined as ProblemError | undefined,
    summary: nothing,
    changes: undefined as CsvChanges | undefined,
    /** Lets the edits through that were asked for. */
    letThrough: Promise.resolve(),
  };
  const session: DocumentSession = new DocumentSession({
    clock: own.clock,
    text: {
      fileName: "net.perceptron",
      get version() {
        return world.version;
      },
      text: () => world.text,
      edit: async (edit) => {
        await world.letThrough;
        world.text = applyTextEdits(world.text, applyEdit(world.text, edit));
        world.version++;
        session.read();
        return true;
      },
      rewrite: async (whole) => {
        world.text = whole;
        world.version++;
        session.read();
        return true;
      },
    },
    data: {
      clock: own.clock,
      files: {
        onDidChange: changed.event,
        onDidChangeFile: changedFile.event,
        get changes() {
          return world.changes;
        },
        isGone: false,
        follow: () => {},
        begin: () => {},
        versions: () => Promise.resolve(new Map()),
        wereRead: () => {},
        save: () => Promise.resolve(),
        dispose: () => {},
      },
      reader: {
        onDidAllow: allowed.event,
        askAgain: () => {},
        describe: async (_, begun) => {
          await begun();
          world.described++;
          if (world.failure) throw world.failure;
          return world.summary;
        },
        cancel: () => Promise.resolve(),
        rows: () => Promise.resolve(undefined),
        rowValues: () => Promise.resolve(undefined),
      },
    },
    run: own.ports,
    sweep: {
      clock: own.clock,
      trainer: own.ports.trainer,
      load: () => Promise.resolve(undefined),
      save: () => Promise.resolve(),
      lanes: () => 1,
      log: own.ports.log,
    },
    words: () => ({ language: "en", translations: {} }),
    showProblems: (problems) => (world.shown = problems),
    restore: () => ({ restored: Promise.resolve(), dispose: () => {} }),
  });
  return { session, world, own, changedFile, allowed };
}

/** A document that can be trained. */
export const text = JSON.stringify(experimentOf());
