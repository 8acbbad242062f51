// Layers, losses and optimizers against what PyTorch computed, edge cases included.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerKernel, LossKernel, OptimizerKernel } from "../../src/engine/kernel.ts";
import { reference } from "../../src/engine/reference.ts";
import { layers, layerSchema, type LayerType, type ResolvedLayer } from "../../src/model/layers.ts";
import { losses, type LossType } from "../../src/model/losses.ts";
import { optimizers } from "../../src/model/optimizers.ts";
import { type Loss, type Optimizer, trainingSchema } from "../../src/model/schema.ts";
import { assertClose, fixture, fromBits } from "./fixture.ts";

interface Recorded {
  layers: {
    layer: { type: LayerType; out_features?: number };
    input: string;
    gradOutput: string;
    output: string;
    gradInput: string;
    parameters: string[];
    gradients: string[];
  }[];
  losses: { loss: { type: LossType }; width: number; output: string; target: string; value: string; gradOutput: string }[];
  optimizers: { optimizer: unknown; start: string; gradients: string[]; path: string[] }[];
}

const recorded = fixture("kernels") as Recorded;
const ROWS = 8;
const INPUTS = 3;

test("every layer, forward and backward", () => {
  assert.deepEqual(new Set(recorded.layers.map(({ layer }) => layer.type)), new Set(Object.keys(layers)));
  for (const { layer: written, ...values } of recorded.layers) {
    const layer: ResolvedLayer = layerSchema(written.type).parse(written);
    const kernel: LayerKernel<ResolvedLayer> = reference.layers[layer.type];
    const outFeatures = written.out_features ?? INPUTS;
    const output = new Float32Array(ROWS * outFeatures);
    const gradInput = new Float32Array(ROWS * INPUTS).fill(Number.NaN);
    const parameters = values.parameters.map(fromBits);
    const gradients = parameters.map((parameter) => new Float32Array(parameter.length).fill(Number.NaN));
    const call = kernel.plan(layer, {
      inFeatures: INPUTS,
      outFeatures,
      input: fromBits(values.input),
      output,
      gradOutput: fromBits(values.gradOutput),
      gradInput,
      parameters,
      gradients,
    });
    call.forward(ROWS);
    call.backward(ROWS);
    const what = JSON.stringify(written);
    // Next to 0 a logarithm is a difference of nearly equal numbers.
    const absolute = layer.type === "LogSoftmax" ? 3e-7 : 1e-30;
    assertClose(output, fromBits(values.output), 5e-7, absolute, `${what}, output`);
    assertClose(gradInput, fromBits(values.gradInput), 2e-6, 1e-7, `${what}, gradient of the input`);
    for (const [index, gradient] of gradients.entries()) {
      assertClose(gradient, fromBits(values.gradients[index]!), 1e-6, 1e-7, `${what}, gradient of parameter ${index}`);
    }
  }
});

/** A loss with its defaults, as the schema gives them. */
function resolvedLoss(written: unknown): Loss {
  return trainingSchema.parse({ loss: written, optimizer: { type: "Adam" } }).loss;
}

function resolvedOptimizer(written: unknown): Optimizer {
  return trainingSchema.parse({ loss: { type: "MSELoss" }, optimizer: written }).optimizer;
}

test("every loss and its derivative", () => {
  assert.deepEqual(new Set(recorded.losses.map(({ loss }) => loss.type)), new Set(Object.keys(losses)));
  for (const { loss: written, width, ...values } of recorded.losses) {
    const loss = resolvedLoss(written);
    const kernel: LossKernel<Loss> = reference.losses[loss.type];
    const output = fromBits(values.output);
    const gradOutput = new Float32Array(output.length).fill(7);
    const rows = output.length / width;
    const call = kernel.plan(loss, { width, output, target: fromBits(values.target), gradOutput });
    const value = Float32Array.of(call.forward(rows));
    call.backward(rows);
    const what = JSON.stringify(written);
    assertClose(value, fromBits(values.value), 3e-7, 0, what);
    assertClose(gradOutput, fromBits(values.gradOutput), 1e-6, 1e-8, `${what}, gradient`);
  }
});

test("every optimizer over 25 steps", () => {
  assert.deepEqual(
    new Set(recorded.optimizers.map(({ optimizer }) => resolvedOptimizer(optimizer).type)),
    new Set(Object.keys(optimizers)),
  );
  for (const { optimizer: written, start, gradients, path } of recorded.optimizers) {
    const optimizer = resolvedOptimizer(written);
    const kernel: OptimizerKernel<Optimizer> = reference.optimizers[optimizer.type];
    const parameters = fromBits(start);
    const gradient = new Float32Array(parameters.length);
    const call = kernel.plan(optimizer, parameters, gradient);
    for (const [index, expected] of path.entries()) {
      gradient.set(fromBits(gradients[index]!));
      call.step(optimizer.lr);
      assertClose(parameters, fromBits(expected), 2e-7, 1e-9, `${JSON.stringify(written)} after step ${index + 1}`);
    }
  }
});
