// Files the command line reads and writes. A new file never takes the place of one that exists, and a weight file is whole or not there:
// it is written under another name first.

import { existsSync, lstatSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { readSafetensors } from "../code/safetensors.ts";
import type { Source } from "../data/types.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { readSource, readSources as openSources } from "../worker/read-sources.ts";
import { failure } from "./failure.ts";

/** A file's bytes. @throws ProblemError where there is none, or a folder */
export function readInput(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message: reason } = error as NodeJS.ErrnoException;
    throw failure(notRead(path, code, reason));
  }
}

/** A CSV, to be read in pieces. @throws ProblemError where there is none, or a folder */
export async function openInput(path: string): Promise<Source> {
  if (!existsSync(path)) throw failure(notRead(path, "ENOENT", ""));
  if (statSync(path).isDirectory()) throw failure(notRead(path, "EISDIR", ""));
  return readSource({ name: path, path });
}

function notRead(path: string, code: string | undefined, reason: string) {
  if (code === "ENOENT" || code === "ENOTDIR") return message("There is no file {0}. Correct the path.", path);
  if (code === "EISDIR") return message("{0} is a folder, not a file. Give the path of a file inside it.", path);
  return message("{0} could not be read: {1}. Correct that, or choose another file.", path, reason);
}

/** The path of a document's CSV. */
export function csvPath(document: string, name: string): string {
  const folder = dirname(document);
  return resolve(name) === name ? name : join(folder, name);
}

/**
 * A document's CSVs, under the names it gives them.
 * @throws ProblemError at `data.file` where one cannot be read
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

/** The first of NAME.ext, NAME-2.ext, NAME-3.ext … in a folder that does not exist. */
export function freePath(folder: string, stem: string, extension: string): string {
  for (let count = 1; ; count++) {
    const path = join(folder, `${stem}${count === 1 ? "" : `-${count}`}${extension}`);
    if (!existsSync(path)) return path;
  }
}

/** Writes a file that is not there yet, or is empty. @throws ProblemError where it holds something, or its folder cannot be written */
export function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: isEmptyFile(path) ? "w" : "wx" });
  } catch (error) {
    throw notWritten(path, error as NodeJS.ErrnoException);
  }
}

/** Writes a report, in the place of an older one. @throws ProblemError where the folder cannot be written */
export function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw notWritten(path, error as NodeJS.ErrnoException);
  }
}

/**
 * Says no before any work is done where weights could not be written, or would take the place of something else.
 * @throws ProblemError
 */
export function checkWeightsPath(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw failure(message("There is no folder {0}. Make it, or choose another place for the weights.", folder));
  if (!existsSync(path) || isEmptyFile(path)) return;
  if (!lstatSync(path).isFile()) throw failure(message("{0} is not an ordinary file. Choose another name for the weights.", path));
  try {
    readSafetensors(readFileSync(path), path);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw notWritten(path, error as NodeJS.ErrnoException);
    throw failure(message("{0} exists and holds no weights. Choose another name, so that nothing is lost.", path));
  }
}

/** Writes a weight file, in the place of an older one. @throws ProblemError where the folder cannot be written */
export function writeWeights(path: string, bytes: Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, bytes);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw notWritten(path, error as NodeJS.ErrnoException);
  }
}

/** An empty file, as `mktemp` leaves one, has nothing to lose. */
function isEmptyFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.isFile() && found.size === 0;
}

/** The error of a file that could not be written. */
export function notWritten(path: string, { code, message: reason }: NodeJS.ErrnoException): ProblemError {
  if (code === "EEXIST") return failure(message("{0} already exists. Choose another name with --out, or remove it.", path));
  if (code === "EISDIR") return failure(message("{0} is a folder, not a file. Give the path of a file inside it.", path));
  if (code === "ENOENT") return failure(message("There is no folder {0}. Make it, or choose another place.", dirname(path)));
  if (code === "ENOSPC" || code === "EDQUOT")
    return failure(message("{0} could not be written, because the disk is full. Make room there.", path));
  return failure(message("{0} could not be written: {1}. Choose a folder that can be written.", path, reason));
}
