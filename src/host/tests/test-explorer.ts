// VS Code's Test Explorer: every `.perceptron` document of the workspace with `tests` is an item, and each of
// its tests one below it. It appears with the first such document, follows files and edits, and asks for no
// builder to be open. In a workspace that is not trusted it looks for nothing.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { DOCUMENTS, EXCLUDED } from "../document/choose-document.ts";
import { onceTrusted } from "../data/data-access.ts";
import type { ListedTests } from "./listed-tests.ts";
import { log } from "../log.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import type { TestRunner } from "./test-run.ts";
import { inert, say } from "../text.ts";
import { textOf } from "../document/text-of.ts";
import type { WorkerFactory } from "../worker-client.ts";

/** Milliseconds of quiet before an edit is looked at. */
const QUIET = 300;
/** Documents of a workspace that are looked into. */
const MOST = 1000;

export class TestExplorer {
  readonly #sessions: DocumentSessions;
  readonly #startWorker: WorkerFactory;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #listeners: vscode.Disposable[];
  #controller: vscode.TestController | undefined;
  #runner: TestRunner | undefined;
  #profiles: vscode.TestRunProfile[] = [];

  constructor(sessions: DocumentSessions, startWorker: WorkerFactory) {
    this.#sessions = sessions;
    this.#startWorker = startWorker;
    this.#listeners = [
      onceTrusted(() => this.#watch()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.#findAll()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.#findAll()),
      sessions.onDidOpen((session) => this.#follow(session)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && sessions.get(document.uri)) this.#soon(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.#controller?.items.get(uri.toString())) this.#soon(uri);
      }),
      // VS Code's own "Go to Test" opens the builder, which shows no line.
      vscode.commands.registerCommand("perceptron.openTest", openTest),
    ];
    for (const session of sessions.all) this.#follow(session);
    void this.#findAll();
  }

  /** Absent while no document has tests. */
  get controller(): vscode.TestController | undefined {
    return this.#controller;
  }

  /** The ways to run tests: as they are trained, and trained anew. */
  get profiles(): readonly vscode.TestRunProfile[] {
    return this.#profiles;
  }

  /** Looks at a document as it now is. Gives its item; undefined if it has no tests. */
  async refresh(uri: vscode.Uri): Promise<vscode.TestItem | undefined> {
    clearTimeout(this.#timers.get(uri.toString()));
    this.#timers.delete(uri.toString());
    const text = await textOf(uri);
    // Most documents have none; these are not read any further.
    const mayHave = text !== undefined && (text.includes('"tests"') || this.#controller?.items.get(uri.toString()) !== undefined);
    return this.#show(uri, mayHave ? (await import("./listed-tests.ts")).listTests(text) : { tests: [], hasTests: false });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const listener of this.#listeners) listener.dispose();
    this.#controller?.dispose();
  }

  /** One document after the other: a workspace may hold many, and large ones. */
  async #findAll(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    for (const uri of await vscode.workspace.findFiles(DOCUMENTS, EXCLUDED, MOST)) await this.#look(uri);
  }

  #watch(): vscode.Disposable {
    const files = vscode.workspace.createFileSystemWatcher(DOCUMENTS);
    const look = (uri: vscode.Uri): void => this.#soon(uri);
    return vscode.Disposable.from(files, files.onDidCreate(look), files.onDidChange(look), files.onDidDelete(look));
  }

  #follow({ document, run }: DocumentSession): void {
    this.#soon(document.uri);
    run.onDidChange(({ state }) => {
      // Other weights: what came out with the old ones counts no more. Those that a test run makes are for
      // its own results.
      const isAnother = state === "ended" && !this.#runner?.isTesting(document.uri);
      const item = isAnother ? this.#controller?.items.get(document.uri.toString()) : undefined;
      if (item) this.#controller?.invalidateTestResults(item);
    });
  }

  #soon(uri: vscode.Uri): void {
    // A document without a file has no weights beside it; and nothing is looked for in a workspace that is
    // not trusted.
    if (uri.scheme === "untitled" || !vscode.workspace.isTrusted) return;
    clearTimeout(this.#timers.get(uri.toString()));
    this.#timers.set(
      uri.toString(),
      setTimeout(() => void this.#look(uri), QUIET),
    );
  }

  async #look(uri: vscode.Uri): Promise<void> {
    await this.refresh(uri).catch((error: unknown) => log.warn(String(error)));
  }

  #show(uri: vscode.Uri, { tests, hasTests, problem }: ListedTests): vscode.TestItem | undefined {
    const key = uri.toString();
    const known = this.#controller?.items.get(key);
    if (!hasTests && (tests !== undefined || known === undefined)) {
      this.#controller?.items.delete(key);
      return undefined;
    }
    const controller = (this.#controller ??= this.#open());
    const item = known ?? controller.createTestItem(key, inert(vscode.workspace.asRelativePath(uri)), uri);
    if (tests === undefined) {
      // While it cannot be read, what was known of it stays.
      item.error = problem && say(problem.message);
      controller.items.add(item);
      return item;
    }
    item.error = undefined;
    const before = idsOf(item);
    item.children.replace(
      tests.map(({ id, title, range }, index) => {
        const child = item.children.get(id) ?? controller.createTestItem(id, say(title), uri);
        child.range = range;
        child.sortText = String(index).padStart(6, "0");
        return child;
      }),
    );
    controller.items.add(item);
    if (known && before !== idsOf(item)) controller.invalidateTestResults(item);
    return item;
  }

  #open(): vscode.TestController {
    const controller = vscode.tests.createTestController("perceptron", "Perceptron");
    const run =
      (trains: boolean) =>
      async (request: vscode.TestRunRequest, asked: vscode.CancellationToken): Promise<void> => {
        const { TestRunner: Runner } = await import("./test-run.ts");
        this.#runner ??= new Runner(controller, this.#sessions, this.#startWorker);
        await this.#runner.run(trains, request, asked);
      };
    this.#profiles = [
      controller.createRunProfile(say(message("Test")), vscode.TestRunProfileKind.Run, run(false), true),
      controller.createRunProfile(say(message("Train and Test")), vscode.TestRunProfileKind.Run, run(true)),
    ];
    controller.refreshHandler = () => this.#findAll();
    return controller;
  }
}

/** Opens the document as text where the test stands. */
async function openTest({ uri, range }: vscode.TestItem): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", uri, "default", range ? { selection: range } : {});
}

function idsOf({ children }: vscode.TestItem): string {
  return [...children].map(([id]) => id).join("\n");
}
