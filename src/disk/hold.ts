// A file that says which process works on something, and how far it is, so that a second one can ask before
// it does the same, or watch. It is a courtesy and no lock: a process that cannot write it works all the
// same, and a file that is out of date, or whose process is gone, holds nothing.

import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { readFile } from "./read-file.ts";
import { isAlive } from "./temporary.ts";
import { replaceFile } from "./write-file.ts";

/** Milliseconds that it holds without being taken again; a process on another machine may have died. */
const LASTS = 30_000;
const MOST_BYTES = 200_000;

/** This process among those that write such files; numbers of processes come again. */
const thisProcess = randomBytes(8).toString("hex");

export class FileHold {
  readonly #path: string;
  readonly #owner: string;

  /** @param owner who holds it, another for each process */
  constructor(path: string, owner = thisProcess) {
    this.#path = path;
    this.#owner = owner;
  }

  /**
   * What another process says that holds it; undefined if none does. Never rejects: what cannot be read holds
   * nothing.
   */
  async told(): Promise<string | undefined> {
    try {
      const bytes = await readFile(this.#path, MOST_BYTES, "refuse");
      const { owner, pid, host, at, about } = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>;
      // A clock that was set back makes a time of the future.
      if (owner === this.#owner || typeof at !== "number" || !(Math.abs(Date.now() - at) < LASTS)) return undefined;
      if (host === hostname() && !(typeof pid === "number" && isAlive(pid))) return undefined;
      return typeof about === "string" ? about : "";
    } catch {
      return undefined;
    }
  }

  /** Holds it for the next half minute. Never rejects. @param about what others are told, at most 100 kB */
  async take(about = ""): Promise<void> {
    const content = { owner: this.#owner, pid: process.pid, host: hostname(), at: Date.now(), about };
    await replaceFile(this.#path, JSON.stringify(content)).catch(() => undefined);
  }

  /** Never rejects. */
  async release(): Promise<void> {
    if ((await this.told()) === undefined) await rm(this.#path, { force: true }).catch(() => undefined);
  }
}
