// The folder that tools work in. Paths are followed to where they really lead, so that neither `..` nor a
// link leaves it.

import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { outside } from "../tools/workspace.ts";

export class RootFolder {
  readonly #root: Promise<string>;
  readonly #given: string;

  constructor(path: string) {
    this.#given = resolve(path);
    this.#root = realpath(path);
    // Whoever asks for a path is told.
    this.#root.catch(() => undefined);
  }

  /**
   * Where a path really leads; of one that is not there, where it would be.
   * @param name what it is called if it is refused
   * @throws ProblemError if that is outside of the folder
   */
  async locate(path: string, name = path): Promise<string> {
    const [root, place] = [await this.#root, await real(resolve(this.#given, path))];
    const way = relative(root, place);
    if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) throw outside(name);
    return place;
  }
}

async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(await real(folder), basename(path));
  }
}
