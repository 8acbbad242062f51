// What the tests of the extension host share: a folder of their own in the workspace, sessions, waiting, and
// the sentences VS Code shows.

import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test as nodeTest } from "node:test";
import * as vscode from "vscode";
import type { PerceptronApi } from "../../src/host/api.ts";
import type { DocumentSession } from "../../src/host/document/session.ts";
import { nodePlatform } from "../../src/host/node/platform.ts";
import { runOn } from "../../src/host/platform.ts";
import { patience, until } from "../harness/patience.ts";

export { until };

const extension = vscode.extensions.getExtension<PerceptronApi>("perceptron-builder.perceptron");
const restore: (() => void)[] = [];
// What a test imports of the product is its own copy of it.
runOn(nodePlatform(ofExtension("dist", "worker.js")));

/**
 * Milliseconds that one test may take before it counts as hanging: it has several steps, each of which may
 * wait its own while.
 */
const LIMIT = 5 * patience;

/** A test, after which everything it did to the window is undone. */
export function test(name: string, act: () => Promise<void>): void {
  void nodeTest(name, { timeout: LIMIT }, async () => {
    try {
      await act();
    } finally {
      await tidyUp();
    }
  });
}

/** Ends all runs and closes every tab without saving. */
async function tidyUp(): Promise<void> {
  for (const undo of restore.splice(0)) undo();
  const { sessions } = await api();
  await Promise.all(sessions.all.map((session) => session.run.stop()));
  for (const document of vscode.workspace.textDocuments.filter((open) => open.isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  await vscode.commands.executeCommand("notifications.clearAll");
}

/** The extension, activated. */
export async function api(): Promise<PerceptronApi> {
  assert.ok(extension, "the extension under test is not there");
  return extension.activate();
}

/** The file's path inside the extension's folder. */
export function ofExtension(...path: readonly string[]): string {
  assert.ok(extension);
  return join(extension.extensionPath, ...path);
}

/** A fresh folder in the workspace. */
export class Folder {
  readonly path: string;

  constructor() {
    const workspace = vscode.workspace.workspaceFolders?.[0];
    assert.ok(workspace, "the tests need a folder that is open");
    this.path = mkdtempSync(join(workspace.uri.fsPath, "test-"));
  }

  uri(name: string): vscode.Uri {
    return vscode.Uri.file(join(this.path, name));
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  /**
   * Waits until VS Code tells of changes here. Until then a file that comes and goes may not be told of at
   * all: what happens within half a second is told as one change, and a file that was made and deleted within
   * it as none.
   */
  async isWatched(): Promise<void> {
    const marker = this.uri("marker.txt");
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(this.path), "*"));
    let isTold = false;
    const told = (uri: vscode.Uri): void => void (isTold ||= uri.toString() === marker.toString());
    watcher.onDidCreate(told);
    watcher.onDidChange(told);
    let count = 0;
    await until("changes of the folder are told", () => {
      // Now and then, because what is written before the folder is watched is never told.
      if (count++ % 50 === 0) this.write("marker.txt", String(count));
      return isTold;
    });
    watcher.dispose();
  }

  /** Writes a file; anything but text as JSON. */
  write(name: string, content: unknown): vscode.Uri {
    writeFileSync(join(this.path, name), typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
    return this.uri(name);
  }

  /** Copies a sample of the repository, under another name if one is given. */
  sample(name: string, as = name): vscode.Uri {
    copyFileSync(ofExtension("samples", name), join(this.path, as));
    return this.uri(as);
  }
}

/** A small document about `samples/binary.csv`, with other sections if given. */
export function binaryDocument(other: { data?: object; layers?: readonly object[]; training?: object } = {}) {
  return {
    format: 1,
    data: { file: "binary.csv", target: "pass", normalize: "standard", ...other.data },
    layers: other.layers ?? [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
    training: { epochs: 3, batch_size: 32, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.01 }, ...other.training },
  };
}

/** Opens a document in the builder, and its session once its data is read. */
export async function openInBuilder(uri: vscode.Uri): Promise<DocumentSession> {
  await vscode.commands.executeCommand("perceptron.openBuilder", uri);
  return sessionOf(uri);
}

/** The session of an open document, once its data is read. */
export async function sessionOf(uri: vscode.Uri): Promise<DocumentSession> {
  const { sessions } = await api();
  const session = await until("the document has a session", () => sessions.get(uri));
  await session.data.settled();
  return session;
}

/**
 * Listens to the sentences shown to the person, and answers each with the button of the name given.
 * The array grows as they come.
 */
export function listen(answer?: string): string[] {
  const said: string[] = [];
  for (const kind of ["showInformationMessage", "showWarningMessage", "showErrorMessage"] as const) {
    replace(vscode.window, kind, async (sentence: string, ...buttons: unknown[]) => {
      said.push(sentence);
      return buttons.find((button) => button === answer);
    });
  }
  return said;
}

/** Puts another function in the place of one of VS Code's, until the test is over. */
export function replace<T extends object>(where: T, name: keyof T, by: unknown): void {
  const before = where[name];
  where[name] = by as T[keyof T];
  restore.push(() => {
    where[name] = before;
  });
}

/** Puts a value of its own in the place of one that VS Code tells, until the test is over. */
export function replaceGetter<T extends object, K extends keyof T>(where: T, name: K, get: () => T[K]): void {
  const before = Object.getOwnPropertyDescriptor(where, name)!;
  Object.defineProperty(where, name, { configurable: true, enumerable: true, get });
  restore.push(() => Object.defineProperty(where, name, before));
}

/** The builder tabs of a document. */
export function builderTabs(uri: vscode.Uri): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());
}
