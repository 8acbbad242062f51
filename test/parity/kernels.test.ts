// Losses, optimizers and schedulers against what PyTorch computed, edge cases included, on every backend.
// Rows and numbers cut into parts have to give the same bits.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Backend, LossKernel, OptimizerKernel } from "../../src/engine/kernel.ts";
import { initialRates } from "../../src/engine/optimizers/rates.ts";
import { startScheduler } from "../../src/engine/schedulers/start.ts";
import { losses, type LossType } from "../../src/model/losses.ts";
import { type Loss, type Optimizer, type Scheduler, trainingSchema } from "../../src/model/schema.ts";
import { schedulers } from "../../src/model/schedulers.ts";
import { backends } from "./backends.ts";
import { Deviations, fixture, fromBits, torchOptimizers } from "./fixture.ts";

interface Recorded {
  losses: { loss: { type: LossType }; width: number; output: string; target: string; value: string; gradOutput: string }[];
  optimizers: { optimizer: unknown; start: string; gradients: string[]; path: string[] }[];
  schedulers: { scheduler: unknown; optimizer: "SGD" | "Adam"; metrics: number[]; rates: [lr: number, momentum: number][] }[];
}

const recorded = fixture("kernels") as Recorded;

/** A loss with its defaults, as the schema gives them. */
function resolvedLoss(written: unknown): Loss {
  return trainingSchema.parse({ loss: written, optimizer: { type: "Adam" } }).loss;
}

function resolvedOptimizer(written: unknown): Optimizer {
  return trainingSchema.parse({ loss: { type: "MSELoss" }, optimizer: written }).optimizer;
}

function resolvedScheduler(written: unknown): Scheduler {
  return trainingSchema.parse({ loss: { type: "MSELoss" }, optimizer: { type: "Adam" }, scheduler: written }).scheduler!;
}

function filled(backend: Backend, values: Float32Array): Float32Array {
  const into = backend.allocate(values.length).subarray(0, values.length);
  into.set(values);
  return into;
}

/** The plain build rounds a product before it is added, where PyTorch does not. */
const ROUNDED_TWICE = 3e-6;

for (const [name, create] of Object.entries(backends)) {
  test(`${name}: every loss and its derivative`, (t) => {
    const deviations = new Deviations(`losses, ${name}`);
    assert.deepEqual(new Set(recorded.losses.map(({ loss }) => loss.type)), new Set(Object.keys(losses)));
    for (const { loss: written, width, ...values } of recorded.losses) {
      const backend = create();
      const loss = resolvedLoss(written);
      const kernel: LossKernel<Loss> = backend.losses[loss.type];
      const output = filled(backend, fromBits(values.output));
      const rows = output.length / width;
      const gradOutput = filled(backend, new Float32Array(output.length).fill(7));
      const call = kernel.plan(loss, {
        batchSize: rows,
        width,
        output,
        target: filled(backend, fromBits(values.target)),
        gradOutput,
        allocate: (length) => backend.allocate(length),
      });
      const what = JSON.stringify(written);
      const run = (spans: readonly [number, number][]) => {
        for (const [from, to] of spans) call.forward(from, to, rows);
        const value = Float32Array.of(call.mean(rows));
        for (const [from, to] of spans) call.backward(from, to, rows);
        return { value, gradient: gradOutput.slice() };
      };
      const half = Math.floor(rows / 2);
      const { value, gradient } = run([[0, rows]]);
      deviations.check(value, fromBits(values.value), 1e-6, 1e-9, what);
      deviations.check(gradient, fromBits(values.gradOutput), 2e-6, 1e-8, `${what}, gradient`);
      assert.deepEqual(
        run([
          [half, rows],
          [0, half],
        ]),
        { value, gradient },
        `${what}, in parts`,
      );
    }
    t.diagnostic(String(deviations));
  });

  test(`${name}: every optimizer over 25 steps`, (t) => {
    const deviations = new Deviations(`optimizers, ${name}`);
    const types = new Set(recorded.optimizers.map(({ optimizer }) => resolvedOptimizer(optimizer).type));
    assert.deepEqual(types, new Set(torchOptimizers));
    for (const { optimizer: written, start, gradients, path } of recorded.optimizers) {
      const optimizer = resolvedOptimizer(written);
      const planned = (backend: Backend) => {
        const kernel: OptimizerKernel<Optimizer> = backend.optimizers[optimizer.type];
        const parameters = filled(backend, fromBits(start));
        const gradient = filled(backend, new Float32Array(parameters.length));
        const call = kernel.plan(optimizer, { parameters, gradients: gradient, allocate: (length) => backend.allocate(length) });
        return { parameters, gradient, call };
      };
      const whole = planned(create());
      const parts = planned(create());
      const rates = initialRates(optimizer);
      for (const [index, expected] of path.entries()) {
        if (index === Math.floor(path.length / 2)) rates.lr *= 0.5;
        whole.gradient.set(fromBits(gradients[index]!));
        parts.gradient.set(fromBits(gradients[index]!));
        whole.call.step(index + 1, rates, 0, whole.parameters.length);
        for (const [from, to] of [
          [0, 4],
          [4, whole.parameters.length],
        ] as const)
          parts.call.step(index + 1, rates, from, to);
        const what = `${JSON.stringify(written)} after step ${index + 1}`;
        deviations.check(whole.parameters, fromBits(expected), name === "simd" ? ROUNDED_TWICE : 1e-6, 1e-7, what);
        assert.deepEqual(parts.parameters.slice(), whole.parameters.slice(), `${what}, in parts`);
      }
    }
    t.diagnostic(String(deviations));
  });
}

test("every scheduler sets PyTorch's rates, over 60 steps, to the last bit but one", () => {
  const types = new Set(recorded.schedulers.map(({ scheduler }) => resolvedScheduler(scheduler).type));
  assert.deepEqual(types, new Set(Object.keys(schedulers)));
  for (const { scheduler: written, optimizer, metrics, rates: expected } of recorded.schedulers) {
    const scheduler = resolvedScheduler(written);
    const rates = initialRates(
      resolvedOptimizer(optimizer === "SGD" ? { type: "SGD", lr: 0.1, momentum: 0.7 } : { type: "Adam", lr: 0.1 }),
    );
    const call = startScheduler(scheduler, rates, { totalSteps: metrics.length });
    for (const [index, metric] of metrics.entries()) {
      const what = `${JSON.stringify(written)} before step ${index + 1}`;
      for (const [at, value] of [rates.lr, rates.momentum].entries()) {
        const wanted = expected[index]![at]!;
        assert.ok(Math.abs(value - wanted) <= 4e-16 * Math.abs(wanted) + 1e-17, `${what}: ${value}, PyTorch has ${wanted}`);
      }
      call.step(metric);
    }
  }
});
