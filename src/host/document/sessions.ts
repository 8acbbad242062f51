// A session for every open `.perceptron` document, also if it is open as text only, from its opening to
// its closing.

import * as vscode from "vscode";
import type { ReadingProgress, Tables } from "../../protocol/worker.ts";
import { log } from "../log.ts";
import type { RunLibrary } from "../runs/run-library.ts";
import type * as own from "./session.ts";
import type { DocumentSession } from "./session.ts";
import type { WorkerFactory } from "../worker-client.ts";

export class DocumentSessions {
  readonly #worker: Tables;
  readonly #startWorker: WorkerFactory;
  readonly #library: RunLibrary;
  readonly #sessions = new Map<string, DocumentSession>();
  readonly #ending = new Set<Promise<void>>();
  readonly #opened = new vscode.EventEmitter<DocumentSession>();
  readonly #ended = new vscode.EventEmitter<DocumentSession>();
  readonly #listeners: vscode.Disposable[];

  readonly onDidOpen = this.#opened.event;
  /** A document was closed; its run may still be ending. */
  readonly onDidEnd = this.#ended.event;

  /** @param worker the one that reads data; each run starts its own */
  constructor(worker: Tables, startWorker: WorkerFactory, library: RunLibrary) {
    this.#worker = worker;
    this.#startWorker = startWorker;
    this.#library = library;
    this.#listeners = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#open(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.get(document.uri)?.read();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)),
    ];
    for (const document of vscode.workspace.textDocuments) this.#open(document);
  }

  get all(): DocumentSession[] {
    return [...this.#sessions.values()];
  }

  get(uri: vscode.Uri): DocumentSession | undefined {
    return this.#sessions.get(uri.toString());
  }

  /** The session of a document, which a builder shows whatever its name or scheme. */
  of(document: vscode.TextDocument): DocumentSession {
    const known = this.get(document.uri);
    if (known?.document === document) return known;
    if (known) this.#end(known);
    // Most of the extension is behind a session, so it is run with the first one; at once, as nobody waits.
    const { DocumentSession: Session } = require("./session.ts") as typeof own;
    const session = new Session(document, this.#worker, this.#startWorker, this.#library);
    this.#sessions.set(document.uri.toString(), session);
    this.#opened.fire(session);
    return session;
  }

  /** Hands on how far a document's CSVs are read. */
  follow(progress: ReadingProgress): void {
    this.#sessions.get(progress.document)?.data.follow(progress);
  }

  /** Ends every session, weights first. */
  async endAll(): Promise<void> {
    for (const listener of this.#listeners) listener.dispose();
    for (const session of this.all) this.#end(session);
    await Promise.all(this.#ending);
    this.#opened.dispose();
    this.#ended.dispose();
  }

  #open(document: vscode.TextDocument): void {
    // The other side of a diff, as git's, is a copy that nobody can mend.
    const isOwn = document.isUntitled || vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) !== false;
    if (isOwn && document.uri.path.endsWith(".perceptron")) this.of(document);
  }

  #close(document: vscode.TextDocument): void {
    const session = this.get(document.uri);
    // A document whose language changes is closed and opened again at once, as the same.
    setTimeout(() => {
      if (session && document.isClosed) this.#end(session);
    });
  }

  #end(session: DocumentSession): void {
    const key = session.document.uri.toString();
    if (this.#sessions.get(key) === session) this.#sessions.delete(key);
    this.#ended.fire(session);
    const ended = session
      .end()
      .catch((error: unknown) => log.error(String(error)))
      .finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }
}
