// Tries a package out in a desktop VS Code: installs it into an empty place, looks whether it is listed, and
// trains a network with it (lib/smoke.cjs).
//   node scripts/smoke-desktop.mjs FILE.vsix
// VS Code is the one that PERCEPTRON_CODE names, the `code` on the PATH, or one that is downloaded.

import { resolve } from "node:path";
import { NoDesktop, trySmoke } from "./lib/smoke-desktop.mjs";

try {
  console.log(await trySmoke(resolve(process.argv[2])));
} catch (error) {
  if (!(error instanceof NoDesktop)) throw error;
  console.error(`There is no desktop VS Code to try it out in: ${error.message}.`);
  process.exitCode = 1;
}
