// What the extension hands to whoever activates it: its tests, which look at sessions as the builder does.

import type { CodeBeside } from "./code/code-beside.ts";
import type { RunActions } from "./runs/run-actions.ts";
import type { RunLibrary } from "./runs/run-library.ts";
import type { DocumentSessions } from "./document/sessions.ts";
import type { TestExplorer } from "./tests/test-explorer.ts";

export interface PerceptronApi {
  readonly sessions: DocumentSessions;
  readonly code: CodeBeside;
  readonly runs: RunLibrary;
  readonly runActions: RunActions;
  readonly tests: TestExplorer;
}
