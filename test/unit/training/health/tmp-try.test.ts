import { test } from "node:test";
import { changed, experimentOf, table, watch } from "../../../harness/health.ts";
import * as H from "../../../harness/health-networks.ts";
const { of, lin, act, mlp, deep, bce, ce, mse, adam, sgd, raw } = H;
const bcel = { type: "BCELoss" };
const house = table(400, 4, ([a = 0, b = 0, c = 0], n) => Math.round(200 + 50 * a + 20 * b - 10 * c + 5 * n), 31);
const houseRaw = changed(house, (v, c) => Math.round([1500 + 400 * v, 30 + 10 * v, 3 + v, 20000 + 5000 * v][c]!));
const noise = table(300, 5, (_, n) => (n > 0 ? 1 : 0), 32);
const fewNoise = table(80, 10, ([a = 0], n) => (a + 2 * n > 0 ? 1 : 0), 33);
const cases: Record<string, any> = {
  "H pen raw adam relu": of(H.penguins(raw), mlp(3), ce, adam(0.001), 100),
  "H pen raw adam .01": of(H.penguins(raw), mlp(3), ce, adam(0.01), 100),
  "H weather raw adam": of(H.weather(raw), mlp(5), ce, adam(0.005), 60),
  "H binary raw adam": of(H.binary(raw), mlp(1), bce, adam(0.01), 60),
  "H binary raw adam sigmoid out": of(H.binary(raw), [lin(16), act("ReLU"), lin(1), act("Sigmoid")], bcel, adam(0.003), 60),
  "H binary raw sgd 1e-4 relu": of(H.binary(raw), mlp(1), bce, sgd(0.0001), 100),
  "H house adam .1 raw target": of(house, mlp(1), mse, adam(0.1), 150),
  "H house sgd": of(house, [lin(1)], mse, sgd(0.01), 100),
  "H house mlp sgd": of(house, mlp(1, "Tanh"), mse, sgd(0.001), 100),
  "? noise": of(noise, mlp(1), bce, adam(0.01), 40),
  "? noise lr": of(noise, [lin(1)], bce, sgd(0.1), 60),
  "S houseRaw sgd .01": of(houseRaw, [lin(1)], mse, sgd(0.01), 30),
  "S houseRaw mlp sgd": of(houseRaw, mlp(1), mse, sgd(0.001), 30),
  "S houseRaw tanh": of(houseRaw, mlp(1, "Tanh"), mse, adam(0.01), 60),
  "S lr 0": of(H.iris(), mlp(3), ce, sgd(0), 30),
  "S lr 1e-9 20ep": of(H.twoClasses, mlp(1), bce, sgd(1e-9), 20),
  "S few noise": of({ csv: fewNoise, data: { split: { train: 0.6, validation: 0.4, test: 0 } } }, deep(1, "ReLU", 2, 64), bce, adam(0.01), 100),
  "S weak overfit": of({ csv: H.weak, data: { split: { train: 0.1, validation: 0.2, test: 0.7 } } }, deep(1, "ReLU", 2, 64), bce, adam(0.01), 60),
  "S lr1 plane": of(H.plane, [lin(1)], mse, sgd(1), 10),
  "S lr1 wave": of(H.wave, mlp(1), mse, sgd(1), 20),
  "S lr 50 iris": of(H.iris(), mlp(3), ce, sgd(50), 40),
  "S lr 10 adam moons": of(H.moons, deep(1, "ReLU", 2), bce, adam(10), 40),
  "S lr 1 adam tanh": of(H.moons, deep(1, "Tanh", 2), bce, adam(1), 40),
  "S 15ep const": of(H.twoClasses, [lin(8, { init: "zeros" }), act("Tanh"), lin(1, { init: "zeros" })], bce, sgd(0.1), 15),
  "S all dead lr": of(H.twoClasses, deep(1, "ReLU", 2), bce, sgd(100), 30),
  "S step hidden": of(H.twoClasses, [lin(8), act("Step"), lin(8), act("Step"), lin(1)], bce, sgd(0.01), 30),
  "S sig x4 adam": of(H.twoClasses, deep(1, "Sigmoid", 6, 16), bce, adam(0.001), 30),
  "S tanh x15 sgd": of(H.twoClasses, deep(1, "Tanh", 15, 16), bce, sgd(0.01), 30),
  "S minmax sgd": of(H.penguins({ normalize: "minmax" }), mlp(3), ce, sgd(0.1), 60),
  "S positive far": of(changed(H.twoClasses, (v) => Number((1000 + 10 * v).toFixed(2))), [lin(1)], bce, sgd(0.001), 40),
  "S hard sat tanh out": of(changed(H.wave, (v) => v * 500), [lin(16), act("Tanh"), lin(16), act("Tanh"), lin(1)], mse, sgd(0.01), 30),
};
const uni = (lo: number, hi: number, k: number, cls: boolean) => { const u = (v: number) => lo + (hi - lo) * (0.5 + 0.5 * Math.tanh(v * 0.8)); return changed(table(400, k, (x, n) => cls ? (x[0]! + x[1]! + 0.3 * n > 0 ? 1 : 0) : Number((x[0]! + x[1]! + 0.2 * n).toFixed(4)), 51), (v) => Number(u(v).toFixed(4))); };
for (const [lo, hi] of [[0, 1], [0, 10], [1, 5], [10, 20], [0, 100]] as const) for (const lr of [0.001, 0.01, 0.1, 0.5])
  for (const [n, layers, loss, cls] of [["lin bce", [lin(1)], bce, true], ["relu bce", mlp(1, "ReLU", 8), bce, true], ["sig bce", mlp(1, "Sigmoid", 8), bce, true], ["lin mse", [lin(1)], mse, false], ["relu mse", mlp(1, "ReLU", 8), mse, false]] as const)
    cases[`Z ${lo}-${hi} lr ${lr} ${n}`] = of(uni(lo, hi, 3, cls), layers, loss, sgd(lr), 30);
test("try", async () => {
  for (const [name, net] of Object.entries<any>(cases)) {
    if (process.env["ONLY"] && !name.includes(process.env["ONLY"])) continue;
    const { findings, results } = await watch(experimentOf(net), net.csv);
    const f = (x?: number) => x?.toPrecision(3);
    console.log(name, "|", f(results[0]?.trainLoss), f(results.at(-1)?.trainLoss), f(results.at(-1)?.validationLoss), results.length, "|", findings.map(x => `${x.code} ${x.layer} @${x.epoch}`).join("; "));
  }
});
