// How files that a stranger may have named are read: only ordinary ones. A device, a pipe or a socket may
// never answer, and a read that waits for it keeps one of the few threads that all file access of a process
// shares. So it is asked before opening, and again of what was opened, which nothing can exchange any more.

import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, stat } from "node:fs/promises";
import { notAFile } from "./write-file.ts";

// On Windows the last two are not there, and add nothing.
const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;

export interface OpenedFile {
  readonly file: FileHandle;
  readonly stats: Stats;
}

/**
 * What a path leads to.
 * @throws the file system's error; of code `EISDIR` or `NOTAFILE` if it is not an ordinary file
 */
export async function statFile(path: string, links: "follow" | "refuse" = "follow"): Promise<Stats> {
  return checked(path, await (links === "follow" ? stat(path) : lstat(path)));
}

/** Opens an ordinary file. @throws like `statFile` */
export async function openFile(path: string, links: "follow" | "refuse" = "follow"): Promise<OpenedFile> {
  await statFile(path, links);
  // What is no file any more must not keep the thread either.
  const file = await open(path, O_RDONLY | O_NONBLOCK | (links === "refuse" ? O_NOFOLLOW : 0));
  try {
    return { file, stats: checked(path, await file.stat()) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * An ordinary file as a whole.
 * @param most bytes that it may have
 * @throws like `statFile`; of code `EFBIG` if it is larger
 */
export async function readFile(path: string, most: number, links: "follow" | "refuse" = "follow"): Promise<Uint8Array> {
  const { file, stats } = await openFile(path, links);
  try {
    if (stats.size > most) throw tooLarge(stats.size, most);
    const bytes = new Uint8Array(stats.size + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) return bytes.subarray(0, length);
      length += bytesRead;
    }
    // It says that it is shorter, as files of /proc do, or grows.
    throw Object.assign(new Error("It changes while it is read"), { code: "EAGAIN" });
  } finally {
    await file.close();
  }
}

function checked(path: string, stats: Stats): Stats {
  if (stats.isFile()) return stats;
  if (stats.isDirectory()) throw Object.assign(new Error("It is a folder"), { code: "EISDIR" });
  throw notAFile(path);
}

function tooLarge(size: number, most: number): NodeJS.ErrnoException {
  return Object.assign(new Error(`It has ${size} bytes, and ${most} are the most`), { code: "EFBIG" });
}
