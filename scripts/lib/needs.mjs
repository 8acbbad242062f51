// What some layers of tests need beside Node: each is found where it is, else installed where that can be
// done, else named with its remedy. A need answers `{ name, value }`, or `{ name, lacking }` with a sentence
// that says how to get it. It never throws.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { findChromium, findOnPath } from "./chromium.mjs";
import { root } from "./project.mjs";
import { run, tryRun } from "./run.mjs";
import { installServer } from "./vscode-server.mjs";

const minuteMs = 60_000;

/** The VS Code server. */
export async function needServer(say) {
  const name = "the VS Code server";
  try {
    return { name, value: (await installServer(say)).main };
  } catch (error) {
    return { name, lacking: `It comes from the npm registry: connect to it and run this again (${error.message.trim().split("\n")[0]}).` };
  }
}

/** A Chromium: the system's, else Debian's package, else Playwright's own download. */
export async function needChromium(say) {
  const name = "Chromium";
  const lacking = "Install Chromium or Chrome, or name one in PERCEPTRON_CHROMIUM.";
  const found = await findChromium();
  if (found) return { name, value: found };
  // One that was named and is not there is a mistake, not a wish for another.
  if (process.env.PERCEPTRON_CHROMIUM) return { name, lacking };
  // Debian has the headless shell in a package of its own, older releases only the whole browser.
  for (const browser of ["chromium-headless-shell", "chromium"]) {
    const installed = (await installPackages([browser], say)) ? await findChromium() : undefined;
    if (installed) return { name, value: installed };
  }
  say("Downloading a Chromium with Playwright …");
  await tryRun(process.execPath, [join(root, "node_modules", "playwright-core", "cli.js"), "install", "chromium"], {
    timeout: 5 * minuteMs,
  });
  const downloaded = await findChromium();
  return downloaded ? { name, value: downloaded } : { name, lacking };
}

/** A Python that imports PyTorch and pandas: one that is there, else Debian's packages. */
export async function needPython(say) {
  const name = "Python with PyTorch and pandas";
  const lacking = "Install torch and pandas for python3, or name a Python that has them in PERCEPTRON_PYTHON.";
  const packages = ["python3-torch", "python3-pandas", "libopenblas0-pthread"];
  const found = await findPython();
  if (found || process.env.PERCEPTRON_PYTHON) return found ? { name, value: found } : { name, lacking };
  const installed = (await installPackages(packages, say)) ? await findPython() : undefined;
  return installed ? { name, value: installed } : { name, lacking };
}

async function findPython() {
  const named = process.env.PERCEPTRON_PYTHON;
  const candidates = named ? [named] : ["python3", "/usr/bin/python3", "python"];
  for (const candidate of candidates) {
    const answer = await tryRun(candidate, ["-c", "import torch, pandas; print(torch.__version__)"], { timeout: minuteMs });
    if (answer !== undefined) return candidate;
  }
  return undefined;
}

/** A C compiler, for networks that were exported as C: one that is there, else Debian's package. */
export async function needCompiler(say) {
  const name = "a C compiler";
  const lacking = "Install gcc, or name a compiler that takes its options in PERCEPTRON_COMPILER.";
  const named = process.env.PERCEPTRON_COMPILER;
  const find = () => (named ? existsSync(named) && named : (findOnPath("gcc") ?? findOnPath("clang")));
  const found = find();
  if (found || named) return found ? { name, value: found } : { name, lacking };
  const installed = (await installPackages(["gcc", "libc6-dev"], say)) ? find() : undefined;
  return installed ? { name, value: installed } : { name, lacking };
}

/** Installs Debian packages where this process may; returns whether it did. */
async function installPackages(packages, say) {
  if (process.getuid?.() !== 0 || !findOnPath("apt-get") || !existsSync("/etc/debian_version")) return false;
  say(`Installing ${packages.join(" ")} (apt-get) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await tryRun("apt-get", ["update", "-qq"], { env, timeout: 5 * minuteMs });
  try {
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { env, timeout: 15 * minuteMs });
    return true;
  } catch (error) {
    say(error.message.trim().split("\n").slice(-3).join("\n"));
    return false;
  }
}
