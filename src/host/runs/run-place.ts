// Where the runs of one document are kept. A run is a folder of a few files that is there as a whole or not at all.

import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Milliseconds after which nobody writes a run any more. */
const STALE = 3_600_000;

/** A run's files, by name. */
export type RunFiles = Readonly<Record<string, Uint8Array>>;

export interface RunPlace {
  /** The names of all runs, in no order. */
  list(): Promise<string[]>;
  /** @throws Error where there is no such file */
  read(run: string, file: string): Promise<Uint8Array>;
  /** Writes a new run under the name, or one like it where there is such a run already, and gives its name. */
  add(run: string, files: RunFiles): Promise<string>;
  /** Puts another file in the place of one of a run. */
  replace(run: string, file: string, bytes: Uint8Array): Promise<void>;
  /** Removes a run for good; one that is not there is none. */
  remove(run: string): Promise<void>;
}

/** A folder on a disk. It works without the window, which may be gone already when a run's end is written. */
export class DiskPlace implements RunPlace {
  readonly #folder: string;

  /** @param folder it need not be there yet */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<string[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch(noneWhereMissing);
    return entries.filter((entry) => entry.isDirectory() && !isTemporary(entry.name)).map(({ name }) => name);
  }

  read(run: string, file: string): Promise<Uint8Array> {
    return readFile(join(this.#folder, run, file));
  }

  async add(run: string, files: RunFiles): Promise<string> {
    const temporary = join(this.#folder, temporaryName(run));
    await mkdir(temporary, { recursive: true });
    await this.#tidyUp();
    try {
      for (const [name, bytes] of Object.entries(files)) await writeFile(join(temporary, name), bytes);
      for (let times = 1; ; times++) {
        const name = nth(run, times);
        if (await isThere(join(this.#folder, name))) continue;
        await rename(temporary, join(this.#folder, name));
        return name;
      }
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  }

  /** Removes what a window that was killed while it wrote has left; another window may be writing now. */
  async #tidyUp(): Promise<void> {
    for (const name of (await readdir(this.#folder)).filter(isTemporary)) {
      const path = join(this.#folder, name);
      // One that another window has just renamed is gone.
      const writtenAt = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      );
      if (Date.now() - writtenAt > STALE) await rm(path, { recursive: true, force: true });
    }
  }

  async replace(run: string, file: string, bytes: Uint8Array): Promise<void> {
    const temporary = join(this.#folder, run, temporaryName(file));
    try {
      await writeFile(temporary, bytes);
      await rename(temporary, join(this.#folder, run, file));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  remove(run: string): Promise<void> {
    return rm(join(this.#folder, run), { recursive: true, force: true });
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

/** A name that no run has. */
export function temporaryName(name: string): string {
  return `.${name}.tmp`;
}

export function isTemporary(name: string): boolean {
  return name.startsWith(".") && name.endsWith(".tmp");
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function noneWhereMissing(error: unknown): [] {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
  throw error;
}
