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
  const file = join(extension.extensionPath, "dist", "extension.js");
  const load = createRequire(__filename);
  load(file);
  const loaded = now();
  // VS Code finds the code loaded; what is left is the call, and its way there and back, on which the host
  // works for others too.
  const module = load.cache[file]!;
  const { activate, ...others } = module.exports as { readonly activate: (context: vscode.ExtensionContext) => unknown };
  let [called, returned] = [loaded, loaded];
  module.exports = {
    ...others,
    activate: (context: vscode.ExtensionContext) => {
      called = now();
      const api = activate(context);
      returned = now();
      return api;
    },
  };
  await extension.activate();
  const active = now();
  assert.notEqual(called, loaded, "VS Code called another activate()");
  const figures = (["clock", "processors"] as const).flatMap((one) => [
    loaded[one] - began[one],
    returned[one] - called[one],
    active[one] - loaded[one],
  ]);
  console.log(`${mark}ACTIVATED ${figures.join(" ")}`);
  console.log(`${mark}TESTS DONE 1 passed, 0 failed`);
};
