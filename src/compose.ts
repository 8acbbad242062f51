// The extension, whatever it runs on: builds the objects, registers them, and waits for running trainings at
// the end.

import * as vscode from "vscode";
import type { PerceptronApi } from "./host/api.ts";
import { registerBuilder } from "./host/builder/builder-editor.ts";
import { dataAccess } from "./host/data/data-access.ts";
import { DebugMarks } from "./host/debug/debug-marks.ts";
import { registerDebugger } from "./host/debug/debug-training.ts";
import { CodeBeside } from "./host/code/code-beside.ts";
import { CodeBindings } from "./host/code/code-bindings.ts";
import { CodeStatusItem } from "./host/code/code-status.ts";
import { registerOpenCode } from "./host/code/code-lens.ts";
import { registerCommands } from "./host/commands.ts";
import { LessonCopies } from "./host/lessons/lesson-copies.ts";
import { LessonLibrary } from "./host/lessons/lesson-library.ts";
import { LessonMemories } from "./host/lessons/lesson-memory.ts";
import { Lessons } from "./host/lessons/lessons.ts";
import { registerLessons } from "./host/lessons/lesson-commands.ts";
import { measureAfterRuns } from "./host/engine/measure-engines.ts";
import { registerFixes } from "./host/document/fixes.ts";
import { registerJsonService } from "./host/document/json-service.ts";
import type { PerceptronAPI } from "./host/exported-api.ts";
import { log } from "./host/log.ts";
import { apiForOthers } from "./host/other-extensions.ts";
import { tellFailure } from "./host/tell-failure.ts";
import { followMoves } from "./host/document/moved-documents.ts";
import { registerExplorer } from "./host/explorer/register-explorer.ts";
import { reportProblem } from "./host/report-problem.ts";
import { followRuns } from "./host/run/run-commands.ts";
import { RunStatusItem } from "./host/run/run-status.ts";
import { RunActions } from "./host/runs/run-actions.ts";
import { RunLibrary } from "./host/runs/run-library.ts";
import { registerRuns } from "./host/runs/run-list-commands.ts";
import { DocumentSessions } from "./host/document/sessions.ts";
import { TestExplorer } from "./host/tests/test-explorer.ts";
import { registerTools } from "./host/tools/register-tools.ts";
import { type Platform, runOn } from "./host/platform.ts";
import { openWorker, type WorkerFactory } from "./host/worker-client.ts";

/** What is asked of package.json. */
interface Manifest {
  readonly version: string;
  readonly contributes: { readonly languageModelTools: readonly { readonly name: string }[] };
}

let sessions: DocumentSessions | undefined;

/** Everything of a window; called once. */
export function compose(context: vscode.ExtensionContext, platform: Platform): PerceptronApi {
  runOn(platform);
  dataAccess.memory = context.workspaceState;
  const startWorker: WorkerFactory = (observer) => openWorker(() => platform.startThread(), observer);
  const worker = startWorker({ reading: async (progress) => sessions?.follow(progress) });
  const { version, contributes } = context.extension.packageJSON as Manifest;
  const runs = new RunLibrary(version);
  const opened = (sessions = new DocumentSessions(worker, startWorker, runs));
  const code = new CodeBeside(sessions);
  const bindings = new CodeBindings(sessions);
  const codeStatus = new CodeStatusItem(sessions, bindings);
  const copies = new LessonCopies(context.globalStorageUri);
  dataAccess.own = copies.root;
  const library = new LessonLibrary(context.extensionUri);
  const memories = new LessonMemories(context.globalState);
  const lessons = new Lessons(context.extensionUri, { library, copies, memories, sessions, runs, startWorker });
  const runActions = new RunActions(runs, sessions, worker);
  const tests = new TestExplorer(sessions, startWorker);
  const debug = new DebugMarks(sessions);
  const builder = registerBuilder(context.extensionUri, sessions, async () => {
    const { builderFacets } = await import("./host/builder/builder-host.ts");
    return builderFacets(worker, code, bindings, runs, runActions, debug);
  });
  context.subscriptions.push(
    worker,
    builder,
    registerFixes(sessions),
    registerJsonService(),
    registerCommands(sessions, worker, runs, code, bindings, runActions),
    registerOpenCode(worker),
    followRuns(sessions),
    measureAfterRuns(sessions, worker),
    new RunStatusItem(sessions),
    codeStatus,
    registerExplorer(sessions, runs, worker),
    vscode.commands.registerCommand("perceptron.reportProblem", () => tellFailure(() => reportProblem(context))),
    followMoves(sessions),
    registerRuns(runs, runActions),
    registerLessons(lessons, library, memories),
    lessons,
    library,
    memories,
    runActions,
    runs,
    registerDebugger(sessions, startWorker, debug),
    registerTools(
      contributes.languageModelTools.map(({ name }) => name),
      async () => new (await import("./host/tools/editor-workspace.ts")).EditorWorkspace(opened, worker, runs),
    ),
    debug,
    code,
    bindings,
    tests,
    log,
  );
  const others = apiForOthers(sessions, worker);
  const getAPI = (version: number): PerceptronAPI => {
    if (version !== 1) throw new Error(`Perceptron has no API of version ${version}. There is version 1.`);
    return others;
  };
  return { getAPI, sessions, code, bindings, codeStatus, runs, runActions, tests, lessons, library, copies, memories };
}

/** Ends every run, weights first. VS Code waits for it; a browser that closes a tab does not. */
export async function deactivate(): Promise<void> {
  await sessions?.endAll();
}
