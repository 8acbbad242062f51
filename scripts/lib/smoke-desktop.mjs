// A package in a desktop VS Code of its own: settings and extensions lie in a folder that is removed again.

import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder } from "./cache.mjs";
import { desktopCommand } from "./desktop.mjs";
import { root } from "./project.mjs";
import { run } from "./run.mjs";

const ID = "perceptron-builder.perceptron";
/** Milliseconds for a window to open, and to train. */
const PATIENCE = 300_000;

/** There is no desktop VS Code on this machine. */
export class NoDesktop extends Error {}

/** @returns a sentence that says what was tried @throws NoDesktop, or an Error that says what does not work */
export async function trySmoke(vsix) {
  const { code, env } = await desktop();
  const place = await mkdtemp(join(tmpdir(), "perceptron-smoke-"));
  const [folder, extensions] = [join(place, "flowers"), join(place, "extensions")];
  try {
    await mkdir(folder);
    for (const name of ["iris.csv", "iris.perceptron"]) await copyFile(join(root, "samples", name), join(folder, name));
    const own = ["--user-data-dir", join(place, "data"), "--extensions-dir", extensions];
    await run(code, [...own, "--install-extension", vsix, "--force"], { env });
    const listed = await run(code, [...own, "--list-extensions", "--show-versions"], { env });
    if (!listed.includes(`${ID}@`)) throw new Error(`VS Code does not list ${ID} after it was installed:\n${listed}`);
    // VS Code runs what it is told in the name of an extension under development, which here is the installed one.
    const installed = (await readdir(extensions)).find((name) => name.startsWith(ID));
    const development = [`--extensionDevelopmentPath=${join(extensions, installed)}`];
    const script = `--extensionTestsPath=${join(root, "scripts", "lib", "smoke.cjs")}`;
    await run(code, [...own, "--disable-workspace-trust", "--new-window", ...development, script, folder], { env, timeout: PATIENCE });
    const { version, editor, failure } = await resultIn(folder);
    if (failure) throw new Error(failure);
    return `Installed, ${ID} ${version} trains a network in the desktop VS Code ${editor} on ${process.platform}.`;
  } finally {
    await rm(place, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The command of a desktop VS Code. */
async function desktop() {
  const { code, env, reason } = desktopCommand();
  if (code) return { code, env };
  try {
    const { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath } = await import("@vscode/test-electron");
    const program = await downloadAndUnzipVSCode({ cachePath: join(cacheFolder(), "vscode"), timeout: 60_000 });
    return { code: resolveCliPathFromVSCodeExecutablePath(program), env };
  } catch (error) {
    throw new NoDesktop(`${reason}, and VS Code could not be downloaded (${error.message.split("\n")[0]})`, { cause: error });
  }
}

/** What the script in the window has written; the command may be over before the window is. */
async function resultIn(folder) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(500)) {
    const text = await readFile(join(folder, "smoke.json"), "utf8").catch(() => "");
    if (text.endsWith("}")) return JSON.parse(text);
  }
  throw new Error(`The window of VS Code has told nothing in ${PATIENCE / 60_000} minutes.`);
}
