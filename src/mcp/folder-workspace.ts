// A folder of the disk as tools work with it. Whoever started the server with this folder trusts it.

import { lstat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { openFile, readFile } from "../disk/read-file.ts";
import { createFile } from "../disk/write-file.ts";
import { parseDocument, readDataOnly, tooLarge } from "../model/document.ts";
import { MOST_DOCUMENT } from "../model/format.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { Inspected, SourceReference, TrainingObserver, TrainingWorker } from "../protocol/worker.ts";
import type { Machine } from "../session/runs/record-of.ts";
import type { TrainingThread } from "../session/worker-trainer.ts";
import { withOwn } from "../protocol/channel.ts";
import { notThere, type ToolDocument, type ToolWorkspace } from "../tools/workspace.ts";
import { nodePorts } from "../worker/node/ports.ts";
import { createTrainingWorker } from "../worker/training-worker.ts";
import { openDocument } from "./folder-document.ts";
import type { RootFolder } from "./root-folder.ts";

interface OpenDocument {
  readonly document: ToolDocument;
  /** How many tools work with it. */
  users: number;
}

const nobody: TrainingObserver = { started: async () => {}, progressed: async () => {}, reading: async () => {} };

export class FolderWorkspace implements ToolWorkspace {
  readonly isTrusted = true;
  readonly keepsFormulas = false;
  readonly #root: RootFolder;
  readonly #machine: Machine;
  readonly #log: (error: unknown) => void;
  readonly #worker: TrainingWorker = createTrainingWorker(nodePorts, () => nobody);
  readonly #open = new Map<string, OpenDocument>();

  constructor(root: RootFolder, machine: Machine, log: (error: unknown) => void) {
    this.#root = root;
    this.#machine = machine;
    this.#log = log;
  }

  async inspect(csvs: readonly string[]): Promise<Inspected> {
    return this.#worker.inspect(await Promise.all(csvs.map((csv) => this.source(csv))));
  }

  async source(csv: string): Promise<SourceReference> {
    return this.#sourceAt(await this.#root.locate(csv), csv);
  }

  async open(path: string): Promise<ToolDocument> {
    const place = await this.#root.locate(path);
    if (!place.endsWith(".perceptron"))
      throw new ProblemError({
        severity: "error",
        code: "no-document",
        message: message("{0} is no .perceptron document. Name one.", path),
        path: [],
      });
    const text = await documentText(place, path);
    const { experiment, json } = parseDocument(text);
    const file = (experiment ?? readDataOnly(json))?.data.file ?? [];
    // Before a session reads any of them.
    const locate = (name: string): Promise<string> => this.#root.locate(resolve(dirname(place), name), name);
    for (const name of [file].flat()) await locate(name);
    // Tools that work with a document at the same time share it, so that it has one run.
    const known = this.#open.get(place);
    if (known && known.document.session.text === text) return this.#shared(place, known);
    const source = async (name: string): Promise<SourceReference> => this.#sourceAt(await locate(name), name);
    const document = openDocument(place, text, {
      worker: this.#worker,
      startTraining,
      source,
      machine: this.#machine,
      log: this.#log,
    });
    const opened = { document, users: 0 };
    if (known === undefined) this.#open.set(place, opened);
    return this.#shared(place, opened);
  }

  async isThere(path: string): Promise<boolean> {
    const place = await this.#root.locate(path);
    return lstat(place).then(
      () => true,
      () => false,
    );
  }

  async create(path: string, content: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    // A link in the file's own place is one that is there.
    const place = join(await this.#root.locate(dirname(path)), basename(path));
    try {
      await createFile(place, content);
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const sentence = message("{0} could not be written: {1}. Choose a folder that can be written.", path, reason);
      throw new ProblemError({ severity: "error", code: "not-written", message: sentence, path: [] });
    }
  }

  #shared(place: string, opened: OpenDocument): ToolDocument {
    opened.users++;
    return {
      ...opened.document,
      close: async () => {
        opened.users--;
        if (opened.users > 0) return;
        if (this.#open.get(place) === opened) this.#open.delete(place);
        await opened.document.close();
      },
    };
  }

  /** @param name as it was asked for */
  async #sourceAt(place: string, name: string): Promise<SourceReference> {
    try {
      const { file } = await openFile(place);
      await file.close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") throw notThere(name);
      throw error;
    }
    return { name, path: place };
  }
}

async function documentText(place: string, path: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readFile(place, MOST_DOCUMENT, "refuse"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw notThere(path);
    if (code === "EFBIG") throw new ProblemError(tooLarge(MOST_DOCUMENT + 1));
    throw error;
  }
}

/** In this process: it trains in slices, and hears between two that it is to stop. */
function startTraining(observer: Pick<TrainingObserver, "started" | "progressed" | "found">): TrainingThread {
  const worker = createTrainingWorker(nodePorts, () => ({ ...nobody, ...observer }));
  return withOwn(worker, { warm: () => {}, dispose: () => void worker.stop() });
}
