// TensorFlow.js's bare training steps on its WebAssembly backend, for the bench: asked and answering as
// pytorch.py.
//   node test/bench/tfjs.mjs FOLDER     the folder where lib/places.mjs installed it

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { median } from "./lib/statistics.mjs";

const require = createRequire(join(process.argv[2], "package.json"));
const tf = require("@tensorflow/tfjs-core");
const layers = require("@tensorflow/tfjs-layers");
const wasm = require("@tensorflow/tfjs-backend-wasm");
wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
await tf.setBackend("wasm");

const makers = {
  Linear: ({ out_features }) => layers.layers.dense({ units: out_features }),
  ReLU: () => layers.layers.reLU(),
  Tanh: () => layers.layers.activation({ activation: "tanh" }),
  BatchNorm1d: () => layers.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }),
  Dropout: ({ p }) => layers.layers.dropout({ rate: p }),
};

/** It has no AdamW: Adam is a little less work. */
const optimizers = { Adam: ({ lr }) => tf.train.adam(lr), AdamW: ({ lr }) => tf.train.adam(lr) };

const losses = {
  BCEWithLogitsLoss: (target, output) => tf.losses.sigmoidCrossEntropy(target, output),
  CrossEntropyLoss: (target, output) => tf.losses.softmaxCrossEntropy(target, output),
  MSELoss: (target, output) => tf.losses.meanSquaredError(target, output),
};

const targets = {
  BCEWithLogitsLoss: (rows, width) => tf.cast(tf.randomUniform([rows, width], 0, 2, "int32"), "float32"),
  CrossEntropyLoss: (rows, width) => tf.cast(tf.oneHot(tf.randomUniform([rows], 0, width, "int32"), width), "float32"),
  MSELoss: (rows, width) => tf.randomNormal([rows, width]),
};

/** A function that does one whole training step. */
function build({ inputs, batchSize, layers: asked, loss, optimizer }) {
  const input = layers.input({ shape: [inputs] });
  const output = asked.reduce((value, layer) => makers[layer.type](layer).apply(value), input);
  const model = layers.model({ inputs: input, outputs: output });
  const x = tf.randomNormal([batchSize, inputs]);
  const y = targets[loss.type](batchSize, output.shape.at(-1));
  const rule = optimizers[optimizer.type](optimizer);
  return () => tf.tidy(() => void rule.minimize(() => losses[loss.type](y, model.apply(x, { training: true }))));
}

/** The median time of a step in seconds. */
function measure(step, milliseconds) {
  const pieces = [];
  const end = performance.now() + milliseconds;
  while (pieces.length < 1 || performance.now() < end) {
    const start = performance.now();
    step();
    pieces.push((performance.now() - start) / 1000);
  }
  return median(pieces);
}

let step;
for await (const line of createInterface({ input: process.stdin })) {
  const { work, milliseconds } = JSON.parse(line);
  if (work === undefined) {
    console.log(JSON.stringify({ seconds: measure(step, milliseconds) }));
    continue;
  }
  step = build(work);
  step();
  console.log("{}");
}
