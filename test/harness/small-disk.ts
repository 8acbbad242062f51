// A file system so small that a test can fill it: a tmpfs of Linux, mounted if this process may mount;
// elsewhere in a user namespace of its own, for which nobody needs a right, and which the programs under test
// then enter.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BALLAST = "ballast";
const PIECE = 4096;

export interface SmallDisk {
  /** Its folder as this process sees it. */
  readonly outside: string;
  /** Its folder as a program sees it that is started with `prefix`. */
  readonly inside: string;
  /** The words before a program that is to see it. */
  readonly prefix: readonly string[];
  /** Fills it but for so many bytes. */
  fill(rest?: number): void;
  /** Takes away what filled it. */
  free(): void;
  remove(): void;
}

/** What a test says that is not run for want of such a disk. */
export const noSmallDisk = "for want of Linux and of the right to mount a tmpfs, by itself or with unshare";

/** A disk of so many bytes; undefined if none can be had. */
export async function makeSmallDisk(bytes: number): Promise<SmallDisk | undefined> {
  if (process.platform !== "linux") return undefined;
  const folder = mkdtempSync(join(tmpdir(), "perceptron-disk-"));
  const words = ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder];
  const disk = (outside: string, prefix: readonly string[], unmount: () => void): SmallDisk => ({
    outside,
    inside: folder,
    prefix,
    fill: (rest = 0) => fill(join(outside, BALLAST), rest),
    free: () => rmSync(join(outside, BALLAST), { force: true }),
    remove: () => {
      unmount();
      rmSync(folder, { recursive: true, force: true });
    },
  });
  if (spawnSync("mount", words).status === 0) return disk(folder, [], () => void spawnSync("umount", ["--lazy", folder]));
  const holder = await holdNamespace(words);
  if (holder?.pid !== undefined) {
    const prefix = ["nsenter", "--target", String(holder.pid), "--user", "--mount", "--preserve-credentials", "--"];
    return disk(`/proc/${holder.pid}/root${folder}`, prefix, () => holder.kill());
  }
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

/** A process in a namespace where a tmpfs is mounted; the namespace lives as long as it. */
async function holdNamespace(words: readonly string[]): Promise<ChildProcess | undefined> {
  const script = 'mount "$@" && echo mounted && exec sleep infinity';
  const holder = spawn("unshare", ["--map-root-user", "--mount", "sh", "-c", script, "sh", ...words], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  // If this process ends by a failure, the namespace goes with it.
  process.once("exit", () => holder.kill());
  const isMounted = await new Promise<boolean>((resolve) => {
    holder.once("error", () => resolve(false));
    holder.once("exit", () => resolve(false));
    holder.stdout.once("data", () => resolve(true));
  });
  holder.stdout.destroy();
  holder.unref();
  return isMounted ? holder : undefined;
}

function fill(path: string, rest: number): void {
  const file = openSync(path, "w");
  let size = 0;
  try {
    for (const piece = Buffer.alloc(PIECE); ;) size += writeSync(file, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    ftruncateSync(file, Math.max(0, size - rest));
  } finally {
    closeSync(file);
  }
}
