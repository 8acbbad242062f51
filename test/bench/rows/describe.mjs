// A table of 1,000,000 × 20 described again after one change of a column, beside one that is described anew.

import { join } from "node:path";
import { run } from "../../../scripts/lib/run.mjs";
import { duration, times } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

const GOAL = 0.15;
const works = {
  scaling: "another scaling of a column",
  filling: "gaps filled in another way",
  dropping: "rows with gaps left out",
  role: "another target",
};

export async function measureDescribe({ folder, nodes, rounds, record }) {
  const rows = [];
  for (const node of nodes) {
    const measured = JSON.parse(await run(node.path, [join(folder, "describe.cjs"), String(rounds)]));
    record({ row: "describe", node: node.version, ...measured });
    for (const [name, { again, anew }] of Object.entries(measured))
      rows.push({
        work: `describe: 1,000,000 rows, ${works[name]}; anew ${duration(anew)}`,
        node: nameOf(node),
        ours: duration(again),
        ratio: times(anew / again),
        goal: `≤ ${duration(GOAL)}`,
        met: isMet(-again, -GOAL),
      });
  }
  return rows;
}
