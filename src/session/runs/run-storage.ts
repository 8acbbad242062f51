// Where the runs of one document are kept. A run is a folder of a few files that is there as a whole or not
// at all.

/** The file of a run that has its weights. */
export const WEIGHTS = "weights.safetensors";

/** A run's files, by name. */
export type RunFiles = Readonly<Record<string, Uint8Array>>;

export interface RunStorage {
  /** The names of all runs, in no order. */
  list(): Promise<string[]>;
  /** @throws Error if there is no such file, or one of more than `most` bytes */
  read(run: string, file: string, most: number): Promise<Uint8Array>;
  /**
   * Writes a new run under the name, or one like it if there is such a run already, and gives its name.
   */
  add(run: string, files: RunFiles): Promise<string>;
  /** Puts another file in the place of one of a run. */
  replace(run: string, file: string, bytes: Uint8Array): Promise<void>;
  /** Removes a run for good; one that is not there is none. */
  remove(run: string): Promise<void>;
}

/** Nothing but memory, for a document that was never saved: it owns no name that a folder could have. */
export class MemoryStorage implements RunStorage {
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
