// Files that hold what does not fit into memory while a process works with it. They lie in a folder of their
// own under a name that nobody can guess, which only this user may enter. A killed process leaves them; the
// next one that needs such a folder removes them.

import { closeSync, constants, openSync, readSync, rmSync, writeSync } from "node:fs";
import { access, mkdir, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeAbandoned } from "./temporary.ts";
import { temporaryName } from "./temporary-name.ts";

/** What Linux calls a file system that lies in memory. */
const TMPFS = 0x01021994;
/** Where temporary files lie on a disk if /tmp is none. */
const ON_DISK = "/var/tmp";

/**
 * The folder for temporary files: the one that the environment names, else the system's, if it lies on a
 * disk.
 */
export async function scratchParent(): Promise<string> {
  const usual = tmpdir();
  if (process.env["TMPDIR"] || (await statfs(usual).catch(() => undefined))?.type !== TMPFS) return usual;
  return access(ON_DISK, constants.W_OK).then(
    () => ON_DISK,
    () => usual,
  );
}

/** Makes a folder there. @throws the file system's error */
export async function makeScratchFolder(name: string): Promise<string> {
  const parent = await scratchParent();
  await removeAbandoned(parent, name);
  const folder = join(parent, temporaryName(name, process.pid));
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

/** Bytes that its disk has left; undefined if it does not say. */
export async function roomForScratch(): Promise<number | undefined> {
  const found = await statfs(await scratchParent()).catch(() => undefined);
  return found && found.bavail * found.bsize;
}

/** Files that nobody holds any more, as those of a table that was kept for a while. */
const forgotten = new FinalizationRegistry<{ readonly file: number; readonly folder: string }>(({ file, folder }) => {
  closeSync(file);
  rmSync(folder, { recursive: true, force: true });
});

/** A file of a folder that goes with it. It is read and written in the thread that asks, which waits. */
export class ScratchFile {
  readonly path: string;
  readonly #folder: string;
  readonly #file: number;
  #length = 0;
  #isOpen = true;

  /**
   * @param isNamed whether others open it by its path; otherwise it loses its name at once, and the system
   *   frees it with this process. Windows keeps the names of open files
   * @throws the file system's error
   */
  constructor(folder: string, name: string, isNamed: boolean) {
    this.#folder = folder;
    this.path = join(folder, name);
    this.#file = openSync(this.path, "wx+", 0o600);
    forgotten.register(this, { file: this.#file, folder }, this);
    if (!isNamed && process.platform !== "win32") this.#removeFolder();
  }

  /** Adds bytes at the end. @throws the file system's error; of code `ENOSPC` if the disk is full */
  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const written = writeSync(this.#file, bytes, done, bytes.length - done, this.#length);
      done += written;
      this.#length += written;
    }
  }

  /**
   * Fills `into` from a position on. @throws the file system's error; of code `EIO` if the file ends before
   */
  read(into: Uint8Array, position: number): void {
    for (let done = 0; done < into.length;) {
      const read = readSync(this.#file, into, done, into.length - done, position + done);
      if (read === 0) throw Object.assign(new Error("The file ends too early"), { code: "EIO" });
      done += read;
    }
  }

  /** Closes the file and removes its folder. */
  remove(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    forgotten.unregister(this);
    closeSync(this.#file);
    this.#removeFolder();
  }

  #removeFolder(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
