// Documents that are no file on the disk: never saved, or from a file system that only VS Code can reach.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { factsOf } from "../harness/run-facts.ts";
import { api, binaryDocument, Folder, listen, openInBuilder, test, until } from "./workbench.ts";

/** The smallest file system that VS Code accepts: files by path; a folder is what files have in common. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  watch = () => new vscode.Disposable(() => {});
  readDirectory = ({ path }: vscode.Uri) => {
    const names = new Set(this.#below(path).map((file) => file.slice(path.length + 1).split("/")[0]!));
    if (names.size === 0) throw vscode.FileSystemError.FileNotFound(path);
    return [...names].map((name): [string, vscode.FileType] => [name, this.#typeOf(`${path}/${name}`)]);
  };
  createDirectory = () => {};
  stat = ({ path }: vscode.Uri) => {
    const type = this.#typeOf(path);
    return { type, ctime: 0, mtime: 0, size: type === vscode.FileType.Directory ? 0 : this.#at(path).length };
  };
  readFile = ({ path }: vscode.Uri) => this.#at(path);
  writeFile = ({ path }: vscode.Uri, bytes: Uint8Array) => void this.files.set(path, bytes);
  delete = ({ path }: vscode.Uri) => {
    for (const file of [path, ...this.#below(path)]) this.files.delete(file);
  };
  rename = (from: vscode.Uri, to: vscode.Uri) => {
    const isFolder = this.#typeOf(from.path) === vscode.FileType.Directory;
    for (const file of isFolder ? this.#below(from.path) : [from.path]) {
      this.files.set(to.path + file.slice(from.path.length), this.#at(file));
      this.files.delete(file);
    }
  };

  #below(path: string): string[] {
    return [...this.files.keys()].filter((file) => file.startsWith(`${path}/`));
  }

  #typeOf(path: string): vscode.FileType {
    return this.#below(path).length > 0 ? vscode.FileType.Directory : vscode.FileType.File;
  }

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
  assert.equal(factsOf(session.run).weights, "fresh.safetensors");
  assert.ok(existsSync(folder.uri("fresh.safetensors").fsPath));
  assert.equal(existsSync(folder.uri("fresh.perceptron").fsPath), false);
});

test("a document that was never saved and is closed while it trains leaves no runs in the list", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const uri = folder.uri("brief.perceptron").with({ scheme: "untitled" });
  await vscode.workspace.openTextDocument(uri);
  const changes = new vscode.WorkspaceEdit();
  changes.insert(uri, new vscode.Position(0, 0), JSON.stringify(binaryDocument({ training: { epochs: 10_000_000 } })));
  await vscode.workspace.applyEdit(changes);
  const session = await openInBuilder(uri);
  await vscode.commands.executeCommand("perceptron.train", uri);
  await until("epochs are finished", () => factsOf(session.run).epoch > 0);
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await until("the run is over", () => !session.run.isActive);
  const { runs } = await api();
  assert.equal(
    runs.all.some(({ document }) => document.toString() === uri.toString()),
    false,
  );
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
  const { runs } = await api();
  const store = runs.of(session.document.uri);
  const [kept] = store.entries.map(({ id }) => id);
  const inRun = ["curve.csv", "document.json", "moments.safetensors", "run.json", "weights.safetensors"].map(
    (name) => `/deep/far.runs/${kept}/${name}`,
  );
  const others = ["/deep/binary.csv", "/deep/far.perceptron", ...inRun, "/deep/far.safetensors"];
  assert.deepEqual([...files.files.keys()].toSorted(), others);
  await store.mark(kept!, { name: "far away" });
  await store.refresh();
  assert.equal(store.find(kept!)?.record.name, "far away");
  await store.remove([kept!]);
  assert.deepEqual(
    [...files.files.keys()].filter((path) => path.includes(".runs")),
    [],
  );
  files.files.delete("/deep/binary.csv");
  session.data.readAgain();
  await session.data.settled();
  const [problem] = [...session.problems];
  assert.equal(problem?.code, "file-not-read");
  registered.dispose();
});

test("a file system that only VS Code can reach and nobody may write trains, and says what was not saved", async () => {
  const files = new MemoryFiles();
  const registered = vscode.workspace.registerFileSystemProvider("perceptron-read", files, { isCaseSensitive: true, isReadonly: true });
  files.files.set("/far/binary.csv", await vscode.workspace.fs.readFile(new Folder().sample("binary.csv")));
  files.files.set("/far/net.perceptron", new TextEncoder().encode(JSON.stringify(binaryDocument())));
  const said = listen();
  const session = await openInBuilder(vscode.Uri.parse("perceptron-read:/far/net.perceptron"));
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  assert.equal(session.run.status.state, "ended");
  await until("the person is told of the weights", () =>
    said.some((sentence) => sentence.startsWith("net.safetensors could not be written")),
  );
  assert.deepEqual([...files.files.keys()].toSorted(), ["/far/binary.csv", "/far/net.perceptron"]);
  registered.dispose();
});
