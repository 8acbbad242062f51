// What the files of a layer share while it runs: one browser, one VS Code server. Each is started with the
// layer and told to its files in the environment; a file that is run alone has neither and starts its own
// (test/harness).

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumFlags, findChromium } from "./chromium.mjs";
import { installExtension, startServer } from "./vscode-server.mjs";

/** A browser that test files connect to. Answers `{ env, stop }`. */
export async function shareBrowser() {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launchServer({ executablePath: await findChromium(), args: [...chromiumFlags] });
  return { env: { PERCEPTRON_BROWSER: browser.wsEndpoint() }, stop: () => browser.close() };
}

/**
 * A VS Code server with the packaged extension installed, in which each window has a folder of its own.
 * Answers `{ env, stop }`.
 */
export async function shareServer(vsix) {
  const folder = await mkdtemp(join(tmpdir(), "perceptron-test-"));
  const extensions = join(folder, "extensions");
  await installExtension(vsix, { data: join(folder, "installing"), extensions });
  const server = await startServer({ folder, driver: false });
  const { url, port, pid, authority, data } = server;
  return {
    env: { PERCEPTRON_SERVER_STARTED: JSON.stringify({ folder, url, port, pid, authority, data, extensions }) },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
