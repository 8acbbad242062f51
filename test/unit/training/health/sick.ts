// Networks that are sick, each with what is to be said of it.

import { changed, type Network, table } from "../../../harness/health.ts";
import { moons, plane, prices, twoClasses, wave } from "./healthy.ts";

const lin = (out_features: number, more: object = {}) => ({ type: "Linear", out_features, ...more });
const act = (type: string, more: object = {}) => ({ type, ...more });
const bce = { type: "BCEWithLogitsLoss" };
const ce = { type: "CrossEntropyLoss" };
const mse = { type: "MSELoss" };
const adam = (lr = 0.01) => ({ type: "Adam", lr });
const sgd = (lr: number, momentum = 0) => ({ type: "SGD", lr, momentum });
const iris = { target: "species", normalize: "standard" };
const deep = (last: number, kind: string, depth: number, units = 16) => [
  ...Array.from({ length: depth }, () => [lin(units), act(kind)]).flat(),
  lin(last),
];

/** First weights that are the same everywhere: `size` times a fixed pattern about 0. */
function weights(out: number, inputs: number, size: number, bias = 0): object {
  const value = (row: number, column: number): number => Number((size * Math.sin(1 + 7 * row + 3 * column + row * column)).toFixed(4));
  return {
    weight: Array.from({ length: out }, (_, row) => Array.from({ length: inputs }, (__, column) => value(row, column))),
    bias: Array.from({ length: out }, () => bias),
  };
}
const set = (out: number, inputs: number, size: number, bias = 0) => lin(out, { init: weights(out, inputs, size, bias) });

const hundreds = changed(twoClasses, (value) => Math.round(300 * value));
const far = changed(plane, (value) => Number((100 + value).toFixed(4)));
const few = table(60, 12, ([a = 0, b = 0], noise) => (a - b + 1.5 * noise > 0 ? "yes" : "no"), 21);

export interface Sick extends Network {
  /** What is to be said at least: the code, and the layer where it is one's. */
  readonly says: readonly string[];
}

export const sick: Readonly<Record<string, Sick>> = {
  "eight hidden Sigmoid, SGD": { csv: moons, layers: deep(1, "Sigmoid", 8), training: { epochs: 60, loss: bce, optimizer: sgd(0.1) }, says: ["vanishing-gradient 0"] },
  "six hidden Sigmoid and a Sigmoid, SGD": { csv: "binary.csv", data: { target: "pass", normalize: "standard" }, layers: [...deep(1, "Sigmoid", 6), act("Sigmoid")], training: { epochs: 30, loss: { type: "BCELoss" }, optimizer: sgd(0.1) }, says: ["vanishing-gradient 0"] },
  "five hidden Sigmoid on iris": { csv: "iris.csv", data: iris, layers: deep(3, "Sigmoid", 5), training: { epochs: 100, loss: ce, optimizer: sgd(0.1) }, says: ["vanishing-gradient 0"] },
  "ten hidden Sigmoid, Adam": { csv: moons, layers: deep(1, "Sigmoid", 10), training: { epochs: 60, loss: bce, optimizer: adam(0.001) }, says: ["vanishing-gradient 0"] },
  "ten hidden Tanh of small weights": { csv: wave, layers: [...Array.from({ length: 8 }, (_, index) => [set(8, index === 0 ? 3 : 8, 0.1), act("Tanh")]).flat(), lin(1)], training: { epochs: 40, loss: mse, optimizer: sgd(0.05) }, says: ["vanishing-gradient 0"] },

  "six large hidden ReLU": { csv: moons, layers: [set(16, 2, 5), act("ReLU"), ...Array.from({ length: 4 }, () => [set(16, 16, 5), act("ReLU")]).flat(), set(1, 16, 5)], training: { epochs: 30, loss: bce, optimizer: sgd(0.01) }, says: ["exploding-gradient"] },
  "large hidden ReLU, MSE": { csv: wave, layers: [set(16, 3, 8), act("ReLU"), ...Array.from({ length: 5 }, () => [set(16, 16, 8), act("ReLU")]).flat(), set(1, 16, 8)], training: { epochs: 20, loss: mse, optimizer: sgd(0.01) }, says: ["exploding-gradient"] },
  "raw prices, SGD": { csv: prices, layers: [lin(16), act("ReLU"), lin(1)], training: { epochs: 20, loss: mse, optimizer: sgd(0.1) }, says: ["exploding-gradient"] },
  "rate of 100, MSE": { csv: wave, layers: [lin(16), act("ReLU"), lin(1)], training: { epochs: 20, loss: mse, optimizer: sgd(100) }, says: ["diverging"] },

  "biases far below 0": { csv: twoClasses, layers: [set(16, 6, 0.3, -30), act("ReLU"), lin(1)], training: { epochs: 30, loss: bce, optimizer: adam() }, says: ["dead-units 1"] },
  "biases far below 0 in the second layer": { csv: moons, layers: [lin(16), act("ReLU"), set(16, 16, 0.2, -20), act("ReLU"), lin(1)], training: { epochs: 40, loss: bce, optimizer: sgd(0.1) }, says: ["dead-units 3"] },
  "rate that kills ReLU": { csv: "iris.csv", data: iris, layers: deep(3, "ReLU", 2), training: { epochs: 60, loss: ce, optimizer: sgd(10) }, says: ["dead-units"] },
  "zeros": { csv: moons, layers: [lin(8, { init: "zeros" }), act("ReLU"), lin(1, { init: "zeros" })], training: { epochs: 40, loss: bce, optimizer: sgd(0.1) }, says: ["dead-units 1", "constant-output"] },
  "an output ReLU below 0": { csv: plane, layers: [lin(8), act("Tanh"), set(1, 8, 0.1, -20), act("ReLU")], training: { epochs: 30, loss: mse, optimizer: sgd(0.01) }, says: ["dead-units 3"] },

  "hundreds into Sigmoid": { csv: hundreds, layers: [lin(16), act("Sigmoid"), lin(1)], training: { epochs: 40, loss: bce, optimizer: sgd(0.05) }, says: ["saturated-units 1"] },
  "hundreds into Tanh, Adam": { csv: hundreds, layers: [lin(16), act("Tanh"), lin(1)], training: { epochs: 40, loss: bce, optimizer: adam(0.001) }, says: ["saturated-units 1"] },
  "hundreds into an output Sigmoid": { csv: changed(twoClasses, (value) => Math.round(3000 * value)), layers: [lin(1), act("Sigmoid")], training: { epochs: 40, loss: { type: "BCELoss" }, optimizer: sgd(1e-9) }, says: ["saturated-units 1"] },
  "large weights into Tanh": { csv: twoClasses, layers: [set(16, 6, 40), act("Tanh"), lin(1)], training: { epochs: 40, loss: bce, optimizer: sgd(0.05) }, says: ["saturated-units 1"] },

  "rate of a millionth": { csv: "iris.csv", data: iris, layers: [lin(16), act("ReLU"), lin(3)], training: { epochs: 60, loss: ce, optimizer: sgd(1e-7) }, says: ["update-ratio"] },
  "answers stay where they were": { csv: moons, layers: [set(8, 2, 0.01), act("Tanh"), set(1, 8, 0.01)], training: { epochs: 60, loss: bce, optimizer: sgd(1e-4) }, says: ["constant-output"] },
  "exclusive or, slow": { csv: "xor.csv", data: { target: "y" }, layers: [lin(4), act("Sigmoid"), lin(1), act("Sigmoid")], training: { epochs: 100, loss: { type: "BCELoss" }, optimizer: sgd(0.01) }, says: ["plateau"] },
  "regression that stays at the mean": { csv: wave, layers: [lin(16), act("Sigmoid"), lin(16), act("Sigmoid"), lin(1)], training: { epochs: 60, loss: mse, optimizer: sgd(0.0001) }, says: ["constant-output"] },
  "a dead hidden layer answers the share": { csv: twoClasses, layers: [set(16, 6, 0.3, -30), act("ReLU"), lin(1)], training: { epochs: 60, loss: bce, optimizer: sgd(0.1) }, says: ["dead-units 1", "constant-output"] },

  "all inputs near 100, SGD": { csv: far, layers: [lin(1)], training: { epochs: 30, loss: mse, optimizer: sgd(1e-5) }, says: ["zig-zag 0"] },
  "binary as it is, rate of 0.01": { csv: "binary.csv", data: { target: "pass" }, layers: [lin(1), act("Sigmoid")], training: { epochs: 60, batch_size: 32, loss: { type: "BCELoss" }, optimizer: sgd(0.01) }, says: ["zig-zag 0"] },
  "positive features, SGD": { csv: changed(twoClasses, (value) => Number((50 + 8 * value).toFixed(3))), layers: [lin(8), act("LeakyReLU"), lin(1)], training: { epochs: 60, loss: bce, optimizer: sgd(0.0001) }, says: ["zig-zag 0"] },

  "rate of 1, linear regression": { csv: plane, layers: [lin(1)], training: { epochs: 40, loss: mse, optimizer: sgd(1.5) }, says: ["diverging"] },
  "rate of 3, hidden Tanh": { csv: wave, layers: deep(1, "Tanh", 2), training: { epochs: 40, loss: mse, optimizer: sgd(3) }, says: ["diverging"] },
  "rate of 2, Adam": { csv: twoClasses, layers: deep(1, "ReLU", 2), training: { epochs: 40, loss: bce, optimizer: adam(2) }, says: ["dead-units 3"] },
  "momentum that runs away": { csv: wave, layers: deep(1, "ReLU", 2), training: { epochs: 40, loss: mse, optimizer: sgd(0.5, 0.99) }, says: ["diverging"] },

  "few rows, many units": { csv: few, data: { split: { train: 0.5, validation: 0.5, test: 0 } }, layers: deep(1, "ReLU", 2, 64), training: { epochs: 200, batch_size: 8, loss: bce, optimizer: adam() }, says: ["overfitting"] },
  "weather by heart": { csv: "seattle-weather.csv", data: { target: "weather", features: ["precipitation", "temp_max", "temp_min", "wind"], normalize: "standard", split: { train: 0.3, validation: 0.4, test: 0.3 } }, layers: deep(5, "ReLU", 3, 128), training: { epochs: 150, loss: ce, optimizer: adam(0.003) }, says: ["overfitting"] },

  "rate of 1, Adam": { csv: "iris.csv", data: iris, layers: [lin(16), act("ReLU"), lin(3)], training: { epochs: 60, loss: ce, optimizer: adam(3) }, says: ["update-ratio"] },
};
