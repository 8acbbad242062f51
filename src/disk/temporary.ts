// What is written under a temporary name on a disk, and what others have left there.

import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isTemporary, isTemporaryOf, processOf, temporaryName } from "./temporary-name.ts";

/** Milliseconds after which nobody writes any more, whatever process bears the number. */
const STALE = 3_600_000;
const WEEK = 7 * 24 * STALE;

/** What this process is writing at the moment. */
const own = new Set<string>();

/** Does something with a temporary path; whatever becomes of it, nothing is left there. */
export async function withTemporary<T>(folder: string, name: string, act: (path: string) => Promise<T>): Promise<T> {
  const path = join(folder, temporaryName(name, process.pid));
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
    if (name !== undefined && !isTemporaryOf(entry, name)) continue;
    const path = join(folder, entry);
    if (await isLeft(path, processOf(entry))) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * Removes folders of one name whose process has ended. One of a living process may be in use, by another of
 * its threads as well, for as long as it trains; after a week another process bears the number.
 */
export async function removeAbandoned(folder: string, name: string): Promise<void> {
  for (const entry of await readdir(folder).catch(() => [])) {
    const pid = isTemporaryOf(entry, name) ? processOf(entry) : undefined;
    if (pid === undefined) continue;
    const path = join(folder, entry);
    if (!isAlive(pid) || (await isOlder(path, WEEK))) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isLeft(path: string, pid: number | undefined): Promise<boolean> {
  if (pid === process.pid) return !own.has(path);
  if (pid && !isAlive(pid)) return true;
  return isOlder(path, STALE);
}

async function isOlder(path: string, milliseconds: number): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > milliseconds;
}

/** Whether there is a process of this number on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
