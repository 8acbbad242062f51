// The tests of the extension host: VS Code loads this module and calls `run`, which runs every `*.test.cjs`
// beside it. None of them has a network: what the extension does in all of them, it does without one.

import { createRequire } from "node:module";
import { Socket } from "node:net";
import worker from "node:worker_threads";
import * as vscode from "vscode";
import { runSuite } from "../harness/host/suite.ts";
import { attemptsFile, attemptsIn, refuser, refusingThread } from "../harness/network.ts";

/** VS Code's own extensions live in the same host, and one of them asks for experiments. */
const VSCODES_OWN = /[\\/]lib[\\/]vscode[\\/]extensions[\\/]/;

export const run = async (): Promise<void> => {
  const refuse = refuser(vscode.extensions.getExtension("perceptron-builder.perceptron")!.extensionPath);
  const attempts = attemptsFile();
  let threads = 0;
  worker.Worker = refusingThread(refuse, () => threads++);
  createRequire(__filename)(refuse);
  await runSuite(__dirname, () => [
    ...attemptsIn(attempts)
      .filter((attempt) => !VSCODES_OWN.test(attempt))
      .map((attempt) => `Something in this host tried to reach a network. ${attempt}`),
    ...(isRefused(attempts) && threads > 0 ? [] : ["The network was not refused, or not to the worker, so nothing was proved."]),
  ]);
};

/** Tries to connect. */
function isRefused(attempts: string): boolean {
  const before = attemptsIn(attempts).length;
  try {
    new Socket().connect(9).destroy();
  } catch {
    // As it should be.
  }
  return attemptsIn(attempts).length === before + 1;
}
