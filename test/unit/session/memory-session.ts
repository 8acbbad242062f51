// A session on a text and a folder in memory, whose table is understood at once.

import type { DataSummary } from "../../../src/data/types.ts";
import type { Edit } from "../../../src/model/edit.ts";
import type { Problem, ProblemError } from "../../../src/model/problem.ts";
import { DocumentSession } from "../../../src/session/document-session.ts";
import { Emitter } from "../../../src/session/emitter.ts";
import { MemoryCsvs } from "../../../webview/dev/memory-folder.ts";
import { MemoryText } from "../../../webview/dev/memory-text.ts";
import { script } from "./scripted.ts";

const nothing = { columns: [], problems: [] } as unknown as DataSummary;

/** Edits take as long as a test says. */
class SlowText extends MemoryText {
  /** Lets the edits through that were asked for. */
  letThrough = Promise.resolve();

  override async edit(edit: Edit): Promise<boolean> {
    await this.letThrough;
    return super.edit(edit);
  }
}

export function sessionOn(content: string) {
  const own = script();
  const csvs = new MemoryCsvs(own.folder);
  const document = new SlowText("net.perceptron", content);
  const world = {
    document,
    shown: [] as readonly Problem[],
    described: 0,
    failure: undefined as ProblemError | undefined,
    summary: nothing,
  };
  own.folder.write("a.csv", "x,y\n1,2\n");
  const session = new DocumentSession({
    clock: own.clock,
    text: document,
    data: {
      clock: own.clock,
      files: csvs,
      reader: {
        onDidAllow: new Emitter<void>().event,
        askAgain: () => {},
        describe: async (_, begun) => {
          await begun();
          world.described++;
          if (world.failure) throw world.failure;
          return { ...world.summary };
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
  document.changed = () => session.read();
  return { session, world, own, csvs };
}
