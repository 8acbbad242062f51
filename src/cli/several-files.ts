// Files that belong together: all of them are written, or none.

import { lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ExportedFile } from "../code/exporter.ts";
import { notWritten, writeNew } from "./files.ts";

/** Whether the first file is free, and each of the others is free or has the same content already. */
export function areFree(first: string, files: readonly ExportedFile[]): boolean {
  return placed(first, files).every(({ path, content }, index) => isFree(path) || (index > 0 && holds(path, content)));
}

/**
 * Writes all files, or none if one of them would take the place of another. One that is there with the same
 * content stays as it is.
 */
export async function writeAll(first: string, files: readonly ExportedFile[]): Promise<readonly string[]> {
  const missing = placed(first, files).filter(({ path, content }, index) => index === 0 || !holds(path, content));
  for (const { path } of missing.slice(1)) if (!isFree(path)) throw notWritten(path, { code: "EEXIST" } as NodeJS.ErrnoException);
  for (const { path, content } of missing) await writeNew(path, content);
  return missing.map(({ path }) => path);
}

/** The files at their paths; the first is called as its path says. */
function placed(first: string, files: readonly ExportedFile[]): { readonly path: string; readonly content: ExportedFile["content"] }[] {
  return files.map(({ name, content }, index) => ({ path: index === 0 ? first : join(dirname(first), name), content }));
}

export function isFree(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined;
}

export function holds(path: string, content: string | Uint8Array): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true && readFileSync(path).equals(Buffer.from(content));
}
