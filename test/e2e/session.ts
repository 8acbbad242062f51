// VS Code with the packaged extension installed, as a person would have it, and folders of CSVs to work on. A
// test file has a window or a few, each on a folder of its own; server and browser it shares with the other
// files unless it asks for what these have not.

import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { after } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../harness/browser.ts";
import { sharedServer, startTestServer, type TestServer } from "../harness/server.ts";
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

/** What a server of one's own has that others do not. */
interface OwnOptions {
  readonly language?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly prefix?: readonly string[];
  /** Whether each window is in Restricted Mode. */
  readonly restricted?: boolean;
}

/** Windows on the server that all test files share. */
export async function startSession(): Promise<Session> {
  return sessionOn(sharedServer() ?? (await startOwnServer({})));
}

/**
 * Windows on a server of one's own: to set it up differently, or to kill its extension hosts. It ends with
 * the tests of the file.
 */
export async function startOwnSession(options: OwnOptions = {}): Promise<Session> {
  return sessionOn(await startOwnServer(options), options);
}

function startOwnServer(options: OwnOptions): Promise<TestServer> {
  if (!existsSync(vsix)) throw new Error(`There is no ${vsix}. \`npm run test:e2e\` packages it.`);
  return startTestServer({ ...options, vsix, driver: false });
}

async function sessionOn(server: TestServer, { language = "en", restricted = false }: OwnOptions = {}): Promise<Session> {
  const browser = await launchBrowser();
  after(async () => {
    // How the windows looked at the end tells why a test has failed.
    const pages = browser.contexts().flatMap((context) => context.pages());
    for (const page of pages) {
      await page.screenshot({ path: join(".out", "screenshots", "last", `${testFile}-${pictures}.png`) });
      pictures++;
    }
    await Promise.all(browser.contexts().map((context) => context.close()));
    await browser.close();
    await server.stop();
  });
  const reopen = async (folder: string, page?: WorkbenchOptions): Promise<Workbench> => {
    const workbench = await openWorkbench(browser, server, folder, page);
    if (restricted) await workbench.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await workbench.offersCommand(newNetwork[language] ?? "");
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
