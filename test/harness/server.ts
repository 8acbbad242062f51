// A VS Code server with the folders that tests work in. The files of a layer share the one that `npm test`
// started for it; a file that wants settings, a language or a process group of its own, or is run alone, has
// its own, which is gone when the test is over.

import { cp, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { once } from "../../scripts/lib/cache.mjs";
import { installExtension, startServer, type StartOptions, type VSCodeServer } from "../../scripts/lib/vscode-server.mjs";

/** A server as its address and folders say it. */
export type ServerPlace = Pick<VSCodeServer, "url" | "port" | "pid" | "authority" | "data" | "extensions">;

export interface TestServer extends ServerPlace {
  /** A fresh folder with a copy of `from` (or empty), named as the last part of the path says. */
  workspace(name: string, from?: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a server in a fresh temporary folder; `stop` ends it with all its extension hosts and removes the
 * folder.
 */
export async function startTestServer({
  vsix,
  standIns = [],
  ...options
}: Omit<StartOptions, "folder"> & {
  /** Folders of extensions that stand for others, by their names; only without `vsix`. */
  readonly standIns?: readonly (readonly [name: string, folder: string])[];
} = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "perceptron-test-"));
  const extensions = vsix ? await installed(vsix) : undefined;
  if (extensions) await cp(extensions, join(folder, "extensions"), { recursive: true });
  for (const [name, from] of standIns) await cp(from, join(folder, "extensions", `${name}-0.0.1`), { recursive: true });
  const server = await startServer({ ...options, folder });
  return {
    ...server,
    workspace: (name, from) => makeWorkspace(folder, name, from),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The server that the layer shares, or undefined if there is none; `stop` leaves it to the others. */
export function sharedServer(): TestServer | undefined {
  const started = process.env["PERCEPTRON_SERVER_STARTED"];
  if (!started) return undefined;
  const { folder, ...place } = JSON.parse(started) as ServerPlace & { readonly folder: string };
  return { ...place, workspace: (name, from) => makeWorkspace(folder, name, from), stop: () => Promise.resolve() };
}

/** Makes a server the one that the tests of this file share, in the place of the layer's. */
export function shareServer({ url, port, pid, authority, data, extensions }: ServerPlace): void {
  process.env["PERCEPTRON_SERVER_STARTED"] = JSON.stringify({ folder: dirname(data), url, port, pid, authority, data, extensions });
}

async function makeWorkspace(folder: string, name: string, from?: string): Promise<string> {
  const path = join(await mkdtemp(join(folder, "w-")), name);
  if (from) await cp(from, path, { recursive: true });
  return path;
}

/**
 * A folder of extensions in which VS Code has installed this one, once for all test files: it takes as long
 * as to start the server.
 */
async function installed(vsix: string): Promise<string> {
  const shared = sharedServer();
  if (shared) return shared.extensions;
  const { mtimeMs, size } = await stat(vsix);
  const made = `${vsix}.installed`;
  await once(made, `${mtimeMs} ${size}`, () => installExtension(vsix, { data: join(made, "data"), extensions: join(made, "extensions") }));
  return join(made, "extensions");
}
