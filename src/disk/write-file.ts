// How everything that Perceptron writes gets to a disk: under a temporary name that nobody can guess, created
// exclusively, then renamed. So no file is ever half written, and no link that lies in a folder is written
// through: a rename puts the file in the link's place.

import { link, lstat, mkdir, open, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { removeLeftovers, withTemporary } from "./temporary.ts";

/** What a file is to hold: as a whole, or in pieces, of which what they throw is thrown. */
export type Content = Uint8Array | string | AsyncIterable<Uint8Array>;

/**
 * Writes a file, in the place of an older one of the same name.
 * @throws the file system's error if that cannot be; of code `NOTAFILE` if something other than a file
 *   or a link stands there, `READONLY` if somebody has protected it from writing
 */
export async function replaceFile(path: string, content: Uint8Array | string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  // A rename would take a device's or a socket's place.
  if (found && !found.isFile() && !found.isSymbolicLink() && !found.isDirectory()) throw notAFile(path);
  // A rename would not ask.
  if (found?.isFile() && (found.mode & 0o222) === 0) throw failure("READONLY", `${basename(path)} is read-only`);
  await write(path, content, (temporary) => rename(temporary, path));
}

/**
 * Writes a file that is not there yet.
 * @throws the file system's error; of code `EEXIST` if anything stands there, be it a link to nothing
 */
export async function createFile(path: string, content: Content): Promise<void> {
  await write(path, content, async (temporary) => {
    try {
      await link(temporary, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST" || (await isThere(path))) throw existing(path);
      // Not every file system knows links.
      await rename(temporary, path);
    }
  });
}

/** Says no if a file could not be created in the folder. @throws the file system's error */
export async function checkWritable(folder: string): Promise<void> {
  await withTemporary(folder, "check", async (path) => (await open(path, "wx")).close());
}

/**
 * Writes a folder of files that is there as a whole or not at all.
 * @param nth the first, second, … name to try
 * @returns the name it has
 */
export async function createFolder(
  parent: string,
  nth: (times: number) => string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<string> {
  await removeLeftovers(parent);
  return withTemporary(parent, nth(1), async (temporary) => {
    await mkdir(temporary);
    for (const [name, bytes] of Object.entries(files)) await writeNew(join(temporary, name), bytes);
    for (let times = 1; ; times++) {
      if (await isThere(join(parent, nth(times)))) continue;
      await rename(temporary, join(parent, nth(times)));
      return nth(times);
    }
  });
}

/**
 * Makes a folder if it is not there, and says no if a link stands in its place.
 * @throws Error of code `ISLINK` if it is a link
 */
export async function makeOwnFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await checkNoLink(path);
}

/** @throws Error of code `ISLINK` if the path is a link */
export async function checkNoLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink()) throw failure("ISLINK", `${basename(path)} is a link`);
}

export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

export function notAFile(path: string): NodeJS.ErrnoException {
  return failure("NOTAFILE", `${basename(path)} is not an ordinary file`);
}

async function write(path: string, content: Content, place: (temporary: string) => Promise<void>): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  await removeLeftovers(folder, name);
  await withTemporary(folder, name, async (temporary) => {
    await writeNew(temporary, content);
    await place(temporary);
  });
}

async function writeNew(path: string, content: Content): Promise<void> {
  const file = await open(path, "wx");
  try {
    await writeFile(file, content);
  } finally {
    await file.close();
  }
}

function existing(path: string): NodeJS.ErrnoException {
  return failure("EEXIST", `${basename(path)} exists already`);
}

function failure(code: string, sentence: string): NodeJS.ErrnoException {
  return Object.assign(new Error(sentence), { code });
}
