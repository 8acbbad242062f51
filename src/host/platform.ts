// What the extension needs of the machine it runs on. `host/node` is a computer or a server, `host/web` a
// browser, which has no disk and starts no processes. The composition root says which one it is.

import type { Port } from "../protocol/channel.ts";
import type { RunHold } from "../session/ports.ts";
import type { RunStorage } from "../session/runs/run-storage.ts";

/** A worker that was started. */
export interface Thread extends Port {
  /** Tells once, as soon as it has ended: why. */
  onEnd(listener: (reason: string) => void): void;
  /** Ends it at once, whatever it does. */
  terminate(): void;
}

/**
 * Files on a disk, by their paths. It works without the window, which may be gone already when the last
 * weights of a run are written.
 */
export interface Disk {
  /**
   * An ordinary file as a whole.
   * @param most bytes that it may have
   * @throws the file system's error, also if it is larger or not an ordinary file
   */
  read(path: string, most: number, links: "follow" | "refuse"): Promise<Uint8Array>;
  /** Writes a file that is not there yet. @throws the file system's error, `EEXIST` if it is there */
  create(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Writes a file, in the place of an older one. @throws the file system's error */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  /** Removes a file, if it is there. */
  remove(path: string): Promise<void>;
  /** Where a path leads, links followed. @throws the file system's error if there is nothing */
  realPath(path: string): Promise<string>;
  /** @throws Error of code `ISLINK` if the path is a link */
  checkNoLink(path: string): Promise<void>;
  /** Makes a folder if it is not there. @throws Error of code `ISLINK` if a link stands in its place */
  makeOwnFolder(path: string): Promise<void>;
  /** What tells others that this process works on something, in a file. */
  hold(path: string): RunHold;
  /** Kept runs in a folder, which need not be there yet. */
  runs(folder: string): RunStorage;
}

export interface Platform {
  /** Trainings that can go on at the same time. */
  readonly cores: number;
  /** What a kept run says of where it was trained, as in `linux x64`. */
  readonly name: string;
  /** Whether programs can be started, as Python. */
  readonly hasProcesses: boolean;
  /** Absent if VS Code alone reaches files. */
  readonly disk?: Disk;
  /** What tells other windows that this one works on a document, by its address, if no disk can. */
  readonly hold?: (document: string) => RunHold;
  /** Starts the worker that reads, trains and evaluates. */
  startThread(): Thread;
}

let chosen: Platform | undefined;

/** Says what the extension runs on, before anything else is done. */
export function runOn(platform: Platform): void {
  chosen = platform;
}

export function platform(): Platform {
  if (chosen === undefined) throw new Error("Nobody has said what the extension runs on.");
  return chosen;
}
