// Networks that are well: various data, depths, activations, losses and optimizers. Nothing is to be said of
// any of them.

import { changed, type Network, table, type Table } from "../../../harness/health.ts";

const lin = (out_features: number, more: object = {}) => ({ type: "Linear", out_features, ...more });
const act = (type: string, more: object = {}) => ({ type, ...more });

/** Two half moons. */
export const moons: Table = table(400, 2, () => 0, 3);
{
  const rows = moons.rows as (number | string)[][];
  for (const [index, row] of rows.entries()) {
    const [angle, isUpper] = [(Math.PI * (index % 200)) / 200, index < 200];
    const noise = 0.12;
    row[0] = Number(((isUpper ? Math.cos(angle) : 1 - Math.cos(angle)) + noise * Number(row[0])).toFixed(4));
    row[1] = Number(((isUpper ? Math.sin(angle) : 0.5 - Math.sin(angle)) + noise * Number(row[1])).toFixed(4));
    row[2] = isUpper ? "upper" : "lower";
  }
}
export const wave = table(500, 3, ([a = 0, b = 0, c = 0], noise) => Number((Math.sin(a) + b * c + 0.1 * noise).toFixed(5)), 5);
export const plane = table(400, 4, ([a = 0, b = 0, c = 0, d = 0], noise) => Number((2 * a - b + 0.5 * c - d + 0.3 * noise).toFixed(5)), 6);
export const prices = table(600, 5, ([a = 0, b = 0, c = 0], noise) => Math.round(230_000 + 60_000 * a - 20_000 * b + 15_000 * a * c + 9000 * noise), 7);
export const twoClasses = table(500, 6, ([a = 0, b = 0, c = 0], noise) => (a + b * c + 0.3 * noise > 0 ? "yes" : "no"), 8);
export const weak = table(800, 5, ([a = 0], noise) => (0.5 * a + noise > 0 ? 1 : 0), 9);
export const rare = table(1000, 4, ([a = 0, b = 0], noise) => (a + b + 0.3 * noise > 2.2 ? 1 : 0), 10);
export const fiveClasses = table(900, 4, ([a = 0, b = 0]) => `k${Math.min(4, Math.max(0, Math.floor(2.5 + a + 0.7 * b)))}`, 11);
/** Pixels in 0 … 1 of bars that stand or lie. */
export const bars: Table = {
  names: [...Array.from({ length: 36 }, (_, index) => `p${index}`), "bar"],
  rows: changed(table(500, 36, () => 0, 12), (value) => Math.max(0, Math.min(1, 0.2 + 0.15 * value))).rows.map((row, index) => {
    const place = index % 12;
    return row.map((value, column) => {
      if (column === 36) return place < 6 ? "lies" : "stands";
      const isOn = place < 6 ? Math.floor(column / 6) === place : column % 6 === place - 6;
      return Number(Math.min(1, Number(value) + (isOn ? 0.6 : 0)).toFixed(3));
    });
  }),
};
/** The same for every size and place: raw numbers of a table with a mean far from 0. */
export const positive = changed(twoClasses, (value) => Number((5 + 1.5 * value).toFixed(4)));

const bce = { type: "BCEWithLogitsLoss" };
const ce = { type: "CrossEntropyLoss" };
const mse = { type: "MSELoss" };
const adam = (lr = 0.01) => ({ type: "Adam", lr });
const sgd = (lr: number, momentum = 0) => ({ type: "SGD", lr, momentum });
const standard = { normalize: "standard" };
const iris = { target: "species", ...standard };
const penguins = { target: "Species", columns: { Sex: { missing_values: ["."] } }, ...standard };
const weather = { target: "weather", features: ["precipitation", "temp_max", "temp_min", "wind"], ...standard };
const mlp = (last: number, kind = "ReLU", units = 16) => [lin(units), act(kind), lin(last)];
const deep = (last: number, kind: string, depth: number, units = 32, more: object = {}) => [
  ...Array.from({ length: depth }, () => [lin(units, more), act(kind)]).flat(),
  lin(last),
];

export const healthy: Readonly<Record<string, Network>> = {
  "iris, Adam, ReLU": { csv: "iris.csv", data: iris, layers: mlp(3), training: { epochs: 100, loss: ce, optimizer: adam() } },
  "iris, SGD, Tanh": { csv: "iris.csv", data: iris, layers: mlp(3, "Tanh"), training: { epochs: 100, loss: ce, optimizer: sgd(0.1) } },
  "iris, SGD with momentum, Sigmoid": { csv: "iris.csv", data: iris, layers: mlp(3, "Sigmoid"), training: { epochs: 150, loss: ce, optimizer: sgd(0.1, 0.9) } },
  "iris, SGD, one hidden Sigmoid, few epochs": { csv: "iris.csv", data: iris, layers: mlp(3, "Sigmoid"), training: { epochs: 20, loss: ce, optimizer: sgd(0.1) } },
  "iris as it is, Adam": { csv: "iris.csv", data: { target: "species" }, layers: mlp(3), training: { epochs: 100, loss: ce, optimizer: adam() } },
  "iris as it is, SGD": { csv: "iris.csv", data: { target: "species" }, layers: mlp(3), training: { epochs: 100, loss: ce, optimizer: sgd(0.02) } },
  "iris, softmax regression": { csv: "iris.csv", data: iris, layers: [lin(3)], training: { epochs: 200, loss: ce, optimizer: sgd(0.1) } },
  "iris, log softmax": { csv: "iris.csv", data: iris, layers: [...mlp(3), act("LogSoftmax")], training: { epochs: 60, loss: { type: "NLLLoss" }, optimizer: adam() } },
  "iris, minmax, SGD": { csv: "iris.csv", data: { ...iris, normalize: "minmax" }, layers: mlp(3), training: { epochs: 100, loss: ce, optimizer: sgd(0.1) } },
  "iris, five epochs": { csv: "iris.csv", data: iris, layers: mlp(3), training: { epochs: 5, loss: ce, optimizer: adam() } },
  "iris, slow SGD, 30 epochs": { csv: "iris.csv", data: iris, layers: mlp(3), training: { epochs: 30, loss: ce, optimizer: sgd(0.01) } },
  "iris, four hidden ReLU": { csv: "iris.csv", data: iris, layers: deep(3, "ReLU", 4), training: { epochs: 100, loss: ce, optimizer: adam(0.003) } },
  "iris, two hidden Sigmoid, Adam": { csv: "iris.csv", data: iris, layers: deep(3, "Sigmoid", 2), training: { epochs: 100, loss: ce, optimizer: adam() } },
  "iris, three hidden Tanh, SGD": { csv: "iris.csv", data: iris, layers: deep(3, "Tanh", 3), training: { epochs: 100, loss: ce, optimizer: sgd(0.1) } },
  "iris, wide": { csv: "iris.csv", data: iris, layers: mlp(3, "ReLU", 256), training: { epochs: 100, loss: ce, optimizer: adam(0.003) } },
  "iris, full batch": { csv: "iris.csv", data: iris, layers: mlp(3), training: { epochs: 300, batch_size: 120, loss: ce, optimizer: adam(0.02) } },
  "iris, batch of 1": { csv: "iris.csv", data: iris, layers: mlp(3), training: { epochs: 30, batch_size: 1, loss: ce, optimizer: sgd(0.01) } },
  "penguins, SGD with momentum, Tanh": { csv: "penguins.csv", data: penguins, layers: mlp(3, "Tanh"), training: { epochs: 100, loss: ce, optimizer: sgd(0.05, 0.9) } },
  "penguins, AdamW, GELU": { csv: "penguins.csv", data: penguins, layers: mlp(3, "GELU"), training: { epochs: 100, loss: ce, optimizer: { type: "AdamW", lr: 0.01 } } },
  "penguins, BatchNorm and Dropout": { csv: "penguins.csv", data: penguins, layers: [lin(32), act("BatchNorm1d"), act("ReLU"), act("Dropout", { p: 0.3 }), lin(16), act("ReLU"), lin(3)], training: { epochs: 80, loss: ce, optimizer: adam(0.005) } },
  "penguins, cosine": { csv: "penguins.csv", data: penguins, layers: mlp(3), training: { epochs: 80, loss: ce, optimizer: adam(), scheduler: { type: "CosineAnnealingLR", T_max: 80 } } },
  "penguins, one cycle": { csv: "penguins.csv", data: penguins, layers: mlp(3), training: { epochs: 60, loss: ce, optimizer: sgd(0.01, 0.9), scheduler: { type: "OneCycleLR", max_lr: 0.2 } } },
  "penguins, steps": { csv: "penguins.csv", data: penguins, layers: mlp(3), training: { epochs: 90, loss: ce, optimizer: sgd(0.2), scheduler: { type: "StepLR", step_size: 30 } } },
  "weather, Adam": { csv: "seattle-weather.csv", data: weather, layers: mlp(5), training: { epochs: 60, loss: ce, optimizer: adam() } },
  "weather, SGD, long": { csv: "seattle-weather.csv", data: weather, layers: mlp(5), training: { epochs: 200, loss: ce, optimizer: sgd(0.05) } },
  "binary, the sample with fewer epochs": { csv: "binary.csv", data: { target: "pass" }, layers: [lin(1), act("Sigmoid")], training: { epochs: 300, batch_size: 4, loss: { type: "BCELoss" }, optimizer: sgd(0.0001) } },
  "binary, standard, SGD": { csv: "binary.csv", data: { target: "pass", ...standard }, layers: [lin(1), act("Sigmoid")], training: { epochs: 60, loss: { type: "BCELoss" }, optimizer: sgd(0.1) } },
  "binary, standard, hidden Sigmoid": { csv: "binary.csv", data: { target: "pass", ...standard }, layers: [lin(8), act("Sigmoid"), lin(1), act("Sigmoid")], training: { epochs: 60, loss: { type: "BCELoss" }, optimizer: sgd(0.5) } },
  "binary, classes by softmax": { csv: "binary.csv", data: { target: "pass", ...standard }, layers: mlp(2), training: { epochs: 50, loss: ce, optimizer: adam() } },
  "binary, hinge": { csv: "binary.csv", data: { target: "pass", ...standard }, layers: [lin(1)], training: { epochs: 50, loss: { type: "SoftMarginLoss" }, optimizer: adam(0.05) } },
  "binary, large rate but well": { csv: "binary.csv", data: { target: "pass", ...standard }, layers: mlp(1), training: { epochs: 60, loss: bce, optimizer: sgd(1) } },
  "xor, Adam, Tanh": { csv: "xor.csv", data: { target: "y" }, layers: [lin(4), act("Tanh"), lin(1), act("Sigmoid")], training: { epochs: 50, loss: { type: "BCELoss" }, optimizer: adam(0.05) } },
  "xor, one layer cannot": { csv: "xor.csv", data: { target: "y" }, layers: [lin(1), act("Sigmoid")], training: { epochs: 50, loss: { type: "BCELoss" }, optimizer: adam(0.05) } },
  "moons, ReLU": { csv: moons, layers: deep(1, "ReLU", 2, 16), training: { epochs: 100, loss: bce, optimizer: adam() } },
  "moons, Tanh, SGD": { csv: moons, layers: deep(1, "Tanh", 2, 16), training: { epochs: 200, loss: bce, optimizer: sgd(0.2, 0.9) } },
  "moons, LeakyReLU, RMSprop": { csv: moons, layers: deep(1, "LeakyReLU", 2, 16), training: { epochs: 80, loss: bce, optimizer: { type: "RMSprop", lr: 0.005 } } },
  "moons, ELU, Adagrad": { csv: moons, layers: deep(1, "ELU", 2, 16), training: { epochs: 100, loss: bce, optimizer: { type: "Adagrad", lr: 0.05 } } },
  "moons, six hidden ReLU of He": { csv: moons, layers: deep(1, "ReLU", 6, 32, { init: "kaiming_normal" }), training: { epochs: 60, loss: bce, optimizer: adam(0.002) } },
  "moons, eight hidden SELU": { csv: moons, layers: deep(1, "SELU", 8, 24, { init: "xavier_normal" }), training: { epochs: 60, loss: bce, optimizer: adam(0.001) } },
  "moons, Adadelta": { csv: moons, layers: deep(1, "ReLU", 2, 16), training: { epochs: 80, loss: bce, optimizer: { type: "Adadelta", lr: 1 } } },
  "moons, Rprop, full batch": { csv: moons, layers: deep(1, "Tanh", 2, 8), training: { epochs: 100, batch_size: 320, loss: bce, optimizer: { type: "Rprop" } } },
  "wave, ReLU": { csv: wave, layers: deep(1, "ReLU", 2), training: { epochs: 80, loss: mse, optimizer: adam() } },
  "wave, SiLU, Huber": { csv: wave, layers: deep(1, "SiLU", 2), training: { epochs: 80, loss: { type: "HuberLoss" }, optimizer: adam() } },
  "wave, Tanh, L1": { csv: wave, layers: deep(1, "Tanh", 2), training: { epochs: 80, loss: { type: "L1Loss" }, optimizer: adam() } },
  "wave, SGD": { csv: wave, layers: deep(1, "Tanh", 2), training: { epochs: 150, loss: mse, optimizer: sgd(0.05, 0.9) } },
  "wave, clipped": { csv: wave, layers: deep(1, "ReLU", 2), training: { epochs: 80, loss: mse, optimizer: adam(), clip_grad_norm: 1 } },
  "plane, linear regression": { csv: plane, layers: [lin(1)], training: { epochs: 100, loss: mse, optimizer: sgd(0.02) } },
  "plane, linear regression, slow": { csv: plane, layers: [lin(1)], training: { epochs: 60, loss: mse, optimizer: sgd(0.002) } },
  "plane, ReLU, weight decay": { csv: plane, layers: mlp(1), training: { epochs: 100, loss: mse, optimizer: { type: "AdamW", lr: 0.01, weight_decay: 0.05 } } },
  "prices with a scale": { csv: prices, layers: [lin(16), act("ReLU"), lin(1), lin(1, { name: "scale", init: { weight: [[65_000]], bias: [230_000] } })], training: { epochs: 60, loss: mse, optimizer: adam() } },
  "prices as they are, large rate": { csv: prices, layers: mlp(1, "ReLU", 32), training: { epochs: 150, loss: { type: "L1Loss" }, optimizer: adam(1) } },
  "two classes, Sigmoid output": { csv: twoClasses, layers: [lin(16), act("ReLU"), lin(1), act("Sigmoid")], training: { epochs: 40, loss: { type: "BCELoss" }, optimizer: adam(0.003) } },
  "two classes, LayerNorm": { csv: twoClasses, layers: [lin(16), act("LayerNorm"), act("ReLU"), lin(1)], training: { epochs: 40, loss: bce, optimizer: adam(0.003) } },
  "two classes, early stopping": { csv: twoClasses, layers: mlp(1, "ReLU", 64), training: { epochs: 300, loss: bce, optimizer: adam(), early_stopping: { patience: 10 } } },
  "two classes, Dropout": { csv: twoClasses, layers: [lin(32), act("ReLU"), act("Dropout"), lin(1)], training: { epochs: 60, loss: bce, optimizer: adam(0.003) } },
  "a weak signal": { csv: weak, layers: mlp(1, "ReLU", 8), training: { epochs: 30, loss: bce, optimizer: sgd(0.05) } },
  "a rare class": { csv: rare, layers: mlp(1), training: { epochs: 60, loss: bce, optimizer: adam(0.003) } },
  "five classes": { csv: fiveClasses, layers: deep(5, "ReLU", 2), training: { epochs: 60, loss: ce, optimizer: adam(0.003) } },
  "five classes, label smoothing": { csv: fiveClasses, layers: deep(5, "ReLU", 2), training: { epochs: 60, loss: { ...ce, label_smoothing: 0.1 }, optimizer: adam(0.003) } },
  "five classes, margin": { csv: fiveClasses, layers: deep(5, "ReLU", 2), training: { epochs: 60, loss: { type: "MultiMarginLoss" }, optimizer: adam(0.003) } },
  "pixels, SGD": { csv: bars, layers: mlp(2, "ReLU", 32), training: { epochs: 40, loss: ce, optimizer: sgd(0.1) } },
  "pixels, Sigmoid, SGD": { csv: bars, layers: mlp(2, "Sigmoid", 32), training: { epochs: 80, loss: ce, optimizer: sgd(0.1, 0.9) } },
  "positive features, Adam": { csv: positive, layers: mlp(1), training: { epochs: 60, loss: bce, optimizer: adam() } },
  "Rosenblatt's rule": { csv: "binary.csv", data: { target: "pass", ...standard }, layers: [lin(1), act("Step")], training: { epochs: 30, loss: { type: "MSELoss" }, optimizer: { type: "Perceptron", lr: 1 } } },
};
