// A VS Code server for one test file, with data, extensions and settings of its own, which is gone when the test is over.

import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer, type StartOptions, type VSCodeServer } from "../../scripts/lib/vscode-server.mjs";

export interface TestServer extends VSCodeServer {
  /** A fresh folder with a copy of `from` (or empty), named as the last part of the path says. */
  workspace(name: string, from?: string): Promise<string>;
  /** Changes settings for every window. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Starts a server in a fresh temporary folder; `stop` ends it with all its extension hosts and removes the folder. */
export async function startTestServer(options: Omit<StartOptions, "folder"> = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "perceptron-test-"));
  const server = await startServer({ ...options, folder });
  return {
    ...server,
    workspace: async (name, from) => {
      const path = join(await mkdtemp(join(folder, "w-")), name);
      if (from) await cp(from, path, { recursive: true });
      return path;
    },
    configure: async (settings) => {
      const file = join(server.data, "data", "Machine", "settings.json");
      const present = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
      await writeFile(file, JSON.stringify({ ...present, ...settings }));
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
