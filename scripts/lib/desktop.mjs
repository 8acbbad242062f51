// A desktop VS Code with the extension of this repository on a folder: the person's own, or one that
// test-electron downloads. Each way answers with undefined if VS Code has opened, and otherwise with the
// reason why not.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder } from "./cache.mjs";
import { findOnPath } from "./chromium.mjs";
import { root } from "./project.mjs";
import { run } from "./run.mjs";

const answerMs = 5_000;

/**
 * The desktop `code` that PERCEPTRON_CODE names, or the one on the PATH, and its environment; without `code`
 * the reason.
 */
export function desktopCommand() {
  const { PERCEPTRON_CODE: named, VSCODE_IPC_HOOK_CLI: remote, ...env } = process.env;
  if (!named && remote)
    return { env, reason: "the `code` of this terminal is a remote command line, which cannot load an extension from source" };
  const code = named || findOnPath("code");
  return code ? { code, env } : { env, reason: "there is no `code` on the PATH" };
}

/** Opens a folder in it. */
export async function openInstalled(folder) {
  const { code, env, reason } = desktopCommand();
  if (!code) return reason;
  try {
    await run(code, ["--new-window", `--extensionDevelopmentPath=${root}`, "--disable-workspace-trust", folder], { env });
  } catch (error) {
    return `\`${code}\` did not start (${firstLines(error)})`;
  }
  return undefined;
}

/** One that `@vscode/test-electron` has downloaded or can download. */
export async function openDownloaded(folder) {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY) return "there is no display for a downloaded one";
  let program;
  try {
    const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
    program = await downloadAndUnzipVSCode({ cachePath: join(cacheFolder(), "vscode"), timeout: answerMs });
  } catch (error) {
    return `VS Code could not be downloaded (${firstLines(error)})`;
  }
  const words = [
    `--extensionDevelopmentPath=${root}`,
    "--disable-workspace-trust",
    `--user-data-dir=${join(folder, "..", "user-data")}`,
    folder,
  ];
  const child = spawn(program, words, { detached: true, stdio: "ignore" });
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", (code) => resolve(code === 0 ? undefined : new Error(`exit code ${code}`)));
  });
  const failure = await Promise.race([ended, sleep(answerMs)]);
  child.unref();
  return failure ? `the downloaded VS Code did not start (${firstLines(failure)})` : undefined;
}

function firstLines(error) {
  return error.message.trim().split("\n").slice(0, 2).join(" ");
}
