// A picture of the decision boundary of samples/iris.perceptron and samples/binary.perceptron, as the worker
// answers it while a run goes on.

import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { duration, median } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

const GOAL = 0.02;
const samples = ["iris", "binary"];

export async function measureBoundary({ folder, nodes, rounds }) {
  const times = nodes.map(() => Object.fromEntries(samples.map((sample) => [sample, []])));
  for (let round = 0; round < rounds; round++) {
    for (const [index, { path }] of nodes.entries()) {
      for (const sample of samples) {
        const args = [join(folder, "boundary.cjs"), join(root, "samples", `${sample}.perceptron`)];
        times[index][sample].push(JSON.parse(await run(path, args)).boundary);
      }
    }
  }
  return nodes.flatMap((node, index) => samples.map((sample) => rowOf(sample, node, median(times[index][sample]))));
}

function rowOf(sample, node, seconds) {
  return {
    work: `boundary: 100 × 100 points with rows, score and units, ${sample}`,
    node: nameOf(node),
    ours: duration(seconds),
    goal: `≤ ${duration(GOAL)}`,
    met: isMet(-seconds, -GOAL),
  };
}
