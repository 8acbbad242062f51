// The networks whose training steps are measured, as a document writes them, and how much faster than PyTorch
// they are to be. `goal.one` is with one thread each, `goal.best` with each side's best thread setting.

const linear = (out_features) => ({ type: "Linear", out_features });
const repeat = (count, make) => Array.from({ length: count }, make).flat();

/**
 * So small that a batch which is always the same is not learnt by heart; the work of a step does not depend
 * on it.
 */
const lr = 1e-6;

export const works = [
  {
    name: "W2",
    about: "10-64-32-1, ReLU, BCE with logits, Adam, batch 32",
    inputs: 10,
    batchSize: 32,
    layers: [linear(64), { type: "ReLU" }, linear(32), { type: "ReLU" }, linear(1)],
    loss: { type: "BCEWithLogitsLoss" },
    optimizer: { type: "Adam", lr },
    goal: { one: 12 },
  },
  {
    name: "W3",
    about: "784-256-128-10, ReLU, cross entropy, Adam, batch 128",
    inputs: 784,
    batchSize: 128,
    layers: [linear(256), { type: "ReLU" }, linear(128), { type: "ReLU" }, linear(10)],
    loss: { type: "CrossEntropyLoss" },
    optimizer: { type: "Adam", lr },
    goal: { one: 1, best: 1.5 },
  },
  {
    name: "W4",
    about: "100-1024-1024-1, ReLU, MSE, AdamW, batch 256",
    inputs: 100,
    batchSize: 256,
    layers: [linear(1024), { type: "ReLU" }, linear(1024), { type: "ReLU" }, linear(1)],
    loss: { type: "MSELoss" },
    optimizer: { type: "AdamW", lr },
    goal: { one: 0.65, best: 0.8 },
  },
  {
    name: "deep",
    about: "20 hidden layers of 32, tanh, MSE, Adam, batch 32",
    inputs: 32,
    batchSize: 32,
    layers: [...repeat(20, () => [linear(32), { type: "Tanh" }]), linear(1)],
    loss: { type: "MSELoss" },
    optimizer: { type: "Adam", lr },
    goal: { one: 5 },
  },
  {
    name: "norm",
    about: "64-128-64-3, BatchNorm, ReLU, Dropout 0.2, cross entropy, Adam, batch 64",
    inputs: 64,
    batchSize: 64,
    layers: [
      ...[128, 64].flatMap((units) => [linear(units), { type: "BatchNorm1d" }, { type: "ReLU" }, { type: "Dropout", p: 0.2 }]),
      linear(3),
    ],
    loss: { type: "CrossEntropyLoss" },
    optimizer: { type: "Adam", lr },
    goal: { one: 4 },
  },
];
