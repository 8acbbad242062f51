// Runs of the command line on both engines, beside each other, and the processes that such a run has.

import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { CLI, makeFolder, perceptron } from "../fixtures/code/command-line.ts";
import { eventually } from "../harness/patience.ts";
import { findPython } from "./scripts.ts";

/** What `train` prints with --json, a line. */
export type Event = Readonly<Record<string, unknown>>;

export const python = findPython();
/** The words that let PyTorch train. */
export const WITH = ["--engine", "pytorch", "--python", python];

export function sample(name: string): string {
  return makeFolder({
    [`${name}.csv`]: readFileSync(`samples/${name}.csv`),
    [`${name}.perceptron`]: readFileSync(`samples/${name}.perceptron`),
  });
}

/** Trains to the end. @returns what it printed, and what it said beside that */
export function train(folder: string, document: string, ...words: readonly string[]): Event[] {
  return trainAnd(folder, document, ...words).events;
}

export function trainAnd(
  folder: string,
  document: string,
  ...words: readonly string[]
): { readonly events: Event[]; readonly said: string; readonly status: number | null } {
  const { status, stdout, stderr } = perceptron(folder, "train", document, "--json", ...words);
  assert.notEqual(stdout, "", stderr);
  return { events: eventsIn(stdout), said: stderr, status };
}

/** The same as `train`, while other things go on. */
export async function training(folder: string, document: string, ...words: readonly string[]): Promise<Event[]> {
  const run = promisify(execFile)(process.execPath, [CLI, "train", document, "--json", ...words], { cwd: folder });
  // A run that diverges ends with 1, after all it has to say.
  const { stdout, stderr } = await run.catch((error: unknown) => error as { readonly stdout: string; readonly stderr: string });
  assert.notEqual(stdout, "", stderr);
  return eventsIn(stdout);
}

export function eventsIn(text: string): Event[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
}

/** Losses to 1e-5, learning rates but for their last bits, everything else the same but the time. */
export function assertSameRun(one: readonly Event[], other: readonly Event[]): void {
  assert.equal(one.length, other.length);
  for (const [at, event] of one.entries())
    for (const [key, value] of Object.entries(event)) {
      const own = other[at]![key];
      if (key === "seconds") continue;
      const share = key.endsWith("_loss") ? 1e-5 : key === "lr" ? 1e-12 : undefined;
      if (share === undefined) assert.deepEqual(own, value, key);
      else
        assert.ok(
          Math.abs(Number(own) - Number(value)) <= share * Math.abs(Number(value)),
          `${at} ${key}: ${String(own)}, ${String(value)}`,
        );
    }
}

/** A run that goes on. */
export interface Running {
  /** What it has printed and said so far. */
  readonly output: () => string;
  readonly pid: number;
  /** Resolves with its exit code. */
  readonly over: Promise<number | null>;
}

/** Starts a run and waits for its third epoch. */
export async function running(folder: string, document: string, ...words: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [CLI, "train", document, "--json", ...WITH, ...words], { cwd: folder });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => (text += piece.toString()));
  const over = new Promise<number | null>((resolve) => child.on("close", resolve));
  await eventually(async () => assert.match(text, /"epoch":3,/));
  return { output: () => text, pid: child.pid!, over };
}

/** The epochs among what a run has printed. */
export function epochsIn(output: string): Event[] {
  return eventsIn(
    output
      .split("\n")
      .filter((line) => line.startsWith('{"event":"epoch"'))
      .join("\n"),
  );
}

/** A port that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The processes below one, whatever they are; Linux only. */
export function below(pid: number): { readonly pid: number; readonly words: string }[] {
  const { stdout } = spawnSync("ps", ["-e", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!);
  const own = rows.filter(([, , parent]) => Number(parent) === pid).map(([, child, , words]) => ({ pid: Number(child), words: words! }));
  return own.concat(own.flatMap((one) => below(one.pid)));
}

/** The processes of torchrun that train. */
export function ranksOf(pid: number): number[] {
  return below(pid)
    .filter(({ words }) => words.endsWith("perceptron_runner.py") && !words.includes("torch.distributed.run"))
    .map((one) => one.pid);
}

export function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(join("/proc", String(pid), "status"), "utf8"));
}
