// How long a person waits for the report of a split: 16,000 rows, 784-512-256-10, batches of 32; beside the same
// in one call on one thread, during which the worker hears nothing.

import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { duration, times } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

const GOAL = 0.8;
/** Until a cancel is heard. */
const LONGEST = 0.1;

export async function measureEvaluate({ folder, nodes, rounds, record }) {
  const rows = [];
  for (const node of nodes) {
    const args = [join(folder, "evaluate.cjs"), join(root, "dist", "worker.js"), String(rounds)];
    const { once, slices, longest } = JSON.parse(await run(node.path, args));
    record({ row: "evaluate", node: node.version, once, slices, longest });
    const common = { node: nameOf(node) };
    rows.push(
      {
        ...common,
        work: `evaluate: 16,000 rows, 0.5 million parameters; in one call ${duration(once)}`,
        ours: duration(slices),
        ratio: times(once / slices),
        goal: `≤ ${duration(GOAL)}`,
        met: isMet(-slices, -GOAL),
      },
      {
        ...common,
        work: "evaluate: the longest slice, until a cancel is heard",
        ours: duration(longest),
        goal: `≤ ${duration(LONGEST)}`,
        met: isMet(-longest, -LONGEST),
      },
    );
  }
  return rows;
}
