// Files that Perceptron writes and reads beside CSVs. None is ever half written (a temporary name first, then
// a rename), and a new one never takes the place of one that exists. Of a stranger's folder only ordinary
// files are read, and none that is too large.

import * as vscode from "vscode";
import { temporaryName } from "../disk/temporary-name.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { type Disk, platform } from "./platform.ts";

/** What can be read as a table. The manifest's menus have the same. */
export const csvPattern = /\.((csv|tsv)(\.gz)?|parquet)$/i;

/** The folder a file lies in. */
export function folderOf(file: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(file, "..");
}

/** The last part of a path, as in `iris.csv`. */
export function nameOf(file: vscode.Uri): string {
  return file.path.slice(file.path.lastIndexOf("/") + 1);
}

/** A file's name without its extension. */
export function stemOf(file: vscode.Uri): string {
  return nameOf(file).replace(/(?<=.)\.[^.]*$/, "");
}

/** A CSV's name without its extension, and without `.csv` if it is packed. */
export function csvStem(csv: vscode.Uri): string {
  return nameOf(csv).replace(csvPattern, "") || stemOf(csv);
}

/** The disk that a file or folder lies on, and where; undefined if VS Code alone reaches it. */
export function onDisk({ scheme, fsPath }: vscode.Uri): { readonly disk: Disk; readonly path: string } | undefined {
  const { disk } = platform();
  return disk && scheme === "file" ? { disk, path: fsPath } : undefined;
}

/** What a file is to hold: bytes, or pieces that are written on a disk as they come. */
type Content = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Writes a file that is not there yet: `STEM.EXTENSION`, else `STEM-2.EXTENSION`, and so on.
 * @throws ProblemError if the folder cannot be written; and what the pieces throw
 */
export async function writeNewFile(folder: vscode.Uri, stem: string, extension: string, content: Content): Promise<vscode.Uri> {
  for (let count = 1; ; count++) {
    const file = vscode.Uri.joinPath(folder, `${stem}${count === 1 ? "" : `-${count}`}${extension}`);
    if (await exists(file)) continue;
    try {
      await create(file, content);
      return file;
    } catch (error) {
      // Pieces come once.
      if (!isExisting(error) || !(content instanceof Uint8Array)) throw notWritten(file, error);
    }
  }
}

/** Writes a file under this very name. @throws ProblemError if there is one, or it cannot be written */
export async function writeUnder(file: vscode.Uri, content: Content): Promise<void> {
  try {
    await create(file, content);
  } catch (error) {
    throw notWritten(file, error);
  }
}

async function create(file: vscode.Uri, content: Content): Promise<void> {
  const place = onDisk(file);
  if (place) await place.disk.create(place.path, content);
  else await write(file, content instanceof Uint8Array ? content : await joined(content), false);
}

/** VS Code itself writes files as a whole only. */
async function joined(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of content) pieces.push(new Uint8Array(piece));
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/**
 * Writes a file, in the place of an older one of the same name. On a disk it works without the window, which
 * may be gone already when a run's last weights are written.
 * @throws ProblemError if the folder cannot be written
 */
export async function replaceFile(file: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const place = onDisk(file);
  try {
    if (place) await place.disk.replace(place.path, bytes);
    else await write(file, bytes, true);
  } catch (error) {
    throw notWritten(file, error);
  }
}

async function write(file: vscode.Uri, bytes: Uint8Array, overwrite: boolean): Promise<void> {
  const temporary = vscode.Uri.joinPath(folderOf(file), temporaryName(nameOf(file)));
  try {
    await vscode.workspace.fs.writeFile(temporary, bytes);
    await vscode.workspace.fs.rename(temporary, file, { overwrite });
  } catch (error) {
    // On a full disk a part of it may be there, or nothing.
    await vscode.workspace.fs.delete(temporary).then(undefined, () => {});
    throw error;
  }
}

/** Whether an error of Node or of VS Code says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return code === "ENOENT" || code === "ENOTDIR" || code === "FileNotFound";
}

function isExisting(error: unknown): boolean {
  if (error instanceof vscode.FileSystemError) return error.code === "FileExists";
  return (error as { readonly code?: string }).code === "EEXIST";
}

/**
 * A file as a whole, undefined if there is none. On a disk it must be an ordinary one: a device would keep
 * the window waiting.
 * @throws Error if it cannot be read, or has more than `most` bytes
 */
export async function readIfThere(file: vscode.Uri, most: number): Promise<Uint8Array | undefined> {
  try {
    return await readAtMost(file, most);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * The same of a file that should be there.
 * @throws Error if it cannot be read, or has more than `most` bytes
 */
export async function readAtMost(file: vscode.Uri, most: number): Promise<Uint8Array> {
  // A link may lead out of the workspace.
  const place = onDisk(file);
  if (place) return place.disk.read(place.path, most, vscode.workspace.isTrusted ? "follow" : "refuse");
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > most) throw new Error(`${nameOf(file)} has ${size} bytes, and ${most} are the most`);
  return vscode.workspace.fs.readFile(file);
}

/** Removes a file, if it is there. On a disk it works without the window, which may be gone already. */
export async function removeFile(file: vscode.Uri): Promise<void> {
  const place = onDisk(file);
  if (place) await place.disk.remove(place.path);
  else await vscode.workspace.fs.delete(file).then(undefined, () => {});
}

/** Whether there is such a file. @throws ProblemError if nobody can say */
export async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw notWritten(file, error);
  }
}

/** The error of a file or folder that could not be written. */
export function notWritten(file: vscode.Uri, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const { code } = error as { readonly code?: string };
  const sentence =
    code === "READONLY"
      ? message("{0} is read-only and was left as it is. Allow writing to it, or choose another place.", nameOf(file))
      : code === "ISLINK"
        ? message("{0} was not written, because a link stands in its place or in its folder's. Remove the link.", nameOf(file))
        : /\b(ENOSPC|EDQUOT)\b/.test(reason)
          ? message("{0} could not be written, because the disk is full. Make room there.", nameOf(file))
          : message("{0} could not be written: {1}. Choose a folder that can be written.", nameOf(file), reason.replace(/\.$/, ""));
  return new ProblemError({ severity: "error", code: "not-written", message: sentence, path: [] });
}
