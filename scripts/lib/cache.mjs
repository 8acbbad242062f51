// The folder for what is downloaded once and used by every clone: the VS Code server and the browsers.
// It lies outside the repository, and two processes that want the same thing at the same time take turns.

import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The cache folder: PERCEPTRON_CACHE, or the one the system keeps for such things. */
export function cacheFolder() {
  const { PERCEPTRON_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (PERCEPTRON_CACHE) return PERCEPTRON_CACHE;
  if (process.platform === "win32" && LOCALAPPDATA) return join(LOCALAPPDATA, "perceptron", "Cache");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "perceptron");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "perceptron");
}

const staleAfterMs = 30_000;
const touchEveryMs = 5_000;

/**
 * Runs `work` while holding the lock folder `path`. A lock whose holder has died is taken over after half a
 * minute.
 */
export async function withLock(path, work) {
  await mkdir(join(path, ".."), { recursive: true });
  for (;;) {
    try {
      await mkdir(path);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const held = await stat(path).catch(() => undefined);
      if (held && Date.now() - held.mtimeMs > staleAfterMs) await rm(path, { recursive: true, force: true });
      else await sleep(250);
    }
  }
  // The holder shows that it lives; a lock that vanished meanwhile is noticed by the next `mkdir`, not here.
  const alive = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), touchEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(alive);
    await rm(path, { recursive: true, force: true });
  }
}

/** The stamp in `file`, or undefined if there is none. */
export async function readStamp(file) {
  return readFile(file, "utf8").catch(() => undefined);
}

/**
 * Puts `folder` in the state named by `stamp`: does `make` unless its stamp file says that this was done, and
 * stamps it when it is done.
 */
export async function once(folder, stamp, make) {
  const file = join(folder, ".complete");
  if ((await readStamp(file)) === stamp) return folder;
  await withLock(`${folder}.lock`, async () => {
    if ((await readStamp(file)) === stamp) return;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await make(folder);
    await writeFile(file, stamp);
  });
  return folder;
}
