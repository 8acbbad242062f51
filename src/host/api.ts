// What the extension hands to whoever activates it: its tests, which look at sessions as the builder does.

import type { CodeBeside } from "./code-beside.ts";
import type { DocumentSessions } from "./sessions.ts";
import type { TestExplorer } from "./test-explorer.ts";

export interface PerceptronApi {
  readonly sessions: DocumentSessions;
  readonly code: CodeBeside;
  readonly tests: TestExplorer;
}
