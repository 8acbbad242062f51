// Networks that are sick, each with what is to be said of it.

import { changed, type Network, table } from "../../../harness/health.ts";
import {
  act,
  adam,
  bce,
  bceOfSigmoid,
  binary,
  ce,
  deep,
  iris,
  lin,
  mlp,
  moons,
  mse,
  of,
  penguins,
  plane,
  prices,
  raw,
  set,
  sgd,
  twoClasses,
  wave,
  weather,
  xor,
} from "../../../harness/health-networks.ts";

const hundreds = changed(twoClasses, (value) => Math.round(300 * value));
const far = changed(plane, (value) => Number((100 + value).toFixed(4)));
const few = table(60, 12, ([a = 0, b = 0], noise) => (a - b + 1.5 * noise > 0 ? "yes" : "no"), 21);

export interface Sick extends Network {
  /** What is to be said at least: the code, and the layer where it is one's. */
  readonly says: readonly string[];
}

export const sick: Readonly<Record<string, Sick>> = {
  "eight hidden Sigmoid, SGD": { ...of(moons, deep(1, "Sigmoid", 8, 16), bce, sgd(0.1), 60), says: ["vanishing-gradient 0"] },
  "six hidden Sigmoid and a Sigmoid, SGD": {
    ...of(binary(), [...deep(1, "Sigmoid", 6, 16), act("Sigmoid")], bceOfSigmoid, sgd(0.1), 30),
    says: ["vanishing-gradient 0"],
  },
  "five hidden Sigmoid on iris": { ...of(iris(), deep(3, "Sigmoid", 5, 16), ce, sgd(0.1), 100), says: ["vanishing-gradient 0"] },
  "ten hidden Sigmoid, Adam": { ...of(moons, deep(1, "Sigmoid", 10, 16), bce, adam(0.001), 60), says: ["vanishing-gradient 0"] },
  "ten hidden Tanh of small weights": {
    ...of(
      wave,
      [...Array.from({ length: 8 }, (_, index) => [set(8, index === 0 ? 3 : 8, 0.1), act("Tanh")]).flat(), lin(1)],
      mse,
      sgd(0.05),
      40,
    ),
    says: ["vanishing-gradient 0"],
  },

  "twelve hidden ReLU of small weights": { ...of(moons, deep(1, "ReLU", 12, 16), bce, sgd(0.1), 60), says: ["vanishing-gradient 0"] },
  "four hidden Sigmoid": { ...of(iris(), deep(3, "Sigmoid", 4, 16), ce, sgd(0.1), 100), says: ["vanishing-gradient 0"] },

  "six large hidden ReLU": {
    ...of(
      moons,
      [set(16, 2, 5), act("ReLU"), ...Array.from({ length: 4 }, () => [set(16, 16, 5), act("ReLU")]).flat(), set(1, 16, 5)],
      bce,
      sgd(0.01),
      30,
    ),
    says: ["exploding-gradient"],
  },
  "large hidden ReLU, MSE": {
    ...of(
      wave,
      [set(16, 3, 8), act("ReLU"), ...Array.from({ length: 5 }, () => [set(16, 16, 8), act("ReLU")]).flat(), set(1, 16, 8)],
      mse,
      sgd(0.01),
      20,
    ),
    says: ["exploding-gradient"],
  },
  "raw prices, SGD": { ...of(prices, [lin(16), act("ReLU"), lin(1)], mse, sgd(0.1), 20), says: ["exploding-gradient"] },
  "rate of 100, MSE": { ...of(wave, [lin(16), act("ReLU"), lin(1)], mse, sgd(100), 20), says: ["diverging"] },

  "biases far below 0": { ...of(twoClasses, [set(16, 6, 0.3, -30), act("ReLU"), lin(1)], bce, adam(), 30), says: ["dead-units 1"] },
  "biases far below 0 in the second layer": {
    ...of(moons, [lin(16), act("ReLU"), set(16, 16, 0.2, -20), act("ReLU"), lin(1)], bce, sgd(0.1), 40),
    says: ["dead-units 3"],
  },
  "rate that kills ReLU": { ...of(iris(), deep(3, "ReLU", 2, 16), ce, sgd(10), 60), says: ["dead-units"] },
  zeros: {
    ...of(moons, [lin(8, { init: "zeros" }), act("ReLU"), lin(1, { init: "zeros" })], bce, sgd(0.1), 40),
    says: ["dead-units 1", "constant-output"],
  },
  "an output ReLU below 0": {
    ...of(plane, [lin(8), act("Tanh"), set(1, 8, 0.1, -20), act("ReLU")], mse, sgd(0.01), 30),
    says: ["dead-units 3"],
  },

  "penguins as they are, Tanh": { ...of(penguins(raw), mlp(3, "Tanh"), ce, sgd(0.01), 50), says: ["saturated-units 1"] },
  "binary as it is, hidden Sigmoid": { ...of(binary(raw), mlp(1, "Sigmoid"), bce, adam(), 50), says: ["saturated-units 1"] },
  "hundreds into Sigmoid": { ...of(hundreds, [lin(16), act("Sigmoid"), lin(1)], bce, sgd(0.05), 40), says: ["saturated-units 1"] },
  "hundreds into Tanh, Adam": { ...of(hundreds, [lin(16), act("Tanh"), lin(1)], bce, adam(0.001), 40), says: ["saturated-units 1"] },
  "hundreds into an output Sigmoid": {
    ...of(
      changed(twoClasses, (value) => Math.round(3000 * value)),
      [lin(1), act("Sigmoid")],
      bceOfSigmoid,
      sgd(1e-9),
      40,
    ),
    says: ["saturated-units 1"],
  },
  "large weights into Tanh": { ...of(twoClasses, [set(16, 6, 40), act("Tanh"), lin(1)], bce, sgd(0.05), 40), says: ["saturated-units 1"] },

  "rate of a millionth": { ...of(iris(), [lin(16), act("ReLU"), lin(3)], ce, sgd(1e-7), 60), says: ["update-ratio"] },
  "answers stay where they were": {
    ...of(moons, [set(8, 2, 0.01), act("Tanh"), set(1, 8, 0.01)], bce, sgd(1e-4), 60),
    says: ["constant-output"],
  },
  "exclusive or, slow": {
    ...of(xor(raw), [lin(4), act("Sigmoid"), lin(1), act("Sigmoid")], bceOfSigmoid, sgd(0.01), 100),
    says: ["plateau"],
  },
  "zeros and Tanh": {
    ...of(binary(), [lin(8, { init: "zeros" }), act("Tanh"), lin(1, { init: "zeros" })], bce, sgd(0.1), 50),
    says: ["constant-output"],
  },
  "a rate that a schedule takes away": {
    ...of(wave, deep(1, "Tanh", 2, 16), mse, sgd(0.01), 100, { scheduler: { type: "StepLR", step_size: 1, gamma: 0.1 } }),
    says: ["plateau"],
  },
  "iris, a rate of a ten-thousandth": { ...of(iris(), mlp(3, "Sigmoid"), ce, sgd(1e-4), 100), says: ["plateau"] },
  "regression that stays at the mean": {
    ...of(wave, [lin(16), act("Sigmoid"), lin(16), act("Sigmoid"), lin(1)], mse, sgd(0.0001), 60),
    says: ["constant-output"],
  },
  "a dead hidden layer answers the share": {
    ...of(twoClasses, [set(16, 6, 0.3, -30), act("ReLU"), lin(1)], bce, sgd(0.1), 60),
    says: ["dead-units 1", "constant-output"],
  },

  "all inputs near 100, SGD": { ...of(far, [lin(1)], mse, sgd(1e-5), 30), says: ["zig-zag 0"] },
  "binary as it is, rate of 0.001": { ...of(binary(raw), [lin(1)], bce, sgd(0.001), 50), says: ["zig-zag 0"] },
  "binary as it is, rate of 0.01": { ...of(binary(raw), [lin(1)], bce, sgd(0.01), 50), says: ["zig-zag 0", "update-ratio 0"] },
  "binary as it is, Sigmoid, rate of 0.01": {
    ...of(binary(raw), [lin(1), act("Sigmoid")], bceOfSigmoid, sgd(0.01), 60),
    says: ["diverging", "saturated-units 1"],
  },
  "positive features, SGD": {
    ...of(
      changed(twoClasses, (value) => Number((50 + 8 * value).toFixed(3))),
      [lin(8), act("LeakyReLU"), lin(1)],
      bce,
      sgd(0.0001),
      60,
    ),
    says: ["zig-zag 0"],
  },

  "rate of 1, linear regression": { ...of(plane, [lin(1)], mse, sgd(1.5), 40), says: ["diverging"] },
  "rate of 3, hidden Tanh": { ...of(wave, deep(1, "Tanh", 2, 16), mse, sgd(3), 40), says: ["diverging"] },
  "rate of 2, Adam": { ...of(twoClasses, deep(1, "ReLU", 2, 16), bce, adam(2), 40), says: ["dead-units 3"] },
  "momentum that runs away": { ...of(wave, deep(1, "ReLU", 2, 16), mse, sgd(0.5, 0.99), 40), says: ["diverging"] },

  "few rows, many units": {
    ...of({ csv: few, data: { split: { train: 0.5, validation: 0.5, test: 0 } } }, deep(1, "ReLU", 2, 64), bce, adam(), 200, {
      batch_size: 8,
    }),
    says: ["overfitting"],
  },
  "weather by heart": {
    ...of(
      weather({ normalize: "standard", split: { train: 0.3, validation: 0.4, test: 0.3 } }),
      deep(5, "ReLU", 3, 128),
      ce,
      adam(0.003),
      150,
    ),
    says: ["overfitting"],
  },

  "rate of 3, Adam": { ...of(iris(), mlp(3), ce, adam(3), 60), says: ["diverging"] },
};
