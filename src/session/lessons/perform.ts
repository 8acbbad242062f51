// What "Do it for me" does, in the real document and with the real run. An action is data, as a check is.

import type { Action, BuilderPlace, Given, RunPlace } from "../../lessons/lesson.ts";
import { patchEdit } from "../../lessons/patch-edit.ts";
import type { JsonValue } from "../../model/json.ts";
import { message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import type { LessonWait } from "../../protocol/lesson.ts";
import type { RunStatus } from "../../protocol/run.ts";
import type { DocumentSession } from "../document-session.ts";
import type { RunSlot } from "../run/run-slot.ts";
import { startRun } from "../run/start-run.ts";
import { startSweep } from "../sweep/start-sweep.ts";
import type { LessonDocument } from "./lesson-ports.ts";

/** What an action may do on the page, and what it tells meanwhile. */
export interface Performer {
  answer(id: string, value: number): void;
  figure(id: string, value: number): void;
  tensor(expression: string, step: number): Promise<number | undefined>;
  waits(what: LessonWait): void;
}

/** Digits of a number that is filled in, as a person would type it. */
const DIGITS = 6;

/**
 * Does one action, and waits for what it starts.
 * @throws ProblemError if it cannot be done, as a training of a document with an error
 */
export async function perform(action: Action, document: LessonDocument, performer: Performer): Promise<void> {
  const { session } = document;
  const { run } = session;
  if ("document" in action) return change(session, action.document);
  if ("panel" in action) return document.show(action satisfies BuilderPlace);
  if ("answer" in action) return answer(action.answer, performer);
  if ("figure" in action) {
    for (const [id, value] of Object.entries(action.figure)) performer.figure(id, value);
    return;
  }
  if ("export" in action) return document.writeCode(action.export);
  performer.waits("seeds" in action ? "seeds" : "training");
  if ("train" in action) return train(session, action.train === true ? undefined : action.train.pauseAt);
  if ("advance" in action) return run.advance(action.advance);
  if ("stop" in action) return run.stop();
  if ("resume" in action) {
    await run.resume();
    return run.over;
  }
  await session.sweep.stop();
  const started = await startSweep(session, { kind: "seeds", count: action.seeds });
  if (started.kind === "unready") throw unready(started.errors);
  return session.sweep.over;
}

async function change(session: DocumentSession, patch: JsonValue): Promise<void> {
  const { json, version } = session.state;
  const edit = patchEdit(json, patch);
  if (edit === undefined || (await session.edit(version, edit))) return;
  throw new ProblemError({
    severity: "error",
    code: "lesson",
    path: [],
    message: message("The document changed meanwhile. Try again."),
  });
}

async function answer(given: Readonly<Record<string, Given>>, page: Performer): Promise<void> {
  for (const [id, value] of Object.entries(given)) {
    const number = typeof value === "number" ? value : await page.tensor(value.tensor, value.step ?? 1);
    if (number !== undefined) page.answer(id, Number(number.toPrecision(DIGITS)));
  }
}

/** Trains from the beginning, in the place of a run that goes on. */
async function train(session: DocumentSession, pauseAt: RunPlace | undefined): Promise<void> {
  const { run } = session;
  await run.stop();
  const started = await startRun(session, { kind: "new", waits: pauseAt !== undefined, besides: true });
  if (started.kind === "unready") throw unready(started.errors);
  if (pauseAt === undefined) return run.over;
  await becomes(run, ({ state }) => state === "paused" || state === "ended" || state === "failed");
  for (let epoch = 0; epoch < pauseAt.epoch && run.isActive; epoch++) await run.advance("epoch");
  for (let batch = 0; batch < pauseAt.batch && run.isActive; batch++) await run.advance("batch");
}

async function becomes(run: RunSlot, holds: (status: RunStatus) => boolean): Promise<void> {
  if (holds(run.status)) return;
  await new Promise<void>((resolve) => {
    const listening = run.onDidChange((status) => {
      if (!holds(status)) return;
      listening.dispose();
      resolve();
    });
  });
}

function unready([first]: readonly Problem[]): ProblemError {
  const cancelled = message("The data is not read. Read it again, then train.");
  return new ProblemError(first ?? { severity: "error", code: "lesson", path: [], message: cancelled });
}
