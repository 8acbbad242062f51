// Every layer against what PyTorch computed, forward and backward, while training and afterwards, on every
// backend: values, gradients, running statistics and random numbers. Rows and units cut into parts have to
// give the same bits.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Backend, LayerKernel } from "../../src/engine/kernel.ts";
import { Generator } from "../../src/engine/random.ts";
import { layers, type LayerType, type ResolvedLayer } from "../../src/model/layers.ts";
import { layerSchema } from "../../src/model/schema.ts";
import { backends } from "./backends.ts";
import { Deviations, fixture, fromBits, toBits } from "./fixture.ts";

interface Step {
  training: boolean;
  rows: number;
  input: string;
  gradOutput: string;
  output: string;
  gradInput: string;
  gradients: string[];
  buffers: string[];
}

interface Case {
  layer: { type: LayerType };
  width: number;
  seed: number;
  parameters: string[];
  steps: Step[];
  /** The generator's word after all steps. */
  next: number;
}

const recorded = (fixture("layers") as { layers: Case[] }).layers;

/**
 * PyTorch's own vector functions are off by as much in the last digits: logarithms near 0, erf far below it.
 */
const ABSOLUTE = 6e-7;
const RELATIVE = 3e-6;
/** Runs of float32 sums over up to 33 numbers, in whatever order. */
const SUMMED = 5e-6;

test("every layer is recorded with at least three settings or batches", () => {
  assert.deepEqual(new Set(recorded.map(({ layer }) => layer.type)), new Set(Object.keys(layers)));
  for (const type of Object.keys(layers)) {
    const steps = recorded.filter(({ layer }) => layer.type === type).reduce((sum, { steps }) => sum + steps.length, 0);
    assert.ok(steps >= 3, `${type}: ${steps}`);
  }
});

/** A layer with its buffers, on a backend. */
function planned(backend: Backend, { layer: written, width, parameters, steps, seed }: Case) {
  const layer: ResolvedLayer = layerSchema(written.type).parse(written);
  const kernel: LayerKernel<ResolvedLayer> = backend.layers[layer.type];
  const batchSize = Math.max(...steps.map(({ rows }) => rows));
  const outFeatures = fromBits(steps[0]!.output).length / steps[0]!.rows;
  const filled = (bits: string): Float32Array => {
    const values = fromBits(bits);
    const into = backend.allocate(values.length).subarray(0, values.length);
    into.set(values);
    return into;
  };
  const own = parameters.map(filled);
  const shapes = kernel.buffers?.(layer, width) ?? [];
  const buffers = shapes.map(({ shape }) => {
    const length = shape.reduce((product, side) => product * side, 1);
    return backend.allocate(length).subarray(0, length);
  });
  const generator = new Generator(seed);
  kernel.initialise?.(
    layer,
    width,
    own.map((values) => new Float32Array(values.length)),
    new Generator(0),
    buffers,
  );
  const planned = {
    batchSize,
    inFeatures: width,
    outFeatures,
    input: backend.allocate(batchSize * width),
    output: backend.allocate(batchSize * outFeatures),
    gradOutput: backend.allocate(batchSize * outFeatures),
    gradInput: backend.allocate(batchSize * width),
    parameters: own,
    gradients: own.map(({ length }) => backend.allocate(length).subarray(0, length)),
    buffers,
    mode: { training: false },
    generator,
    allocate: (length: number) => backend.allocate(length),
  };
  const call = kernel.plan(layer, planned);
  const run = ({ training, rows, input, gradOutput }: Step, parts: number) => {
    planned.input.set(fromBits(input));
    planned.gradOutput.set(fromBits(gradOutput));
    planned.mode.training = training;
    if (training) call.draw?.(rows);
    const count = call.over === "columns" ? width : rows;
    for (const [from, to] of cut(count, parts)) call.forward(from, to, rows);
    for (const [from, to] of cut(count, parts)) call.backward(from, to, rows);
    for (const [from, to] of cut(call.units ?? 0, parts)) call.learn?.(from, to, rows);
    return {
      output: planned.output.slice(0, rows * outFeatures),
      gradInput: planned.gradInput.slice(0, rows * width),
      gradients: planned.gradients.map((values) => values.slice()),
      buffers: buffers.map((values) => values.slice()),
    };
  };
  return { run, generator };
}

/**
 * What PyTorch's derivative is where the input is none, or so large that its formula overflows, is an
 * accident of how the formula is written; Hardswish's at 3 is 1 in its vector code and 1.5 in its scalar
 * code.
 */
function leaveOut(type: LayerType, input: Float32Array, actual: Float32Array, expected: Float32Array): void {
  for (const [index, x] of input.entries()) {
    if (Math.abs(x) < 1e30 && !(type === "Hardswish" && x === 3)) continue;
    actual[index] = 0;
    expected[index] = 0;
  }
}

/** 0 … count in parts whose borders are multiples of four. */
function cut(count: number, parts: number): [number, number][] {
  const size = Math.max(4, Math.ceil(count / parts / 4) * 4);
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => [index * size, Math.min(count, (index + 1) * size)]);
}

for (const [name, create] of Object.entries(backends)) {
  const deviations = new Deviations(`layers, ${name}`);
  for (const type of Object.keys(layers)) {
    test(`${name}: ${type}`, (t) => {
      for (const found of recorded.filter(({ layer }) => layer.type === type)) {
        const whole = planned(create(), found);
        const parts = planned(create(), found);
        for (const [index, step] of found.steps.entries()) {
          const what = `${JSON.stringify(found.layer)} of ${found.width}, step ${index + 1}`;
          const result = whole.run(step, 1);
          deviations.check(result.output, fromBits(step.output), RELATIVE, ABSOLUTE, `${what}, output`);
          const bits = bitsOf(result);
          const expected = fromBits(step.gradInput);
          leaveOut(found.layer.type, fromBits(step.input), result.gradInput, expected);
          deviations.check(result.gradInput, expected, SUMMED, SUMMED, `${what}, gradient of the input`);
          for (const [at, gradient] of result.gradients.entries())
            deviations.check(gradient, fromBits(step.gradients[at]!), SUMMED, 1e-5, `${what}, gradient of parameter ${at}`);
          for (const [at, buffer] of result.buffers.entries())
            deviations.check(buffer, fromBits(step.buffers[at]!), 1e-6, 1e-7, `${what}, buffer ${at}`);
          assert.deepEqual(bitsOf(parts.run(step, 3)), bits, `${what}, in parts`);
        }
        assert.equal(
          whole.generator.next32() % (2 ** 32 - 1),
          found.next,
          `${JSON.stringify(found.layer)}: the generator stands elsewhere`,
        );
      }
      t.diagnostic(String(deviations));
    });
  }
}

function bitsOf({
  output,
  gradInput,
  gradients,
  buffers,
}: {
  output: Float32Array;
  gradInput: Float32Array;
  gradients: Float32Array[];
  buffers: Float32Array[];
}): string[] {
  return [output, gradInput, ...gradients, ...buffers].map(toBits);
}
