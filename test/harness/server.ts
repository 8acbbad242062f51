// A VS Code server for one test file, with data, extensions and settings of its own, which is gone when the test is over.

import { cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "../../scripts/lib/cache.mjs";
import { installExtension, startServer, type StartOptions, type VSCodeServer } from "../../scripts/lib/vscode-server.mjs";

export interface TestServer extends VSCodeServer {
  /** A fresh folder with a copy of `from` (or empty), named as the last part of the path says. */
  workspace(name: string, from?: string): Promise<string>;
  /** Changes settings for every window. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Starts a server in a fresh temporary folder; `stop` ends it with all its extension hosts and removes the folder. */
export async function startTestServer({ vsix, ...options }: Omit<StartOptions, "folder"> = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "perceptron-test-"));
  if (vsix) await cp(await installed(vsix), join(folder, "extensions"), { recursive: true });
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

/** A folder of extensions in which VS Code has installed this one, once for all test files: it takes as long as to start the server. */
async function installed(vsix: string): Promise<string> {
  const { mtimeMs, size } = await stat(vsix);
  const made = `${vsix}.installed`;
  const extensions = join(made, "extensions");
  await once(made, `${mtimeMs} ${size}`, () => installExtension(vsix, { data: join(made, "data"), extensions }));
  return extensions;
}
