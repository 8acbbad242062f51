// What `activate()` returns. Other extensions use its public API (exported-api.ts); all the rest is for the
// tests, which look at sessions as the builder does.

import type { CodeBeside } from "./code/code-beside.ts";
import type { CodeBindings } from "./code/code-bindings.ts";
import type { CodeStatusItem } from "./code/code-status.ts";
import type { LessonCopies } from "./lessons/lesson-copies.ts";
import type { LessonLibrary } from "./lessons/lesson-library.ts";
import type { LessonMemories } from "./lessons/lesson-memory.ts";
import type { PerceptronExports } from "./exported-api.ts";
import type { Lessons } from "./lessons/lessons.ts";
import type { RunActions } from "./runs/run-actions.ts";
import type { RunLibrary } from "./runs/run-library.ts";
import type { DocumentSessions } from "./document/sessions.ts";
import type { TestExplorer } from "./tests/test-explorer.ts";

export interface PerceptronApi extends PerceptronExports {
  readonly sessions: DocumentSessions;
  readonly code: CodeBeside;
  readonly bindings: CodeBindings;
  readonly codeStatus: CodeStatusItem;
  readonly runs: RunLibrary;
  readonly runActions: RunActions;
  readonly tests: TestExplorer;
  readonly lessons: Lessons;
  readonly library: LessonLibrary;
  readonly copies: LessonCopies;
  readonly memories: LessonMemories;
}
