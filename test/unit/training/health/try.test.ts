import { test } from "node:test";
import { changed, experimentOf, watch } from "../../../harness/health.ts";
import * as H from "./healthy.ts";
import { format } from "../../../../src/model/message.ts";
const lin = (out_features: number, more: object = {}) => ({ type: "Linear", out_features, ...more });
const act = (type: string) => ({ type });
const bce = { type: "BCEWithLogitsLoss" }, bcel = { type: "BCELoss" }, ce = { type: "CrossEntropyLoss" }, mse = { type: "MSELoss" };
const sgd = (lr: number, momentum = 0) => ({ type: "SGD", lr, momentum });
const adam = (lr: number) => ({ type: "Adam", lr });
const bin = { target: "pass" }, bins = { target: "pass", normalize: "standard" };
const iris = { target: "species", normalize: "standard" }, raw = { target: "species" };
const deep = (last: number, kind: string, depth: number, units = 16) => [...Array.from({ length: depth }, () => [lin(units), act(kind)]).flat(), lin(last)];
const pen = (normalize: string) => ({ target: "Species", columns: { Sex: { missing_values: ["."] } }, normalize });
const cases: any = {
  "zz bin .001": { csv: "binary.csv", data: bin, layers: [lin(1)], training: { epochs: 50, loss: bce, optimizer: sgd(0.001) } },
  "zz bin .0005 b4": { csv: "binary.csv", data: bin, layers: [lin(1)], training: { epochs: 50, batch_size: 4, loss: bce, optimizer: sgd(0.0005) } },
  "zz bin .01 logits": { csv: "binary.csv", data: bin, layers: [lin(1)], training: { epochs: 50, loss: bce, optimizer: sgd(0.01) } },
  "zz bin hidden relu .01": { csv: "binary.csv", data: bin, layers: deep(1, "ReLU", 1), training: { epochs: 50, loss: bce, optimizer: sgd(0.01) } },
  "zz bin hidden sigmoid .1": { csv: "binary.csv", data: bin, layers: deep(1, "Sigmoid", 1), training: { epochs: 50, loss: bce, optimizer: sgd(0.1) } },
  "zz bin minmax .1 1layer": { csv: "binary.csv", data: { target: "pass", normalize: "minmax" }, layers: [lin(1)], training: { epochs: 50, loss: bce, optimizer: sgd(0.1) } },
  "zz bin minmax 10": { csv: "binary.csv", data: { target: "pass", normalize: "minmax" }, layers: [lin(1)], training: { epochs: 50, loss: bce, optimizer: sgd(10) } },
  "zz iris raw .1": { csv: "iris.csv", data: raw, layers: [lin(3)], training: { epochs: 100, loss: ce, optimizer: sgd(0.1) } },
  "zz iris raw .01 mlp": { csv: "iris.csv", data: raw, layers: deep(3, "Tanh", 1), training: { epochs: 100, loss: ce, optimizer: sgd(0.01) } },
  "zz pen raw .01": { csv: "penguins.csv", data: pen("none"), layers: deep(3, "ReLU", 1), training: { epochs: 50, loss: ce, optimizer: sgd(0.01) } },
  "zz pen raw 1e-6": { csv: "penguins.csv", data: pen("none"), layers: [lin(3)], training: { epochs: 50, loss: ce, optimizer: sgd(1e-6) } },
  "zz u10 mse": { csv: changed(H.plane, (v) => 5 + v), layers: [lin(1)], training: { epochs: 50, loss: mse, optimizer: sgd(0.01) } },
  "sat pen raw tanh": { csv: "penguins.csv", data: pen("none"), layers: deep(3, "Tanh", 1), training: { epochs: 50, loss: ce, optimizer: sgd(0.01) } },
  "sat bin raw sigmoid adam": { csv: "binary.csv", data: bin, layers: deep(1, "Sigmoid", 1), training: { epochs: 50, loss: bce, optimizer: adam(0.01) } },
  "sat bin raw tanh sgd": { csv: "binary.csv", data: bin, layers: deep(1, "Tanh", 1), training: { epochs: 50, loss: bce, optimizer: sgd(0.01) } },
  "van 3 sig": { csv: "iris.csv", data: iris, layers: deep(3, "Sigmoid", 3), training: { epochs: 100, loss: ce, optimizer: sgd(0.1) } },
  "van 4 sig": { csv: "iris.csv", data: iris, layers: deep(3, "Sigmoid", 4), training: { epochs: 100, loss: ce, optimizer: sgd(0.1) } },
  "van 5 sig adam": { csv: "iris.csv", data: iris, layers: deep(3, "Sigmoid", 5), training: { epochs: 100, loss: ce, optimizer: adam(0.01) } },
  "van 12 tanh": { csv: H.moons, layers: deep(1, "Tanh", 12), training: { epochs: 60, loss: bce, optimizer: sgd(0.01) } },
  "van 12 relu": { csv: H.moons, layers: deep(1, "ReLU", 12), training: { epochs: 60, loss: bce, optimizer: sgd(0.1) } },
  "van 20 sig": { csv: H.moons, layers: deep(1, "Sigmoid", 20), training: { epochs: 30, loss: bce, optimizer: sgd(0.1) } },
  "ur sgd 20 tanh": { csv: "binary.csv", data: bins, layers: deep(1, "Tanh", 1), training: { epochs: 50, loss: bce, optimizer: sgd(20) } },
  "ur sgd 5 iris": { csv: "iris.csv", data: iris, layers: deep(3, "Tanh", 1), training: { epochs: 50, loss: ce, optimizer: sgd(5) } },
  "ur adam .5": { csv: "iris.csv", data: iris, layers: deep(3, "Tanh", 2), training: { epochs: 50, loss: ce, optimizer: adam(0.5) } },
  "ur adam 1 wave": { csv: H.wave, layers: deep(1, "Tanh", 2), training: { epochs: 50, loss: mse, optimizer: adam(1) } },
  "ur tiny 1e-8": { csv: "iris.csv", data: iris, layers: deep(3, "ReLU", 1), training: { epochs: 30, loss: ce, optimizer: sgd(1e-8) } },
  "ur tiny adam 1e-8": { csv: "iris.csv", data: iris, layers: deep(3, "ReLU", 1), training: { epochs: 30, loss: ce, optimizer: adam(1e-8) } },
  "co 1e-5": { csv: "iris.csv", data: iris, layers: deep(3, "ReLU", 1), training: { epochs: 50, loss: ce, optimizer: sgd(1e-5) } },
  "co raw prices": { csv: H.prices, layers: deep(1, "ReLU", 1), training: { epochs: 50, loss: mse, optimizer: adam(0.001) } },
  "co step": { csv: "binary.csv", data: bins, layers: [lin(8), act("Step"), lin(1)], training: { epochs: 50, loss: bce, optimizer: sgd(0.1) } },
  "co zeros sigmoid": { csv: "binary.csv", data: bins, layers: [lin(8, { init: "zeros" }), act("Sigmoid"), lin(1, { init: "zeros" })], training: { epochs: 50, loss: bce, optimizer: sgd(0.1) } },
  "co zeros tanh": { csv: "binary.csv", data: bins, layers: [lin(8, { init: "zeros" }), act("Tanh"), lin(1, { init: "zeros" })], training: { epochs: 50, loss: bce, optimizer: sgd(0.1) } },
  "pl xor sgd .1": { csv: "xor.csv", data: { target: "y" }, layers: [lin(2), act("Sigmoid"), lin(1), act("Sigmoid")], training: { epochs: 100, loss: bcel, optimizer: sgd(0.1) } },
  "pl decay": { csv: H.wave, layers: deep(1, "Tanh", 2), training: { epochs: 100, loss: mse, optimizer: sgd(0.01), scheduler: { type: "StepLR", step_size: 1, gamma: 0.1 } } },
  "pl sgd 1e-4 iris": { csv: "iris.csv", data: iris, layers: deep(3, "Sigmoid", 1), training: { epochs: 100, loss: ce, optimizer: sgd(1e-4) } },
  "dv plane 1": { csv: H.plane, layers: [lin(1)], training: { epochs: 40, loss: mse, optimizer: sgd(1) } },
  "dv wave mlp 1": { csv: H.wave, layers: deep(1, "ReLU", 1), training: { epochs: 40, loss: mse, optimizer: sgd(1) } },
  "dv iris 10": { csv: "iris.csv", data: iris, layers: deep(3, "ReLU", 1), training: { epochs: 60, loss: ce, optimizer: sgd(10) } },
  "dv iris raw 1": { csv: "iris.csv", data: raw, layers: deep(3, "ReLU", 1), training: { epochs: 60, loss: ce, optimizer: sgd(1) } },
  "dv adam 1 iris": { csv: "iris.csv", data: iris, layers: deep(3, "ReLU", 2), training: { epochs: 60, loss: ce, optimizer: adam(1) } },
  "ex raw bin relu mse": { csv: "binary.csv", data: bin, layers: deep(1, "ReLU", 3), training: { epochs: 20, loss: mse, optimizer: sgd(0.01) } },
  "ov moons": { csv: H.moons, data: { split: { train: 0.1, validation: 0.9, test: 0 } }, layers: deep(1, "ReLU", 2, 64), training: { epochs: 300, batch_size: 8, loss: bce, optimizer: adam(0.01) } },
  "ov weak": { csv: H.weak, data: { split: { train: 0.1, validation: 0.5, test: 0.4 } }, layers: deep(1, "Tanh", 2, 64), training: { epochs: 200, batch_size: 16, loss: bce, optimizer: adam(0.003) } },
  "ov wave sgd": { csv: H.wave, data: { split: { train: 0.08, validation: 0.5, test: 0.42 } }, layers: deep(1, "ReLU", 2, 128), training: { epochs: 500, batch_size: 8, loss: mse, optimizer: adam(0.01) } },
};
test("try", async () => {
  for (const [name, net] of Object.entries<any>(cases)) {
    if (process.env["ONLY"] && !name.includes(process.env["ONLY"])) continue;
    const { findings, results } = await watch(experimentOf(net), net.csv);
    const f = (x?: number) => x?.toPrecision(3);
    console.log(name, "|", f(results[0]?.trainLoss), f(results.at(-1)?.trainLoss), f(results.at(-1)?.validationLoss), results.length, "|", findings.map(x => `${x.code} ${x.layer} @${x.epoch}` + (process.env["V"] ? format(x.message) : "")).join("; "));
  }
});
