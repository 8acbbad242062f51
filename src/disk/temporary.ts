// Names of files and folders that are being written. Nobody can guess one, so nobody can lay a link there
// beforehand; and it says which process writes, so that what a killed one has left is removed by the next.

import { randomBytes } from "node:crypto";
import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Letters of a name that its temporary name keeps: file systems take 255 bytes. */
const KEPT = 50;
/** Milliseconds after which nobody writes any more, whatever process bears the number. */
const STALE = 3_600_000;

const pattern = /^\.(.*)\.(\d+)-[0-9a-f]{16}\.tmp$/s;

/** What this process is writing at the moment. */
const own = new Set<string>();

/**
 * Another name each time, in the folder where the file itself is to stand: a rename works within one file
 * system only.
 */
export function temporaryName(name: string): string {
  return `.${name.slice(0, KEPT)}.${process.pid}-${randomBytes(8).toString("hex")}.tmp`;
}

export function isTemporary(name: string): boolean {
  return name.startsWith(".") && name.endsWith(".tmp");
}

/** Does something with a temporary path; whatever becomes of it, nothing is left there. */
export async function withTemporary<T>(folder: string, name: string, act: (path: string) => Promise<T>): Promise<T> {
  const path = join(folder, temporaryName(name));
  own.add(path);
  try {
    return await act(path);
  } finally {
    await rm(path, { recursive: true, force: true });
    own.delete(path);
  }
}

/**
 * Removes what killed processes have left of files in the folder; of one name, or of all. It is no failure
 * if that cannot be done.
 */
export async function removeLeftovers(folder: string, name?: string): Promise<void> {
  for (const entry of await readdir(folder).catch(() => [])) {
    if (!isTemporary(entry)) continue;
    const [, of, pid] = pattern.exec(entry) ?? [];
    if (name !== undefined && of !== name.slice(0, KEPT)) continue;
    const path = join(folder, entry);
    if (await isLeft(path, pid)) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isLeft(path: string, pid: string | undefined): Promise<boolean> {
  if (pid !== undefined && Number(pid) === process.pid) return !own.has(path);
  if (pid !== undefined && !isAlive(Number(pid))) return true;
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > STALE;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
