// Activations made of straight pieces.

import { message } from "../message.ts";
import { integerWithDefault, number, numberWithDefault } from "../parameters.ts";
import { layer } from "./record.ts";

const lambd = numberWithDefault(message("Numbers nearer to zero than this become zero."), 0.5, { min: 0, slider: [0, 2] });

export const piecewiseActivations = {
  ReLU: layer({
    type: "ReLU",
    group: "activation",
    parameters: {},
    formula: "y = max(0, x)",
    derivative: "y′ = 1 (x > 0), 0 (x ≤ 0)",
    about: message("Keeps positive numbers and cuts negative ones to zero. The usual choice between linear layers."),
    pitfall: message("A unit whose input is negative for every row passes no gradient and never learns again: it is dead."),
    range: [0, Infinity],
  }),
  ReLU6: layer({
    type: "ReLU6",
    group: "activation",
    parameters: {},
    formula: "y = min(max(0, x), 6)",
    derivative: "y′ = 1 (0 < x < 6), else 0",
    about: message("ReLU that ends at 6, made for low-precision hardware."),
    pitfall: message("Units die below zero, and stand still above six."),
    range: [0, 6],
  }),
  LeakyReLU: layer({
    type: "LeakyReLU",
    group: "activation",
    parameters: { negative_slope: numberWithDefault(message("The slope below zero."), 0.01, { slider: [0, 0.5] }) },
    formula: "y = x (x > 0), slope · x (x ≤ 0)",
    derivative: "y′ = 1 (x > 0), slope (x ≤ 0)",
    about: message("ReLU with a small slope below zero, so that no unit dies."),
    pitfall: message("A slope of 1 makes it a straight line, which adds nothing."),
  }),
  PReLU: layer({
    type: "PReLU",
    group: "activation",
    parameters: {
      num_parameters: integerWithDefault(message("One slope for all values, or one for each value of a row."), 1, { min: 1 }),
      init: numberWithDefault(message("The first slope below zero."), 0.25, { slider: [0, 1] }),
    },
    formula: "y = x (x > 0), w · x (x ≤ 0)",
    derivative: "y′ = 1 (x > 0), w (x ≤ 0)",
    about: message("LeakyReLU whose slope is learnt."),
    pitfall: message("Weight decay pulls its slope to zero too."),
    parameterCount: (_inFeatures, _outFeatures, parameters) =>
      typeof parameters["num_parameters"] === "number" ? parameters["num_parameters"] : 1,
  }),
  RReLU: layer({
    type: "RReLU",
    group: "activation",
    parameters: {
      lower: numberWithDefault(message("The smallest slope below zero."), 1 / 8, { slider: [0, 1] }),
      upper: numberWithDefault(message("The largest slope below zero."), 1 / 3, { slider: [0, 1] }),
    },
    formula: "y = x (x > 0), a · x (x ≤ 0)",
    derivative: "y′ = 1 (x > 0), a (x ≤ 0)",
    about: message("LeakyReLU whose slope is drawn for each number while training; its mean is used afterwards."),
    pitfall: message("Its random slopes make training noisier."),
  }),
  Hardtanh: layer({
    type: "Hardtanh",
    group: "activation",
    parameters: {
      min_val: numberWithDefault(message("The smallest output."), -1),
      max_val: numberWithDefault(message("The largest output."), 1),
    },
    formula: "y = min(max(min, x), max)",
    derivative: "y′ = 1 (min < x < max), else 0",
    about: message("Tanh of three straight pieces: cheap, and exact between its ends."),
    pitfall: message("Outside of its ends it passes no gradient at all."),
    gradient: "vanishes",
  }),
  Hardsigmoid: layer({
    type: "Hardsigmoid",
    group: "activation",
    parameters: {},
    formula: "y = min(max(0, x / 6 + 1/2), 1)",
    derivative: "y′ = 1/6 (−3 < x < 3), else 0",
    about: message("Sigmoid of three straight pieces."),
    pitfall: message("Beyond −3 and 3 it passes no gradient at all."),
    range: [0, 1],
    gradient: "vanishes",
  }),
  Hardswish: layer({
    type: "Hardswish",
    group: "activation",
    parameters: {},
    formula: "y = x · min(max(0, x + 3), 6) / 6",
    derivative: "y′ = 0 (x < −3), x / 3 + 1/2, 1 (x > 3)",
    about: message("SiLU with the straight sigmoid: cheap on small devices."),
    pitfall: message("Below −3 it passes no gradient."),
  }),
  Hardshrink: layer({
    type: "Hardshrink",
    group: "activation",
    parameters: { lambd },
    formula: "y = x (|x| > λ), else 0",
    derivative: "y′ = 1 (|x| > λ), else 0",
    about: message("Cuts small numbers to zero and keeps the others."),
    pitfall: message("Numbers within lambda pass no gradient, so units can die."),
  }),
  Softshrink: layer({
    type: "Softshrink",
    group: "activation",
    parameters: { lambd },
    formula: "y = x − λ (x > λ), x + λ (x < −λ), else 0",
    derivative: "y′ = 1 (|x| > λ), else 0",
    about: message("Cuts small numbers to zero and moves the others nearer to it."),
    pitfall: message("Numbers within lambda pass no gradient, so units can die."),
  }),
  Threshold: layer({
    type: "Threshold",
    group: "activation",
    parameters: {
      threshold: number(message("Only numbers above this pass."), { slider: [-2, 2] }),
      value: number(message("What stands for the others."), { slider: [-2, 2] }),
    },
    formula: "y = x (x > threshold), else value",
    derivative: "y′ = 1 (x > threshold), else 0",
    about: message("Keeps numbers above a threshold and puts a fixed value for the others."),
    pitfall: message("What is replaced passes no gradient, so units can die."),
  }),
  Step: layer({
    type: "Step",
    group: "activation",
    parameters: {},
    formula: "y = 1 (x ≥ 0), else 0",
    derivative: "y′ = 0",
    about: message("The first perceptron's activation: yes or no."),
    pitfall: message("It has no slope, so nothing before it can learn."),
    range: [0, 1],
    gradient: "none",
  }),
} as const;
