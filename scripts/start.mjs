// `npm start`: from a fresh clone to a VS Code that runs the extension on a scratch copy of the samples, in
// one command.
//   --browser   a VS Code server and the browser, also if a desktop VS Code is there
//   --check     ends with success as soon as VS Code answers

import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDownloaded, openInstalled } from "./lib/desktop.mjs";
import { checkNode } from "./lib/node-version.mjs";
import { build, installDependencies, packageVsix, root } from "./lib/project.mjs";
import { startServer, workbenchUrl } from "./lib/vscode-server.mjs";

const check = process.argv.includes("--check");
const browserOnly = process.argv.includes("--browser");

/** Opens an address in the person's browser if there is one; the address is on the terminal anyway. */
function showInBrowser(url) {
  const { BROWSER, DISPLAY, WAYLAND_DISPLAY } = process.env;
  const opener = BROWSER
    ? [BROWSER, url]
    : process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["explorer.exe", url]
        : DISPLAY || WAYLAND_DISPLAY
          ? ["xdg-open", url]
          : undefined;
  if (opener)
    spawn(opener[0], [opener[1]], { stdio: "ignore", detached: true })
      .on("error", () => {})
      .unref();
}

async function serve(home, folder) {
  const asked = new Promise((resolve) => {
    process.once("SIGINT", resolve).once("SIGTERM", resolve);
  });
  // Installed rather than in development, which a server allows only together with what hides every
  // notification.
  const vsix = await packageVsix();
  const server = await startServer({ folder: join(home, "server"), vsix, driver: false, grace: 60, say: console.log });
  const url = workbenchUrl(server, folder);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the workbench answers with status ${answer.status}`);
  console.log(`\nVS Code with Perceptron is at\n\n  ${url}\n\nCtrl+C here ends it.`);
  if (!check) {
    showInBrowser(url);
    await Promise.race([server.ended, asked]);
  }
  await server.stop();
  if (check) await rm(home, { recursive: true, force: true });
}

async function prepare() {
  await installDependencies(console.log);
  await build();
  const home = await mkdtemp(join(tmpdir(), "perceptron-"));
  const folder = join(home, "samples");
  await cp(join(root, "samples"), folder, { recursive: true });
  console.log(`The samples are copied to ${folder}: change what you like.`);
  return { home, folder };
}

/**
 * Opens VS Code in the first way that works; answers with the reasons why the desktop ones did not, or with
 * undefined.
 */
async function openDesktop(folder) {
  const reasons = [];
  for (const open of [openInstalled, openDownloaded]) {
    const reason = await open(folder);
    if (reason === undefined) return undefined;
    reasons.push(reason);
  }
  return reasons;
}

function giveUp(sentence, error) {
  console.error(`${sentence}\n${error.message}`);
  process.exit(1);
}

checkNode();
const { home, folder } = await prepare().catch((error) => giveUp("The extension could not be built.", error));
const reasons = browserOnly ? [] : await openDesktop(folder);
if (!reasons) {
  console.log("VS Code has opened.");
} else {
  if (reasons.length) console.log(`A VS Code server in the browser is used, because ${reasons.join(", and ")}.`);
  const remedy = "No VS Code can be opened. Install one from https://code.visualstudio.com with its `code` command, and start again.";
  await serve(home, folder).catch((error) => giveUp(remedy, error));
}
// A downloaded VS Code must not keep this command waiting.
process.exit();
