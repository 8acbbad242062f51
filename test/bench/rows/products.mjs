// Matrix products beside the machine's own 128-bit multiply-add peak, both measured in turns in one process.

import { Contender } from "../lib/contender.mjs";
import { figure, median, medianRatio } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

const GOAL = 0.9;
/** Milliseconds that each Node has in a round. */
const SLICE = 400;
/** Rows, values in, values out: the largest layer of W3, of W4, and a square one. */
const shapes = [
  [128, 784, 256],
  [256, 1024, 1024],
  [512, 512, 512],
];
/** M × K × N of each product of a layer: W as it is, transposed, and the gradient of W. */
const kinds = {
  NN: ([rows, inFeatures, outFeatures]) => [rows, outFeatures, inFeatures],
  NT: ([rows, inFeatures, outFeatures]) => [rows, inFeatures, outFeatures],
  TN: ([rows, inFeatures, outFeatures]) => [outFeatures, rows, inFeatures],
};

export async function measureProducts({ bundle, nodes, rounds, note }) {
  const rows = [];
  const contenders = nodes.map(({ path }) => new Contender(path, [bundle]));
  try {
    for (const shape of shapes) {
      const measured = nodes.map(() => ({ peak: [], NN: [], NT: [], TN: [] }));
      for (let round = 0; round < rounds; round++) {
        for (const [index, contender] of contenders.entries()) {
          const { rates, peakKind, backend } = await contender.ask({ products: shape, milliseconds: SLICE });
          for (const [kind, values] of Object.entries(rates)) measured[index][kind].push(...values);
          note(`products, Node ${nodes[index].version}: the peak is that of ${peakKind}, the engine's backend is ${backend}.`);
        }
      }
      for (const [index, node] of nodes.entries()) {
        for (const [kind, sizes] of Object.entries(kinds))
          rows.push(rowOf(`product ${kind}: ${sizes(shape).join(" × ")}`, node, measured[index], kind));
      }
    }
  } finally {
    await Promise.all(contenders.map((contender) => contender.close()));
  }
  return rows;
}

function rowOf(work, node, measured, kind) {
  const share = medianRatio(measured[kind], measured.peak);
  return {
    work,
    node: nameOf(node),
    ours: `${figure(median(measured[kind]))} GFLOPS`,
    theirs: `peak: ${figure(median(measured.peak))} GFLOPS`,
    ratio: `${(share * 100).toFixed(1)} %`,
    ...(node.isMarked ? {} : { goal: `≥ ${GOAL * 100} %`, met: isMet(share, GOAL) }),
  };
}
