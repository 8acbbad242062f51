// What a lesson's page is given once: the words in its language, and what of lesson.json it draws.

import { textIn } from "../../lessons/lesson-text.ts";
import type { LoadedLesson } from "../../lessons/load.ts";
import type { LessonContent } from "../../protocol/lesson.ts";

export function contentOf(loaded: LoadedLesson, language: string): LessonContent {
  const { id, lesson } = loaded;
  return {
    id,
    minutes: lesson.minutes,
    text: textIn(loaded, language),
    steps: lesson.steps.map(({ id: name, check, do: actions, ask, where }) => {
      return { id: name, isChecked: check !== undefined, canDo: actions.length > 0, ask, where };
    }),
  };
}
