// Where the runs of one document are kept. A run is a folder of a few files that is there as a whole or not at all.

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readFile } from "../../disk/read-file.ts";
import { isTemporary } from "../../disk/temporary.ts";
import { checkNoLink, createFolder, makeOwnFolder, replaceFile } from "../../disk/write-file.ts";

/** A run's files, by name. */
export type RunFiles = Readonly<Record<string, Uint8Array>>;

export interface RunPlace {
  /** The names of all runs, in no order. */
  list(): Promise<string[]>;
  /** @throws Error where there is no such file, or one of more than `most` bytes */
  read(run: string, file: string, most: number): Promise<Uint8Array>;
  /** Writes a new run under the name, or one like it where there is such a run already, and gives its name. */
  add(run: string, files: RunFiles): Promise<string>;
  /** Puts another file in the place of one of a run. */
  replace(run: string, file: string, bytes: Uint8Array): Promise<void>;
  /** Removes a run for good; one that is not there is none. */
  remove(run: string): Promise<void>;
}

/**
 * A folder on a disk. It works without the window, which may be gone already when a run's end is written. Where a link stands in the place of the folder, of a
 * run or of one of its files, somebody else has put it there: it is neither read nor written through.
 */
export class DiskPlace implements RunPlace {
  readonly #folder: string;

  /** @param folder it need not be there yet */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<string[]> {
    await checkNoLink(this.#folder);
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch(noneWhereMissing);
    return entries.filter((entry) => entry.isDirectory() && !isTemporary(entry.name)).map(({ name }) => name);
  }

  async read(run: string, file: string, most: number): Promise<Uint8Array> {
    await this.#check(run);
    return readFile(join(this.#folder, run, file), most, "refuse");
  }

  async add(run: string, files: RunFiles): Promise<string> {
    await makeOwnFolder(this.#folder);
    return createFolder(this.#folder, (times) => nth(run, times), files);
  }

  async replace(run: string, file: string, bytes: Uint8Array): Promise<void> {
    await this.#check(run);
    await checkNoLink(join(this.#folder, run, file));
    await replaceFile(join(this.#folder, run, file), bytes);
  }

  /** Removes a folder, or a link in its place; never what a link leads to. */
  async remove(run: string): Promise<void> {
    await checkNoLink(this.#folder);
    await rm(join(this.#folder, run), { recursive: true, force: true });
  }

  async #check(run: string): Promise<void> {
    await checkNoLink(this.#folder);
    await checkNoLink(join(this.#folder, run));
  }
}

/** Nothing but memory, for a document that was never saved: it owns no name that a folder could have. */
export class MemoryPlace implements RunPlace {
  readonly #runs = new Map<string, Record<string, Uint8Array>>();

  async list(): Promise<string[]> {
    return [...this.#runs.keys()];
  }

  async read(run: string, file: string): Promise<Uint8Array> {
    const bytes = this.#runs.get(run)?.[file];
    if (bytes === undefined) throw new Error(`There is no ${file} of run ${run}.`);
    return bytes;
  }

  async add(run: string, files: RunFiles): Promise<string> {
    let times = 1;
    while (this.#runs.has(nth(run, times))) times++;
    this.#runs.set(nth(run, times), { ...files });
    return nth(run, times);
  }

  async replace(run: string, file: string, bytes: Uint8Array): Promise<void> {
    const files = this.#runs.get(run);
    if (files) files[file] = bytes;
  }

  async remove(run: string): Promise<void> {
    this.#runs.delete(run);
  }
}

/** `RUN`, then `RUN-2`, `RUN-3`, … */
export function nth(run: string, times: number): string {
  return times === 1 ? run : `${run}-${times}`;
}

function noneWhereMissing(error: unknown): [] {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
  throw error;
}
