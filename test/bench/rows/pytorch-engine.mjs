// PyTorch as an engine beside PyTorch alone: an epoch of `train --engine pytorch` beside one of the exported
// script, in one process and under torchrun in two, and the time from Train to the first point. Wall clock of
// whole programs; an epoch is the difference of a long run and a short one, so that no start counts.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { threadEnvironment } from "../lib/places.mjs";
import { duration, median, medianRatio, times } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";
import { works } from "./works.mjs";

/** How much of the bare script's speed is to be left, alone and of two processes. */
const GOALS = { 1: 1 / 1.05, 2: 1 / 1.15 };
/** Seconds from Train to the first point. */
const FIRST_POINT = 3;
const ROWS = 4096;
/** Epochs of a short run and of a long one. */
const EPOCHS = [1, 13];
/** A round starts eight programs that take seconds. */
const MOST_ROUNDS = 5;

export async function measurePyTorchEngine({ nodes: [node], python, rounds, note }) {
  if (python === undefined) return [];
  const folder = mkdtempSync(join(tmpdir(), "perceptron-bench-"));
  try {
    const most = Math.min(rounds, MOST_ROUNDS);
    const rows = [];
    for (const name of ["W3", "W4"]) {
      const work = works.find((one) => one.name === name);
      writeWork(folder, work);
      for (const processes of [1, 2]) rows.push(await measureEpochs(folder, work, processes, node, python, most));
    }
    rows.push(await measureFirstPoint(folder, node, python, most));
    note(
      "pytorch-engine: ours is the command line with --engine pytorch; PyTorch's is the exported script, of two processes under torchrun.",
    );
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A document of a network, and a table of made-up numbers for it. */
function writeWork(folder, { name, inputs, batchSize, layers, loss, optimizer }) {
  const { out_features: outputs } = layers.at(-1);
  const header = [...Array.from({ length: inputs }, (_, column) => `x${column}`), "y"];
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const values = header.slice(1).map((_, column) => ((row * row * 31 + column * 17 + row * column) % 97) / 97);
    return [...values.map((value) => value.toFixed(3)), outputs > 1 ? `c${row % outputs}` : (row % 89) / 89].join(",");
  });
  writeFileSync(join(folder, `${name}.csv`), `${[header, ...lines].join("\n")}\n`);
  const data = { file: `${name}.csv`, target: "y", split: { train: 1, validation: 0, test: 0 } };
  const training = { epochs: EPOCHS[1], batch_size: batchSize, loss, optimizer };
  writeFileSync(join(folder, `${name}.perceptron`), JSON.stringify({ format: 1, data, layers, training }));
}

async function measureEpochs(folder, { name, about }, processes, node, python, rounds) {
  const program = join(root, "dist", "cli.js");
  const document = `${name}.perceptron`;
  const script = `${name}-${processes}.py`;
  const env = { ...process.env, ...threadEnvironment({ omp: 1, blas: 1 }) };
  const format = processes === 1 ? "pytorch" : "torchrun";
  await run(node.path, [program, "export", document, "--to", format, "--out", script], { cwd: folder });
  const ours = (epochs) => [
    node.path,
    [
      program,
      "train",
      document,
      "--json",
      "--engine",
      "pytorch",
      "--python",
      python.path,
      "--threads",
      1,
      "--processes",
      processes,
      "--epochs",
      epochs,
    ],
  ];
  const torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", String(processes), ...withoutRedirects(python)];
  const theirs = (epochs) => [python.path, [...(processes === 1 ? [] : torchrun), script, "--epochs", epochs]];
  const spent = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round++)
    for (const [side, words] of Object.entries({ ours, theirs })) {
      const [short, long] = [await time(words(EPOCHS[0]), folder, env), await time(words(EPOCHS[1]), folder, env)];
      spent[side].push((long - short) / (EPOCHS[1] - EPOCHS[0]));
    }
  const ratio = medianRatio(spent.theirs, spent.ours);
  const goal = GOALS[processes];
  return {
    work: `pytorch-engine: an epoch of ${ROWS} rows, ${about}, ${processes === 1 ? "one process" : "two processes"}`,
    node: nameOf(node),
    ours: duration(median(spent.ours)),
    theirs: duration(median(spent.theirs)),
    ratio: times(ratio),
    goal: `≥ ${times(goal)}`,
    met: isMet(ratio, goal),
  };
}

/** torchrun 1.13 under Python 3.11 does not find its own default. */
function withoutRedirects({ version }) {
  return version.startsWith("1.") ? ["--redirects", "9:1", "--tee", "9:1"] : [];
}

async function measureFirstPoint(folder, node, python, rounds) {
  const seconds = [];
  const words = [join(root, "dist", "cli.js"), "train", join(root, "samples", "iris.perceptron"), "--json", "--engine", "pytorch"];
  for (let round = 0; round < rounds; round++)
    seconds.push(await untilFirst(node.path, [...words, "--python", python.path], folder, '{"event":"epoch"'));
  return {
    work: "pytorch-engine: Train to the first point, iris, with the start of Python and torch",
    node: nameOf(node),
    ours: duration(median(seconds)),
    goal: `< ${duration(FIRST_POINT)}`,
    met: isMet(-median(seconds), -FIRST_POINT),
  };
}

/** Seconds until a program prints a line that begins so; it ends then. */
function untilFirst(command, args, cwd, beginning) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    let seconds;
    child.stdout.setEncoding("utf8").on("data", (piece) => {
      text += piece;
      if (seconds !== undefined || !text.includes(beginning)) return;
      seconds = (performance.now() - start) / 1000;
      child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", () => (seconds === undefined ? reject(new Error(`No line begins with ${beginning}: ${text}`)) : resolve(seconds)));
  });
}

/** Wall clock of a program, in seconds. */
async function time([command, args], cwd, env) {
  const start = performance.now();
  await run(command, args.map(String), { cwd, env });
  return (performance.now() - start) / 1000;
}
