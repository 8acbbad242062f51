// One VS Code per test file with the packaged extension installed, as a person would have it, and folders of CSVs to work on.

import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { after } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../harness/browser.ts";
import { startTestServer, type TestServer } from "../harness/server.ts";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "../harness/workbench.ts";

let pictures = 0;
const testFile = basename(process.argv[1] ?? "", ".test.mjs");

const newNetwork: Readonly<Record<string, string>> = { en: "Perceptron: New Network", ko: "Perceptron: 새 신경망" };

/** What `npm run test:e2e` packages before it runs these tests. */
export const vsix = resolve(".out", "perceptron.vsix");

export interface Session {
  readonly server: TestServer;
  readonly browser: Browser;
  /** Opens VS Code on a fresh folder with these samples and these other files (by name: their text). */
  open(samples: readonly string[], files?: Readonly<Record<string, string>>, options?: WorkbenchOptions): Promise<Workbench>;
  /** Opens VS Code again on a folder that was opened before. */
  reopen(folder: string, options?: WorkbenchOptions): Promise<Workbench>;
}

/** Starts what the tests of a file share; it ends with them. */
export async function startSession(
  options: { readonly language?: string; readonly settings?: Record<string, unknown>; readonly prefix?: readonly string[] } = {},
): Promise<Session> {
  if (!existsSync(vsix)) throw new Error(`There is no ${vsix}. \`npm run test:e2e\` packages it.`);
  const server = await startTestServer({ ...options, vsix, driver: false });
  const browser = await launchBrowser();
  after(async () => {
    // How the windows looked at the end tells why a test has failed.
    const pages = browser.contexts().flatMap((context) => context.pages());
    for (const page of pages) {
      await page.screenshot({ path: join(".out", "screenshots", "last", `${testFile}-${pictures}.png`) });
      pictures++;
    }
    await browser.close();
    await server.stop();
  });
  const reopen = async (folder: string, page?: WorkbenchOptions): Promise<Workbench> => {
    const workbench = await openWorkbench(browser, server, folder, page);
    await workbench.offersCommand(newNetwork[options.language ?? "en"] ?? "");
    return workbench;
  };
  return {
    server,
    browser,
    reopen,
    open: async (samples, files = {}, page) => {
      const folder = await server.workspace("networks");
      await mkdir(folder, { recursive: true });
      for (const sample of samples) await copyFile(join("samples", sample), join(folder, sample));
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
      return reopen(folder, page);
    },
  };
}
