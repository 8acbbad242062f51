// A Chromium for tests: the one that is named, else one of the system's, else the one Playwright keeps. The
// headless shell comes first: it has no windows of its own, so a page opens in a third of the time.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const places = {
  darwin: ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
  win32: ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"].flatMap((root) =>
    ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"].map((path) =>
      join(process.env[root] ?? "", path),
    ),
  ),
};

/** The path of a program on the PATH, or undefined. */
export function findOnPath(name) {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find((path) => existsSync(path));
}

/** The path of a Chromium, or undefined if there is none. */
export async function findChromium() {
  const named = process.env.PERCEPTRON_CHROMIUM;
  if (named) return existsSync(named) ? named : undefined;
  const system = names.map(findOnPath).find(Boolean) ?? places[process.platform]?.find((path) => existsSync(path));
  if (system) return system;
  const own = await import("playwright-core").then(
    ({ chromium }) => chromium.executablePath(),
    () => undefined,
  );
  return own && existsSync(own) ? own : undefined;
}

/** What keeps a Chromium of a test quiet and lets it run as root in a container. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
