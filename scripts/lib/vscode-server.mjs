// A real VS Code without a desktop build: the workbench and the Node extension host of the npm package
// code-server, shown by a browser. The package wants another Node than the project, so both live together in
// the cache folder, whole or not at all.

import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder, once } from "./cache.mjs";
import { npm, run } from "./run.mjs";

const codeServer = "4.139.1";
const node = "24.9.0";

/**
 * Settings that keep a fresh workbench quiet: no welcome page, no assistant, no telemetry, and nothing saved
 * behind the person's back.
 */
export const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "security.workspace.trust.enabled": false,
};

/**
 * The server's folder and its two programs, installed if they are not yet: 20 seconds and 570 MB, nothing
 * compiled.
 */
export async function installServer(say = () => {}) {
  const folder = join(cacheFolder(), `vscode-server-${codeServer}`);
  await once(folder, `code-server ${codeServer}, node ${node}`, async () => {
    say(`Installing a VS Code server into ${folder} (once, about 570 MB) …`);
    await writeFile(join(folder, "package.json"), '{ "private": true }\n');
    const install = ["install", "--no-audit", "--no-fund", "--loglevel=error"];
    const [command, ...first] = npm();
    // Node's package is only the binary, put there by its install script.
    await run(command, [...first, ...install, `node@${node}`], { cwd: folder });
    const env = { ...process.env, PATH: `${dirname(nodeOf(folder))}${delimiter}${process.env.PATH}` };
    await run(command, [...first, ...install, "--ignore-scripts", `code-server@${codeServer}`], { cwd: folder, env });
    await run(command, [...first, ...install, "--ignore-scripts", "--omit=dev"], { cwd: vscodeOf(folder), env });
  });
  return { node: nodeOf(folder), main: join(vscodeOf(folder), "out", "server-main.js") };
}

function nodeOf(folder) {
  return join(folder, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
}

function vscodeOf(folder) {
  return join(folder, "node_modules", "code-server", "lib", "vscode");
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server whose data and extensions are in `folder`. `language` other than English needs no language
 * pack: the mini one written here makes VS Code speak it to extensions, while the workbench itself stays
 * English. `vsix` is installed before the start. `driver` lets an address name an extension in development
 * and its tests; with it, VS Code shows no notifications. The server and its extension hosts are one process
 * group; `stop` ends the whole of it. An extension host outlives its page by `grace` seconds. With
 * `restricted` no folder is trusted, so that each window is in Restricted Mode; otherwise every one is.
 * `prefix` are words before the server's own, as `nsenter` and what it enters.
 */
export async function startServer({
  folder,
  settings = {},
  language = "en",
  vsix,
  driver = true,
  env = {},
  grace = 3,
  prefix = [],
  restricted = false,
  say,
  onOutput = () => {},
}) {
  const { node, main } = await installServer(say);
  const data = join(folder, "server-data");
  const extensions = join(folder, "extensions");
  await mkdir(join(data, "data", "Machine"), { recursive: true });
  await mkdir(extensions, { recursive: true });
  await writeFile(
    join(data, "data", "Machine", "settings.json"),
    JSON.stringify({ ...quietSettings, "security.workspace.trust.enabled": restricted, ...settings }, undefined, 2),
  );
  if (language !== "en") await writeLanguage(data, language);
  const common = ["--accept-server-license-terms", "--server-data-dir", data, "--extensions-dir", extensions, "--telemetry-level", "off"];
  // What VS Code's own Node has compiled is kept: a window then opens with a fifth less work of its host.
  const environment = { ...ownEnvironment(), NODE_COMPILE_CACHE: join(dirname(node), "compiled"), ...env };
  if (vsix) await installExtension(vsix, { data, extensions });

  const port = await freePort();
  const words = [
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    "--without-connection-token",
    ...(restricted ? [] : ["--disable-workspace-trust"]),
  ];
  const manner = ["--reconnection-grace-time", String(grace), "--locale", language, ...(driver ? ["--enable-smoke-test-driver"] : [])];
  const [program, ...before] = [...prefix, node];
  const child = spawn(program, [...before, main, ...common, ...words, ...manner], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      output = (output + text).slice(-20_000);
      onOutput(text);
    });
  }
  const ended = new Promise((resolve) => void child.once("exit", resolve));
  const stop = async () => {
    end(child, "SIGTERM");
    await Promise.race([ended, sleep(2_000)]);
    end(child, "SIGKILL");
    await ended;
  };
  // However this process ends, it leaves nothing behind.
  process.once("exit", () => end(child, "SIGKILL"));
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"]) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(1));
  }
  const url = `http://127.0.0.1:${port}`;
  await answers(url, child, () => output).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, port, pid: child.pid, authority: `127.0.0.1:${port}`, data, extensions, output: () => output, ended, stop };
}

/** Has VS Code itself install a package into a folder of extensions. */
export async function installExtension(vsix, { data, extensions }) {
  const { node, main } = await installServer();
  const words = ["--accept-server-license-terms", "--server-data-dir", data, "--extensions-dir", extensions, "--telemetry-level", "off"];
  await run(node, [main, ...words, "--install-extension", vsix, "--force"], { env: ownEnvironment() });
}

/**
 * Asked for when this runs in another VS Code's terminal: the variables of that one would take the new one
 * over.
 */
function ownEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/.test(name)),
  );
}

function end(child, signal) {
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

async function answers(url, child, output) {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(100)) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/version`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`The VS Code server does not answer at ${url}. It printed:\n${output()}`);
}

async function writeLanguage(data, language) {
  const translations = join(data, "main.i18n.json");
  await writeFile(translations, '{"version":"1.0.0","contents":{}}');
  const pack = {
    hash: "mini",
    label: language,
    extensions: [{ extensionIdentifier: { id: `mini.${language}` }, version: "0.0.1" }],
    translations: { vscode: translations },
  };
  await writeFile(join(data, "data", "languagepacks.json"), JSON.stringify({ [language]: pack }));
}

/**
 * The address that opens `folder` in the server, with the extension of `development` (and the tests of
 * `tests`) if they are given.
 */
export function workbenchUrl(server, folder, { development, tests } = {}) {
  const remote = (path) => `vscode-remote://${server.authority}${slashed(path)}`;
  const payload = [
    ...(development ? [["extensionDevelopmentPath", remote(development)]] : []),
    ...(tests ? [["extensionTestsPath", remote(tests)]] : []),
  ];
  const query = new URLSearchParams({ folder: slashed(folder), ...(payload.length ? { payload: JSON.stringify(payload) } : {}) });
  return `${server.url}/?${query}`;
}

/** A path as it stands in a URI: with forward slashes and a leading one. */
function slashed(path) {
  const forward = path.replaceAll("\\", "/");
  return forward.startsWith("/") ? forward : `/${forward}`;
}
