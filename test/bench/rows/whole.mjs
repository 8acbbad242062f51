// A whole program: `perceptron train` on samples/binary.perceptron, all of its epochs, beside its exported
// script under PyTorch on a part of them. Wall clock, with starting and reading.

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { threadEnvironment } from "../lib/places.mjs";
import { duration, median, medianRatio, times } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

const GOAL = 100;
/**
 * The exported script trains this part of the epochs; the rest is reckoned, because all of them take it
 * minutes.
 */
const SHARE = 1 / 40;
/** A whole program takes seconds and is measured over all of them. */
const MOST_ROUNDS = 5;

export async function measureWhole({ nodes, python, rounds }) {
  const folder = mkdtempSync(join(tmpdir(), "perceptron-bench-"));
  try {
    for (const name of ["binary.perceptron", "binary.csv"]) copyFileSync(join(root, "samples", name), join(folder, name));
    const document = join(folder, "binary.perceptron");
    const { epochs } = JSON.parse(readFileSync(document, "utf8")).training;
    const script = join(folder, "exported.py");
    const program = join(root, "dist", "cli.js");
    await run(process.execPath, [program, "export", document, "--to", "pytorch", "--out", script]);
    const part = Math.round(epochs * SHARE);
    const ours = nodes.map(() => []);
    const theirs = [];
    const env = { ...process.env, ...threadEnvironment({ omp: 1, blas: 1 }) };
    for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round++) {
      for (const [index, { path }] of nodes.entries()) ours[index].push(await time(path, [program, "train", document, "--json"]));
      if (python === undefined) continue;
      const idle = await time(python.path, [script, "--epochs", "0"], { env, cwd: folder });
      const some = await time(python.path, [script, "--epochs", String(part)], { env, cwd: folder });
      theirs.push(idle + (some - idle) / SHARE);
    }
    return nodes.map((node, index) => rowOf(node, epochs, ours[index], theirs));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rowOf(node, epochs, ours, theirs) {
  const work = `binary: samples/binary.perceptron, ${epochs} epochs, the whole program`;
  const row = { work, node: nameOf(node), ours: duration(median(ours)) };
  if (theirs.length === 0) return row;
  const ratio = medianRatio(theirs, ours);
  const goals = node.isMarked ? {} : { goal: `≥ ${GOAL}×`, met: isMet(ratio, GOAL) };
  return { ...row, theirs: duration(median(theirs)), ratio: times(ratio), ...goals };
}

/** Wall clock of a program, in seconds. */
async function time(command, args, options) {
  const start = performance.now();
  await run(command, args, options);
  return (performance.now() - start) / 1000;
}
