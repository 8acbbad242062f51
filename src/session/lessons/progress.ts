// How far a person has come, as it was kept. The lesson may have changed since: what still fits stays.

import type { Lesson } from "../../lessons/lesson.ts";
import type { LessonProgress } from "./lesson-ports.ts";

/** @param now when it begins if nothing was kept, as an ISO date */
export function progressFrom(kept: unknown, lesson: Lesson, now: string): LessonProgress {
  const { step, done, answers, since } = isObject(kept) ? kept : {};
  const ids = lesson.steps.map(({ id }) => id);
  const asks = new Set(lesson.steps.flatMap(({ ask }) => ask.map(({ id }) => id)));
  const begun = typeof since === "string" && !Number.isNaN(Date.parse(since));
  // Without a step the summary was shown last.
  const shown = begun && step === undefined ? undefined : (ids.find((id) => id === step) ?? ids[0]);
  return {
    ...(shown === undefined ? {} : { step: shown }),
    done: Array.isArray(done) ? ids.filter((id) => done.includes(id)) : [],
    answers: Object.fromEntries(
      Object.entries(isObject(answers) ? answers : {}).filter(
        (entry): entry is [string, number] => asks.has(entry[0]) && typeof entry[1] === "number",
      ),
    ),
    since: begun ? since : now,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
