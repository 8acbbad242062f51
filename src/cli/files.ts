// Files the command line reads and writes. A new file never takes the place of one that exists, and every
// file is whole or not there.

import { constants, existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { basename, dirname, extname, isAbsolute, join, relative, sep } from "node:path";
import { readSafetensors } from "../code/formats/safetensors.ts";
import { bytesSource } from "../data/sources.ts";
import type { Source } from "../data/types.ts";
import { notAFile, checkWritable, type Content, createFile, replaceFile } from "../disk/write-file.ts";
import { tooLarge } from "../model/document.ts";
import { MOST_DOCUMENT } from "../model/format.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { readSource, readSources as openSources } from "../worker/node/read-sources.ts";
import { failure } from "./failure.ts";

/**
 * A file's bytes, or a pipe's, which the shell makes of `<(command)`.
 * @throws ProblemError if it is missing, a folder or a device
 */
export function readInput(path: string): Uint8Array {
  try {
    const found = statSync(path);
    if (!found.isFile() && !found.isFIFO() && !found.isDirectory()) throw notAFile(path);
    return readFileSync(path);
  } catch (error) {
    const { code, message: reason } = error as NodeJS.ErrnoException;
    throw failure(notRead(path, code, reason));
  }
}

/** A document's text. @throws ProblemError if it is missing or too large for a document */
export function readDocument(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() && found.size > MOST_DOCUMENT) throw new ProblemError(tooLarge(found.size));
  return new TextDecoder().decode(readInput(path));
}

/**
 * A CSV, to be read in pieces; a pipe, which gives its bytes once, is held as a whole.
 * @throws ProblemError if there is none, or a folder or a device
 */
export async function openInput(path: string): Promise<Source> {
  if (!existsSync(path)) throw failure(notRead(path, "ENOENT", ""));
  const found = statSync(path);
  if (found.isDirectory()) throw failure(notRead(path, "EISDIR", ""));
  if (found.isFIFO()) return bytesSource(path, readInput(path));
  return readSource({ name: path, path });
}

function notRead(path: string, code: string | undefined, reason: string) {
  if (code === "ENOENT" || code === "ENOTDIR") return message("There is no file {0}. Correct the path.", path);
  if (code === "EISDIR") return message("{0} is a folder, not a file. Give the path of a file inside it.", path);
  if (code === "NOTAFILE") return message("{0} is not an ordinary file, so it is not read. Choose another file.", path);
  return message("{0} could not be read: {1}. Correct that, or choose another file.", path, reason);
}

/** The path of a document's CSV. */
export function csvPath(document: string, name: string): string {
  const folder = dirname(document);
  return isAbsolute(name) ? name : join(folder, name);
}

/**
 * A document's CSVs, under the names it gives them.
 * @throws ProblemError at `data.file` if one cannot be read
 */
export function readSources(document: string, file: string | readonly string[]): Promise<Source[]> {
  return openSources(
    file,
    [file].flat().map((name) => ({ name, path: csvPath(document, name) })),
  );
}

/** A file's name without its folder and extension. */
export function stemOf(path: string): string {
  return basename(path, extname(path));
}

/** The path from a folder to a file, with forward slashes, as documents and scripts write it. */
export function pathFrom(folder: string, file: string): string {
  return relative(folder, file).split(sep).join("/");
}

/**
 * The first of NAME.ext, NAME-2.ext, NAME-3.ext … in a folder that does not exist, not even as a link to
 * nothing.
 */
export function freePath(folder: string, stem: string, extension: string): string {
  for (let count = 1; ; count++) {
    const path = join(folder, `${stem}${count === 1 ? "" : `-${count}`}${extension}`);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return path;
  }
}

/**
 * Writes a file that is not there yet, or is empty.
 * @throws ProblemError if it holds something, or its folder cannot be written; and what the pieces throw
 */
export async function writeNew(path: string, content: Content): Promise<void> {
  try {
    if (isEmptyFile(path)) await fill(path, content);
    else await createFile(path, content);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw notWritten(path, error as NodeJS.ErrnoException);
  }
}

/** Writes into an empty file, which keeps its owner and its rights. */
async function fill(path: string, content: Content): Promise<void> {
  // What has become a link meanwhile is not written through. On Windows there is no such flag, and it adds
  // nothing.
  const file = await open(path, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    await writeFile(file, content);
  } catch (error) {
    await file.truncate();
    throw error;
  } finally {
    await file.close();
  }
}

/** Writes a report, in the place of an older one. @throws ProblemError if the folder cannot be written */
export async function writeText(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text);
  } catch (error) {
    throw notWritten(path, error as NodeJS.ErrnoException);
  }
}

/** Says no before any work is done if a new file could not be written. @throws ProblemError */
export async function checkNewPath(path: string): Promise<void> {
  if (isEmptyFile(path)) return;
  if (lstatSync(path, { throwIfNoEntry: false })) throw notWritten(path, { code: "EEXIST" } as NodeJS.ErrnoException);
  await checkFolder(path);
}

/**
 * Says no before any work is done if weights could not be written, or would take the place of something
 * else.
 * @throws ProblemError
 */
export async function checkWeightsPath(path: string): Promise<void> {
  const folder = dirname(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw failure(message("There is no folder {0}. Make it, or choose another place for the weights.", folder));
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw failure(message("{0} is not an ordinary file. Choose another name for the weights.", path));
  if (found && found.size > 0) checkWeights(path);
  await checkFolder(path);
}

function checkWeights(path: string): void {
  try {
    readSafetensors(readFileSync(path), path);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw notWritten(path, error as NodeJS.ErrnoException);
    throw failure(message("{0} exists and holds no weights. Choose another name, so that nothing is lost.", path));
  }
}

/** Checks that a file can be created beside this one. @throws ProblemError if not */
export async function checkFolder(path: string): Promise<void> {
  try {
    await checkWritable(dirname(path));
  } catch (error) {
    throw notWritten(path, error as NodeJS.ErrnoException);
  }
}

/**
 * Writes a weight file, in the place of an older one.
 * @throws ProblemError if the folder cannot be written
 */
export async function writeWeights(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await replaceFile(path, bytes);
  } catch (error) {
    throw notWritten(path, error as NodeJS.ErrnoException);
  }
}

/** An empty file, as `mktemp` leaves one, has nothing to lose. */
function isEmptyFile(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.isFile() && found.size === 0;
}

/** The error of a file that could not be written. */
export function notWritten(path: string, { code, message: reason }: NodeJS.ErrnoException): ProblemError {
  if (code === "EEXIST") return failure(message("{0} already exists. Choose another name with --out, or remove it.", path));
  if (code === "EISDIR") return failure(message("{0} is a folder, not a file. Give the path of a file inside it.", path));
  if (code === "NOTAFILE") return failure(message("{0} is not an ordinary file, so it is not written. Choose another name.", path));
  if (code === "ENOENT" && !existsSync(dirname(path)))
    return failure(message("There is no folder {0}. Make it, or choose another place.", dirname(path)));
  if (code === "ENOSPC" || code === "EDQUOT")
    return failure(message("{0} could not be written, because the disk is full. Make room there.", path));
  return failure(message("{0} could not be written: {1}. Choose a folder that can be written.", path, reason));
}
