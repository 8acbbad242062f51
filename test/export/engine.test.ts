// PyTorch as the engine of the command line: the built-in engine's losses, first weights bit for bit, more
// processes, a run that goes on, and each way it can fail.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, perceptron } from "../fixtures/code/command-line.ts";
import { trainingDocuments } from "../fixtures/code/training-documents.ts";
import { eventually } from "../harness/patience.ts";
import { findPython } from "./scripts.ts";

const python = findPython();
const WITH = ["--engine", "pytorch", "--python", python];

type Event = Readonly<Record<string, unknown>>;

function train(folder: string, document: string, ...words: readonly string[]): Event[] {
  const { status, stdout, stderr } = perceptron(folder, "train", document, "--json", ...words);
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
}

/** Losses to 1e-5, everything else the same. */
function assertSameRun(one: readonly Event[], other: readonly Event[]): void {
  assert.equal(one.length, other.length);
  for (const [at, event] of one.entries())
    for (const [key, value] of Object.entries(event)) {
      const own = other[at]![key];
      if (key === "seconds") continue;
      if (!key.endsWith("_loss")) assert.deepEqual(own, value, key);
      else
        assert.ok(
          Math.abs(Number(own) - Number(value)) <= 1e-5 * Math.abs(Number(value)),
          `${at} ${key}: ${String(own)}, ${String(value)}`,
        );
    }
}

for (const name of ["binary", "iris", "penguins"])
  test(`${name}: PyTorch trains what the built-in engine does, with one process and with two`, () => {
    const document = `${name}.perceptron`;
    const folder = makeFolder({ [`${name}.csv`]: readFileSync(`samples/${name}.csv`), [document]: readFileSync(`samples/${document}`) });
    const own = train(folder, document, "--epochs", "10");
    assertSameRun(own, train(folder, document, "--epochs", "10", ...WITH));
    assertSameRun(own, train(folder, document, "--epochs", "10", ...WITH, "--processes", "2"));
    train(folder, document, "--epochs", "0", "--save", "own.safetensors");
    train(folder, document, "--epochs", "0", "--save", "torch.safetensors", ...WITH);
    assert.deepEqual(readFileSync(join(folder, "torch.safetensors")), readFileSync(join(folder, "own.safetensors")), "the first weights");
  });

// One of each kind of end, scheduler and rule that the runner has code for.
for (const name of ["CyclicLR", "ReduceLROnPlateau on the training loss"].filter((one) => one in trainingDocuments))
  test(`${name}: the same run`, () => {
    const folder = makeFolder(trainingDocuments[name]!);
    assertSameRun(train(folder, "a.perceptron", "--epochs", "10"), train(folder, "a.perceptron", "--epochs", "10", ...WITH));
  });

test("a run that goes on from its checkpoint is the run that never stopped", () => {
  const folder = makeFolder({ "iris.csv": readFileSync("samples/iris.csv"), "iris.perceptron": readFileSync("samples/iris.perceptron") });
  const whole = train(folder, "iris.perceptron", "--epochs", "8", "--save", "whole.safetensors", ...WITH);
  train(folder, "iris.perceptron", "--epochs", "5", "--save", "half.safetensors", ...WITH);
  const rest = train(folder, "iris.perceptron", "--epochs", "8", "--resume", "half.checkpoint.pt", "--save", "rest.safetensors", ...WITH);
  assert.deepEqual(rest.slice(1, -1), whole.slice(6, -1));
  assert.deepEqual(readFileSync(join(folder, "rest.safetensors")), readFileSync(join(folder, "whole.safetensors")));
  const { status, stderr } = perceptron(folder, "train", "iris.perceptron", "--resume", "half.safetensors", ...WITH);
  assert.equal(status, 1);
  assert.match(stderr, /half\.safetensors is no checkpoint of PyTorch/);
});

test("what lacks is said with its remedy, and what does not fit is refused", () => {
  const folder = makeFolder({ "iris.csv": readFileSync("samples/iris.csv"), "iris.perceptron": readFileSync("samples/iris.perceptron") });
  const fake = (name: string, script: string): string => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return join(folder, name);
  };
  const failures: readonly (readonly [readonly string[], RegExp])[] = [
    [["--engine", "pytorch", "--python", join(folder, "none")], /could not be asked for PyTorch/],
    [
      ["--engine", "pytorch", "--python", fake("bare", 'echo \'perceptron:{"python":"3.12","none":0}\'')],
      /has no PyTorch\. Install it with: .* -m pip install torch/,
    ],
    [
      ["--engine", "pytorch", "--python", fake("old", 'echo \'perceptron:{"python":"3.8","torch":"1.9.0","devices":["cpu"]}\'')],
      /PyTorch 1\.9\.0, and 1\.13 is the oldest/,
    ],
    [[...WITH, "--device", "cuda"], /there is no cuda here, only cpu/],
    [[...WITH, "--device", "tpu"], /There is no device tpu/],
    [["--engine", "torch"], /There is no engine torch. Did you mean/],
    [["--device", "cpu"], /--device is an option of PyTorch/],
    [[...WITH, "--nodes", "2"], /need --nodes M, --node-rank R and --rendezvous/],
  ];
  for (const [words, sentence] of failures) {
    const { status, stderr } = perceptron(folder, "train", "iris.perceptron", ...words);
    assert.equal(status, 1, words.join(" "));
    assert.match(stderr, sentence);
  }
});

/** Starts a run that would take long, and waits for its first epoch. */
async function long(
  ...words: readonly string[]
): Promise<{ readonly output: () => string; readonly pid: number; readonly over: Promise<unknown> }> {
  const folder = makeFolder({
    "b.csv": readFileSync("samples/binary.csv"),
    "b.perceptron": readFileSync("samples/binary.perceptron", "utf8").replace("binary.csv", "b.csv"),
  });
  const cli = join(process.cwd(), "dist/cli.js");
  const child = spawn(process.execPath, [cli, "train", "b.perceptron", "--json", "--epochs", "1000000", ...WITH, ...words], {
    cwd: folder,
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => (text += piece.toString()));
  const over = new Promise((resolve) => child.on("close", resolve));
  await eventually(async () => assert.match(text, /"epoch":1,/));
  return { output: () => text, pid: child.pid!, over };
}

/** The processes below one, whatever they are; Linux only. */
function below(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-e", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!);
  const own = rows.filter(([, , parent]) => Number(parent) === pid).map(([, child]) => Number(child));
  return own.concat(own.flatMap(below));
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
}

test(
  "a process that is killed ends the run with a sentence; so does one of several; nothing stays",
  { skip: process.platform !== "linux" },
  async () => {
    for (const [words, sentence] of [
      [[], /ended from outside \(SIGKILL\)/],
      [["--processes", "2"], /rank [01] ended before the run did/],
    ] as const) {
      const run = await long(...words);
      const started = below(run.pid);
      process.kill(started.at(-1)!, "SIGKILL");
      assert.equal(await run.over, 1);
      assert.match(run.output(), sentence);
      await eventually(async () => assert.deepEqual(started.filter(isAlive), []));
    }
  },
);

test("whoever started it is killed: its processes end, too", { skip: process.platform !== "linux" }, async () => {
  const run = await long("--processes", "2");
  const started = below(run.pid);
  assert.ok(started.length >= 3);
  process.kill(run.pid, "SIGKILL");
  await eventually(async () => assert.deepEqual(started.filter(isAlive), []));
});
