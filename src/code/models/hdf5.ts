// HDF5, the format of Keras' weights, read by jsfive. What a data set claims of its size is compared with the
// file before its numbers are read, and whatever the library throws means that the file is damaged.

import { Dataset, File, Group } from "jsfive";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { notRead } from "./failure.ts";
import type { Numbers } from "./network.ts";

export class Hdf5 {
  readonly #root: Group;
  readonly #size: number;
  readonly #file: string;

  /** @throws ProblemError if the bytes are no HDF5 */
  constructor(bytes: Uint8Array, file: string) {
    this.#file = file;
    this.#size = bytes.length;
    this.#root = this.#safely(() => new File(new Uint8Array(bytes).buffer, file));
  }

  /** A text attribute of the file itself. */
  text(name: string): string | undefined {
    const value = this.#safely(() => this.#root.attrs[name]);
    return typeof value === "string" ? value : undefined;
  }

  /** What is in a group, in no order; nothing if there is no such group. */
  keys(path: readonly string[]): readonly string[] {
    const found = this.#find(path);
    return found instanceof Group ? this.#safely(() => found.keys) : [];
  }

  /** A data set of numbers, as float32; undefined if there is none. @throws ProblemError if it is damaged */
  numbers(path: readonly string[]): Numbers | undefined {
    const found = this.#find(path);
    if (!(found instanceof Dataset)) return undefined;
    return this.#safely(() => {
      const shape = found.shape ?? [];
      const count = shape.reduce((product, side) => product * side, 1);
      if (!/^[<>|]?f[248]$/.test(String(found.dtype)) || !(count <= this.#size)) throw new RangeError();
      const { value } = found;
      if (!Array.isArray(value) || value.length !== count) throw new RangeError();
      return { shape, data: Float32Array.from(value as readonly number[]) };
    });
  }

  #find(path: readonly string[]): Group | Dataset | undefined {
    return this.#safely(() =>
      path.reduce<Group | Dataset | undefined>(
        (group, name) => (group instanceof Group && group.keys.includes(name) ? group.get(name) : undefined),
        this.#root,
      ),
    );
  }

  #safely<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      throw notRead(this.#file, message("{0} is damaged, or only a part of it is here. Get it once more.", this.#file));
    }
  }
}
