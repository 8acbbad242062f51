// What a network takes and whether it grows: bytes in use before and after 100,000 steps, with the garbage
// collected.

import { Contender } from "../lib/contender.mjs";
import { nameOf } from "../lib/table.mjs";
import { works } from "./works.mjs";

const STEPS = 100_000;
/** Growth that is no growth: the compiler and the collector move this much by themselves. */
const SLACK = 64 * 1024;
const PROCESS_SLACK = 4 * 1024 * 1024;

export async function measureMemory({ bundle, nodes, note }) {
  const rows = [];
  const work = works.find(({ name }) => name === "W2");
  for (const node of nodes) {
    const contender = new Contender(node.path, ["--expose-gc", bundle]);
    try {
      const { before, after, arena, batch } = await contender.ask({ memory: work, steps: STEPS });
      const grown = Object.fromEntries(Object.keys(before).map((key) => [key, after[key] - before[key]]));
      const isSteady = grown.engine === 0 && grown.buffers <= SLACK && grown.heap <= SLACK && grown.process <= PROCESS_SLACK;
      rows.push({
        work: `memory: W2, growth over ${STEPS} steps`,
        node: nameOf(node),
        ours: `engine ${signed(grown.engine)}, heap ${signed(grown.heap)}`,
        goal: "none",
        met: isSteady ? "yes" : "no",
      });
      note(
        `memory, Node ${node.version}: the engine holds ${kilobytes(after.engine)}, of which ${kilobytes(arena)} are parameters and what the optimizer ` +
          `keeps, ${kilobytes(batch)} a batch and its gradients. Buffers beside it grew by ${kilobytes(grown.buffers)}, the process by ` +
          `${kilobytes(grown.process)}.`,
      );
    } finally {
      await contender.close();
    }
  }
  return rows;
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1024)} kB`;
}

function signed(bytes) {
  return bytes > 0 ? `+${kilobytes(bytes)}` : kilobytes(bytes);
}
