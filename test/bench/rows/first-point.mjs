// The time from Train to the first point of the curve: samples/iris.perceptron, in a worker that is started
// for it (what the extension does) and in one that waits already.

import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { duration, median } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

const GOAL = 0.1;
const kinds = ["started", "warm"];

export async function measureFirstPoint({ folder, nodes, rounds }) {
  const times = nodes.map(() => ({ started: [], warm: [] }));
  const args = [join(folder, "first-point.cjs"), join(root, "dist", "worker.js"), join(root, "samples", "iris.perceptron")];
  for (let round = 0; round < rounds; round++) {
    for (const [index, { path }] of nodes.entries()) {
      const { started, warm } = JSON.parse(await run(path, args));
      times[index].started.push(started);
      times[index].warm.push(warm);
    }
  }
  return nodes.flatMap((node, index) => kinds.map((kind) => rowOf(kind, node, median(times[index][kind]))));
}

function rowOf(kind, node, seconds) {
  return {
    work: `first-point: Train to the first point, iris, worker ${kind}`,
    node: nameOf(node),
    ours: duration(seconds),
    goal: `< ${duration(GOAL)}`,
    met: isMet(-seconds, -GOAL),
  };
}
