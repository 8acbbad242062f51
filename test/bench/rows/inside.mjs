// A step of 784-256-128-10 that is looked into: the next step with the numbers of its first picture, another
// stop of the same step, and a step back.

import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { duration, median } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

const GOAL = 0.05;
const kinds = { next: "the next step", stop: "another stop of a step", back: "a step back" };

export async function measureInside({ folder, nodes, rounds }) {
  const args = [join(folder, "inside.cjs"), join(root, "dist", "worker.js")];
  const times = nodes.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { path }] of nodes.entries()) times[index].push(JSON.parse(await run(path, args)));
  }
  return nodes.flatMap((node, index) =>
    Object.entries(kinds).map(([kind, text]) => {
      const seconds = median(times[index].map((measured) => measured[kind]));
      return {
        work: `inside: ${text}, 784-256-128-10`,
        node: nameOf(node),
        ours: duration(seconds),
        goal: `< ${duration(GOAL)}`,
        met: isMet(-seconds, -GOAL),
      };
    }),
  );
}
