import { test } from "node:test";
import { draws, experimentOf, watch, type Network } from "../../../harness/health.ts";
import * as H from "../../../harness/health-networks.ts";
import { format } from "../../../../src/model/message.ts";
const N = Number(process.env["N"] ?? 200), S = Number(process.env["S"] ?? 1);
test("random", async () => {
  const u = draws(S); for (let i = 0; i < 10; i++) u();
  const pick = <T>(l: readonly T[]): T => l[Math.floor(u() * l.length)]!;
  const counts: Record<string, number> = {};
  const sets: any[] = [
    ["iris", "iris.csv", { target: "species", normalize: "standard" }, 3, "c"],
    ["irismm", "iris.csv", { target: "species", normalize: "minmax" }, 3, "c"],
    ["penguins", "penguins.csv", { target: "Species", columns: { Sex: { missing_values: ["."] } }, normalize: "standard" }, 3, "c"],
    ["weather", "seattle-weather.csv", { target: "weather", features: ["precipitation", "temp_max", "temp_min", "wind"], normalize: "standard" }, 5, "c"],
    ["binary", "binary.csv", { target: "pass", normalize: "standard" }, 1, "b"],
    ["binarymm", "binary.csv", { target: "pass", normalize: "minmax" }, 1, "b"],
    ["xor", "xor.csv", { target: "y" }, 1, "b"],
    ["moons", H.moons, {}, 1, "b"], ["two", H.twoClasses, {}, 1, "b"], ["rare", H.rare, {}, 1, "b"], ["weak", H.weak, {}, 1, "b"],
    ["five", H.fiveClasses, {}, 5, "c"], ["bars", H.bars, {}, 2, "c"],
    ["wave", H.wave, {}, 1, "n"], ["plane", H.plane, {}, 1, "n"],
    ["temp", "seattle-weather.csv", { target: "wind", features: ["precipitation", "temp_max", "temp_min"], normalize: "standard" }, 1, "n"],
  ];
  let bad = 0;
  for (let i = 0; i < N; i++) {
    const [name, csv, data, last, kind] = pick(sets);
    const depth = pick([0, 1, 1, 1, 2, 2, 3, 4]);
    const act = pick(["ReLU", "ReLU", "Tanh", "Sigmoid", "LeakyReLU", "GELU", "ELU", "SiLU", "Softplus", "Mish"]);
    const realAct = act === "Sigmoid" && depth > 2 ? "ReLU" : act;
    const units = pick([4, 8, 16, 32, 64]);
    const layers: any[] = [];
    const bn = u() < 0.15, drop = u() < 0.15;
    for (let d = 0; d < depth; d++) { layers.push({ type: "Linear", out_features: units }); if (bn) layers.push({ type: "BatchNorm1d" }); layers.push({ type: realAct }); if (drop) layers.push({ type: "Dropout", p: 0.2 }); }
    layers.push({ type: "Linear", out_features: last });
    const opt = pick(["Adam", "Adam", "SGD", "SGD", "SGDm", "AdamW", "RMSprop", "Adagrad", "Adamax", "RAdam"]);
    const optimizer = opt === "SGD" ? { type: "SGD", lr: pick([0.01, 0.05, 0.1, 0.1]) } : opt === "SGDm" ? { type: "SGD", lr: pick([0.01, 0.05]), momentum: 0.9 } : { type: opt, lr: opt === "Adagrad" ? 0.05 : pick([0.001, 0.003, 0.01]) };
    const batch = pick(bn ? [8, 16, 32, 64] : [8, 16, 32, 32, 64, 128]);
    const epochs = pick([10, 20, 30, 50, 100, 150]);
    let loss: any = kind === "c" ? { type: "CrossEntropyLoss" } : kind === "b" ? { type: "BCEWithLogitsLoss" } : pick([{ type: "MSELoss" }, { type: "L1Loss" }, { type: "HuberLoss" }, { type: "SmoothL1Loss" }]);
    if (kind === "b" && u() < 0.5) { layers.push({ type: "Sigmoid" }); loss = { type: "BCELoss" }; }
    const net: Network = { csv, data, layers, training: { epochs, batch_size: batch, seed: Math.floor(u() * 1000), loss, optimizer } };
    if (bn) net.training["drop_last"] = true;
    const { findings, results } = await watch(experimentOf(net), csv);
    const f = (x?: number) => x?.toPrecision(3);
    if (findings.length) { bad++; for (const x of findings) counts[x.code] = (counts[x.code] ?? 0) + 1;
      console.log(i, name, depth, realAct, units, opt, optimizer.lr, "b" + batch, "e" + epochs, loss.type, bn ? "bn" : "", drop ? "drop" : "", "|", f(results[0]?.trainLoss), f(results[0]?.validationLoss), f(results.at(-1)?.trainLoss), f(results.at(-1)?.validationLoss), "minval", f(Math.min(...results.map(r => r.validationLoss ?? 9))), findings.map(x => `${x.code} ${x.layer} @${x.epoch}` + (process.env["V"] ? format(x.message) : "")).join("; ")); }
  }
  console.log(N, "bad", bad, JSON.stringify(counts));
});
