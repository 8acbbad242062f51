import { test } from "node:test";
import { readFileSync } from "node:fs";
import { bytesSource } from "../../../../src/data/sources.ts";
import { prepareExperiment } from "../../../../src/training/experiment.ts";
import { TrainingRun } from "../../../../src/training/run.ts";
import { draws, experimentOf } from "../../../harness/health.ts";
import * as H from "../../../harness/health-networks.ts";
test("dead", async () => {
  const u = draws(77); for (let i = 0; i < 10; i++) u();
  const pick = <T>(l: readonly T[]): T => l[Math.floor(u() * l.length)]!;
  const sets: any[] = [H.iris(), H.iris({ normalize: "minmax" }), H.penguins(), H.binary(), H.binary({ normalize: "minmax" }), { csv: H.moons }, { csv: H.twoClasses }, { csv: H.fiveClasses }, { csv: H.bars }];
  const outs = [3, 3, 3, 1, 1, 1, 1, 5, 2];
  const hist: Record<string, number[]> = {};
  for (let i = 0; i < 200; i++) {
    const s = Math.floor(u() * sets.length); const src = sets[s];
    const depth = pick([1, 1, 2, 2, 3, 4]), units = pick([4, 8, 16, 32, 64, 128]);
    const optimizer = pick([H.adam(0.01), H.adam(0.003), H.sgd(0.1), H.sgd(0.05, 0.9), H.adam(0.03)]);
    const net = H.of(src, H.deep(outs[s]!, "ReLU", depth, units), outs[s] === 1 ? H.bce : H.ce, optimizer, pick([20, 50, 100]), { seed: i });
    const bytes = typeof net.csv === "string" ? readFileSync("samples/" + net.csv) : new TextEncoder().encode([net.csv.names.join(","), ...net.csv.rows.map((r) => r.join(","))].join("\n"));
    const ex = experimentOf(net);
    const results: any[] = [];
    const run = new TrainingRun(await prepareExperiment(ex, [bytesSource(String(ex.data.file), bytes)]), { onEpoch: (r) => results.push(r) });
    while (run.epochs < ex.training.epochs - 1) run.advanceEpoch(() => false);
    const looks = [0, 1, 2, 3].map((b) => run.look(b));
    for (let l = 0; l < depth; l++) {
      const dead = Math.min(...looks.map((k) => k.layers[2 * l + 1]!.dead));
      (hist[units] ??= []).push(dead);
      if (dead >= 0.6) console.log(units, "layer", l, "of", depth, "dead", dead.toFixed(2), "loss", results[0].trainLoss.toFixed(3), "→", results.at(-1).trainLoss.toFixed(3), JSON.stringify(optimizer));
    }
  }
  for (const [k, v] of Object.entries(hist)) { const s = v.toSorted((a, b) => a - b); console.log("units", k, "n", s.length, "median", s[s.length >> 1], "p95", s[Math.floor(s.length * 0.95)], "max", s.at(-1)); }
});
