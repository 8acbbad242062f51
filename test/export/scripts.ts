// Runs exported scripts with Python and PyTorch, and compares: initial weights in every bit, the first ten
// epochs and the test loss to 1e-5 (or what a case may differ by), and the weights at the end.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const EPOCHS = 10;
/** What may differ. */
export interface Tolerance {
  /** Of a loss, relative to it. */
  readonly losses: number;
  /** Of a weight at the end, relative to the greatest of its tensor. */
  readonly weights: number;
}

export const TOLERANCE: Tolerance = { losses: 1e-5, weights: 1e-4 };

/** The Python that imports torch and pandas: `PERCEPTRON_PYTHON`, or one of the usual places. */
export function findPython(): string {
  const asked = process.env["PERCEPTRON_PYTHON"];
  // `npm test` has tried it, and to import torch takes longer than most scripts.
  if (asked !== undefined) return asked;
  const candidates = ["python3", "/usr/bin/python3", "/usr/local/bin/python3", "python"];
  const found = candidates.find((python) => spawnSync(python, ["-c", "import torch, pandas"], { stdio: "ignore" }).status === 0);
  if (found !== undefined) return found;
  const tried = candidates.join(", ");
  throw new Error(
    `No Python with PyTorch and pandas was found (tried ${tried}). Install python3-torch and python3-pandas, or name one in PERCEPTRON_PYTHON.`,
  );
}

/**
 * A script, the weight file whose tensors its network has to start with, and the one of those it has to end
 * with.
 */
export interface Job {
  readonly script: string;
  readonly weights: string;
  readonly trained?: string;
  /** For how many it runs, if that is not `EPOCHS`. */
  readonly epochs?: number;
}

export interface Answer {
  /** Python's own words, if the script failed. */
  readonly error: string | null;
  /** What the script said when it ended before its end. */
  readonly ending: string | null;
  readonly output: string;
  readonly warnings: readonly string[];
  readonly tensors: readonly string[];
  readonly different: readonly string[];
  /**
   * By name, how far the weights at the end are from ours, as a share of the greatest; null if they are no
   * numbers, or none of ours.
   */
  readonly distances?: Readonly<Record<string, number | null>>;
}

/** Runs the scripts in one process; every epoch is printed. */
export function runScripts(python: string, jobs: readonly Job[]): Answer[] {
  const runner = join(process.cwd(), "test/export/run_scripts.py");
  const input = JSON.stringify(
    jobs.map(({ epochs = EPOCHS, ...job }) => ({ ...job, arguments: ["--epochs", String(epochs), "--every", "1"] })),
  );
  const { status, stdout, stderr } = spawnSync(python, [runner], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Answer[];
}

export type Losses = Record<string, number>;

/** The lines of a script, one record per line. */
export function scriptLosses(output: string): Losses[] {
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const words = line.split(" ");
      return Object.fromEntries(words.flatMap((word, index) => (index % 2 === 0 ? [[word, Number(words[index + 1])]] : [])));
    });
}

/**
 * Asserts that a script did what training here does, to its end unless it is to diverge. The greatest
 * relative difference of a loss.
 */
export function assertSame(ours: readonly Losses[], answer: Answer, { tolerance = TOLERANCE, diverges = false } = {}): number {
  assert.equal(answer.error, null, answer.error ?? "");
  if (diverges) assert.match(answer.ending ?? "", /^Diverged: /);
  else assert.equal(answer.ending, null);
  assert.deepEqual(answer.warnings, []);
  assert.ok(answer.tensors.length > 0, "the network has no weights to compare");
  assert.deepEqual(answer.different, [], "initial weights differ");
  const greatest = compareLosses(ours, scriptLosses(answer.output), tolerance.losses);
  const far = Object.entries(answer.distances ?? {}).filter(([, distance]) => distance === null || distance > tolerance.weights);
  assert.deepEqual(far, [], "weights at the end differ");
  return greatest;
}

/**
 * The greatest relative difference; fails if it is above the tolerance, and if the lines or their keys
 * are others.
 */
export function compareLosses(ours: readonly Losses[], theirs: readonly Losses[], tolerance = TOLERANCE.losses): number {
  assert.deepEqual(
    theirs.map((line) => Object.keys(line)),
    ours.map((line) => Object.keys(line)),
  );
  let greatest = 0;
  for (const [index, line] of ours.entries())
    for (const [key, value] of Object.entries(line)) {
      const other = theirs[index]![key]!;
      const difference = Math.abs(value - other) / Math.max(Math.abs(value), 1e-12);
      assert.ok(difference <= tolerance, `${key} of line ${index + 1}: ${value} here, ${other} in PyTorch`);
      greatest = Math.max(greatest, difference);
    }
  return greatest;
}
