// Documents that are no file on the disk: never saved, or from a file system that only VS Code can reach.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { binaryDocument, Folder, openInBuilder, test } from "./workbench.ts";

/** The smallest file system that VS Code accepts: files by path, no folders. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  watch = () => new vscode.Disposable(() => {});
  readDirectory = () => [];
  createDirectory = () => {};
  stat = ({ path }: vscode.Uri) => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.#at(path).length });
  readFile = ({ path }: vscode.Uri) => this.#at(path);
  writeFile = ({ path }: vscode.Uri, bytes: Uint8Array) => void this.files.set(path, bytes);
  delete = ({ path }: vscode.Uri) => void this.files.delete(path);
  rename = (from: vscode.Uri, to: vscode.Uri) => {
    this.files.set(to.path, this.#at(from.path));
    this.files.delete(from.path);
  };

  #at(path: string): Uint8Array {
    const bytes = this.files.get(path);
    if (bytes === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return bytes;
  }
}

test("a document that was never saved finds its CSV beside its place to be, and leaves weights there", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const uri = folder.uri("fresh.perceptron").with({ scheme: "untitled" });
  const document = await vscode.workspace.openTextDocument(uri);
  const changes = new vscode.WorkspaceEdit();
  changes.insert(uri, new vscode.Position(0, 0), JSON.stringify(binaryDocument()));
  await vscode.workspace.applyEdit(changes);
  const session = await openInBuilder(document.uri);
  assert.deepEqual(session.problems, []);
  await vscode.commands.executeCommand("perceptron.train", uri);
  await session.run.over;
  assert.equal(session.run.status.weights, "fresh.safetensors");
  assert.ok(existsSync(folder.uri("fresh.safetensors").fsPath));
  assert.equal(existsSync(folder.uri("fresh.perceptron").fsPath), false);
});

test("a file system that only VS Code can reach is read, trained on and written", async () => {
  const files = new MemoryFiles();
  const registered = vscode.workspace.registerFileSystemProvider("perceptron-test", files, { isCaseSensitive: true });
  const csv = await vscode.workspace.fs.readFile(new Folder().sample("binary.csv"));
  files.files.set("/deep/binary.csv", csv);
  files.files.set("/deep/far.perceptron", new TextEncoder().encode(JSON.stringify(binaryDocument())));
  const session = await openInBuilder(vscode.Uri.parse("perceptron-test:/deep/far.perceptron"));
  assert.equal(session.problems.length, 0);
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  assert.equal(session.run.status.state, "ended");
  assert.deepEqual([...files.files.keys()].toSorted(), ["/deep/binary.csv", "/deep/far.perceptron", "/deep/far.safetensors"]);
  files.files.delete("/deep/binary.csv");
  session.data.readAgain();
  await session.data.settled();
  const [problem] = [...session.problems];
  assert.equal(problem?.code, "file-not-read");
  registered.dispose();
});
