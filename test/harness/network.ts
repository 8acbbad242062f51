// Programs without a network: every socket, lookup and request is refused and written down
// (refuse-network.cjs), wherever in a program it comes from.

import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker, type WorkerOptions } from "node:worker_threads";

/** The file that refuses, for `require`. @param root the repository's folder */
export function refuser(root: string): string {
  return join(root, "test", "harness", "refuse-network.cjs");
}

/** A file for what this process and those that it starts attempt from now on. */
export function attemptsFile(): string {
  const file = join(mkdtempSync(join(tmpdir(), "perceptron-network-")), "attempts.txt");
  process.env["PERCEPTRON_ATTEMPTS"] = file;
  return file;
}

/** What was attempted, each with where it came from. */
export function attemptsIn(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n\n")
    .filter((attempt) => attempt !== "");
}

/** Threads that are refused everything as well, to stand for Node's own. @param started told of each */
export function refusingThread(refuse: string, started: () => void): typeof Worker {
  return class extends Worker {
    constructor(bundle: string | URL, options: WorkerOptions = {}) {
      super(bundle, { ...options, execArgv: ["--require", refuse] });
      started();
    }
  };
}
