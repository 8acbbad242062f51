// How long the extension takes to be there, in a window in which nothing of it was needed yet, and how long
// the extension host's processors work for it. One window is one figure; `scripts/figures.mjs` opens several.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as vscode from "vscode";
import { mark } from "../../harness/host/suite.ts";

/** Milliseconds on the clock, and of all processors. */
function now() {
  const { user, system } = process.cpuUsage();
  return { clock: performance.now(), processors: (user + system) / 1000 };
}

export const run = async (): Promise<void> => {
  const extension = vscode.extensions.getExtension("perceptron-builder.perceptron");
  assert.ok(extension && !extension.isActive, "something has activated the extension already");
  const began = now();
  createRequire(__filename)(join(extension.extensionPath, "dist", "extension.js"));
  const loaded = now();
  // VS Code finds the code loaded; what is left is the call and its way there and back.
  await extension.activate();
  const active = now();
  const figures = (["clock", "processors"] as const).flatMap((one) => [loaded[one] - began[one], active[one] - loaded[one]]);
  console.log(`${mark}ACTIVATED ${figures.join(" ")}`);
  console.log(`${mark}TESTS DONE 1 passed, 0 failed`);
};
