// `npm run bench`: a document trained by the command line, beside its exported script under PyTorch, in one run. Whole programs are timed, reading
// and starting included; medians of rounds that take turns, because machines are noisy.
//   node test/bench/train.mjs [DOCUMENT] [SHARE]     samples/binary.perceptron, and PyTorch on a fortieth of its epochs, where nothing is said

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const [file = "samples/binary.perceptron", share = "40"] = process.argv.slice(2);
const ROUNDS = 3;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs a program and gives its wall clock in seconds and what it printed. */
function time(command, ...args) {
  const start = performance.now();
  const output = execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });
  return { seconds: (performance.now() - start) / 1000, output };
}

function findPython() {
  const named = process.env.PERCEPTRON_PYTHON;
  return (named ? [named] : ["python3", "/usr/bin/python3", "python"]).find((candidate) => {
    try {
      execFileSync(candidate, ["-c", "import torch, pandas"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

const folder = mkdtempSync(join(tmpdir(), "perceptron-bench-"));
try {
  const { data, training } = JSON.parse(readFileSync(file, "utf8"));
  for (const csv of [data.file].flat()) copyFileSync(join(dirname(file), csv), join(folder, basename(csv)));
  const document = join(folder, basename(file));
  copyFileSync(file, document);
  const script = join(folder, "exported.py");
  time(process.execPath, "dist/cli.js", "export", document, "--to", "pytorch", "--out", script);
  const epochs = Math.max(1, Math.round(training.epochs / Number(share)));
  const python = findPython();
  const own = [];
  const theirs = [];
  const idle = [];
  let done;
  for (let round = 0; round < ROUNDS; round++) {
    const run = time(process.execPath, "dist/cli.js", "train", document, "--json");
    own.push(run.seconds);
    done = JSON.parse(run.output.trim().split("\n").at(-1));
    if (python === undefined) continue;
    theirs.push(time(python, script, "--epochs", String(epochs)).seconds);
    idle.push(time(python, script, "--epochs", "0").seconds);
  }
  const seconds = median(own);
  console.log(`${basename(file)}, ${training.epochs} epochs, ${done.steps} steps, medians of ${ROUNDS} rounds`);
  console.log(`perceptron  ${seconds.toFixed(2)} s whole program, ${Math.round(done.steps / done.seconds)} steps/s while it trains`);
  if (python === undefined) {
    console.log("PyTorch     not measured: no Python with torch and pandas. Install them, or name one in PERCEPTRON_PYTHON.");
  } else {
    const perEpoch = (median(theirs) - median(idle)) / epochs;
    const whole = median(idle) + perEpoch * training.epochs;
    const rate = Math.round(done.steps / training.epochs / perEpoch);
    console.log(`PyTorch     ${median(theirs).toFixed(2)} s for ${epochs} epochs, ${rate} steps/s; ${whole.toFixed(0)} s for all of them`);
    console.log(`ratio       ${(whole / seconds).toFixed(0)} times faster`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
