// What trials side by side are worth: one sweep with one worker and with one for each core, in turns. Beside
// it stands what the machine gives at all: as many programs that know nothing of each other, each with the
// whole sweep. Cores that share their units or their caches give less than their number.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { Contender } from "../lib/contender.mjs";
import { duration, median, medianRatio, times } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";

/** The share of what the machine gives that a sweep should reach. */
const GOAL = 0.9;

/**
 * Half a second of trials so short that what lies between them and the start of the workers count, which has
 * no goal; and seconds of longer ones.
 */
const sweeps = [
  { document: "samples/iris.perceptron", kind: "rates", trials: 40, epochs: 100, goal: undefined },
  { document: "samples/binary.perceptron", kind: "rates", trials: 8, epochs: 3000, goal: GOAL },
  { document: "lessons/xor/xor.perceptron", csv: "samples/xor.csv", kind: "seeds", trials: 50, epochs: 500, goal: GOAL },
];

export async function measureTrials({ folder, nodes, rounds, record }) {
  const cores = availableParallelism();
  const rows = [];
  for (const node of nodes) {
    const programs = Array.from({ length: cores }, () => new Contender(node.path, [join(folder, "trials.cjs"), root]));
    try {
      for (const sweep of sweeps) rows.push(await rowOf(node, programs, sweep, rounds, record));
    } finally {
      await Promise.all(programs.map((program) => program.close()));
    }
  }
  return rows;
}

async function rowOf(node, programs, { document: name, csv, kind, trials, epochs, goal }, rounds, record) {
  const cores = programs.length;
  const asked = { document: join(root, name), ...(csv ? { csv: join(root, csv) } : {}), kind, epochs, trials };
  const train = async (program, workers) => (await program.ask({ ...asked, workers })).seconds;
  const turns = {
    one: () => train(programs[0], 1),
    all: () => train(programs[0], cores),
    apart: async () => Math.max(...(await Promise.all(programs.map((program) => train(program, 1))))),
  };
  const seconds = { one: [], all: [], apart: [] };
  // The first round is for the compiler.
  for (let round = -1; round < rounds; round++) {
    const names = Object.keys(turns);
    // There and back again, so that no turn is always the last.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const taken = await turns[name]();
      if (round >= 0) seconds[name].push(taken);
    }
  }
  record({ row: "trials", document: name, node: node.version, ...seconds });
  const ratio = medianRatio(seconds.one, seconds.all);
  const ideal = cores * medianRatio(seconds.one, seconds.apart);
  return {
    work: `trials: ${csv ?? name}, ${trials} ${kind === "seeds" ? "seeds" : "trials"} of ${epochs} epochs, one worker; ${cores} programs apart give ${times(ideal)}`,
    node: nameOf(node),
    ours: duration(median(seconds.one)),
    oursBest: `${duration(median(seconds.all))} (${cores})`,
    ratioBest: times(ratio),
    ...(goal === undefined ? {} : { goalBest: `≥ ${times(goal * ideal)}`, metBest: isMet(ratio, goal * ideal) }),
  };
}
