// The folder of a document's runs on a disk.

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readFile } from "../../disk/read-file.ts";
import { isTemporary } from "../../disk/temporary-name.ts";
import { checkNoLink, createFolder, makeOwnFolder, replaceFile } from "../../disk/write-file.ts";
import { nth, type RunFiles, type RunStorage } from "../../session/runs/run-storage.ts";

/**
 * A folder on a disk. It works without the window, which may be gone already when a run's end is written.
 * If a link stands in the place of the folder, of a run or of one of its files, somebody else has put it
 * there: it is neither read nor written through.
 */
export class DiskStorage implements RunStorage {
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

function noneWhereMissing(error: unknown): [] {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
  throw error;
}
