// The extension's composition root: builds the objects, registers them, and waits for running trainings at
// the end.

import type * as vscode from "vscode";
import type { PerceptronApi } from "./host/api.ts";
import { registerBuilder } from "./host/builder/builder-editor.ts";
import { dataAccess } from "./host/data/data-access.ts";
import { DebugMarks } from "./host/debug/debug-marks.ts";
import { registerDebugger } from "./host/debug/debug-training.ts";
import { CodeBeside } from "./host/code/code-beside.ts";
import { builderFacets } from "./host/builder/builder-host.ts";
import { registerCommands } from "./host/commands.ts";
import { LessonCopies } from "./host/lessons/lesson-copies.ts";
import { LessonLibrary } from "./host/lessons/lesson-library.ts";
import { LessonMemories } from "./host/lessons/lesson-memory.ts";
import { Lessons } from "./host/lessons/lessons.ts";
import { registerLessons } from "./host/lessons/lesson-commands.ts";
import { registerFixes } from "./host/document/fixes.ts";
import { log } from "./host/log.ts";
import { followMoves } from "./host/document/moved-documents.ts";
import { followRuns } from "./host/run/run-commands.ts";
import { RunActions } from "./host/runs/run-actions.ts";
import { RunLibrary } from "./host/runs/run-library.ts";
import { registerRuns } from "./host/runs/run-list-commands.ts";
import { DocumentSessions } from "./host/document/sessions.ts";
import { TestExplorer } from "./host/tests/test-explorer.ts";
import { openWorker, type WorkerFactory } from "./host/worker-client.ts";

let sessions: DocumentSessions | undefined;

export function activate(context: vscode.ExtensionContext): PerceptronApi {
  dataAccess.memory = context.workspaceState;
  const startWorker: WorkerFactory = (observer) => openWorker(context.asAbsolutePath("dist/worker.js"), observer);
  const worker = startWorker({ reading: async (progress) => sessions?.follow(progress) });
  const runs = new RunLibrary((context.extension.packageJSON as { version: string }).version);
  sessions = new DocumentSessions(worker, startWorker, runs);
  const code = new CodeBeside(sessions);
  const copies = new LessonCopies(context.globalStorageUri);
  dataAccess.own = copies.root;
  const library = new LessonLibrary(context.extensionUri);
  const memories = new LessonMemories(context.globalState);
  const lessons = new Lessons(context.extensionUri, { library, copies, memories, sessions, runs, startWorker });
  const runActions = new RunActions(runs, sessions, worker);
  const tests = new TestExplorer(sessions, startWorker);
  const debug = new DebugMarks(sessions);
  const builder = registerBuilder(context.extensionUri, sessions, builderFacets(worker, code, runActions, debug));
  context.subscriptions.push(
    worker,
    builder,
    registerFixes(sessions),
    registerCommands(sessions, worker, code),
    followRuns(sessions),
    followMoves(sessions),
    registerRuns(runs, runActions),
    registerLessons(lessons, library, memories),
    lessons,
    library,
    memories,
    runActions,
    runs,
    registerDebugger(sessions, startWorker, debug),
    debug,
    code,
    tests,
    log,
  );
  return { sessions, code, runs, runActions, tests, lessons, library, copies, memories };
}

/** Ends every run, weights first. VS Code waits for it. */
export async function deactivate(): Promise<void> {
  await sessions?.endAll();
}
