// The repository itself: where it is, its dependencies and its build, each brought up to date only if it
// is not.

import { createHash } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readStamp } from "./cache.mjs";
import { npm, run } from "./run.mjs";

/** The repository's root. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * Installs the dependencies if they are missing or not those of the lock file. Returns whether it had to.
 */
export async function installDependencies(say = () => {}) {
  const lock = join(root, "package-lock.json");
  const wanted = createHash("sha256")
    .update(await readFile(lock))
    .digest("hex");
  const stamp = join(root, "node_modules", ".perceptron-lock");
  if ((await readStamp(stamp)) === wanted) return false;
  // npm's own record is newer than the lock file if a person ran `npm ci` after the last change.
  const installed = await stat(join(root, "node_modules", ".package-lock.json")).catch(() => undefined);
  const isFresh = installed !== undefined && installed.mtimeMs >= (await stat(lock)).mtimeMs;
  if (!isFresh) {
    say("Installing dependencies (npm ci) …");
    const [command, ...first] = npm();
    await run(command, [...first, "ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root });
  }
  await writeFile(stamp, wanted);
  return !isFresh;
}

/** Builds the named targets of esbuild.mjs, or everything that is shipped. */
export async function build(...targets) {
  await run(process.execPath, [join(root, "esbuild.mjs"), ...targets], { cwd: root });
}

/**
 * Packages the extension as it would be published, and returns the path of the VSIX. It builds first: the
 * manifest says so. `options` are vsce's own.
 */
export async function packageVsix(path = join(root, ".out", "perceptron.vsix"), options = []) {
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  await run(process.execPath, [vsce, "package", "--out", path, ...options], { cwd: root });
  // The library is there once the dependencies are installed, which others of these functions do.
  const { repack } = await import("./repack.mjs");
  await repack(path);
  return path;
}
