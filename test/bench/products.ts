// The three matrix products of a layer beside the machine's peak. They are measured where the engine does
// them, as a Linear without bias: its output is X Wᵀ (NT), the gradient of its input dY W (NN) and that of
// its weights dYᵀ X (TN).

import type { Backend, LayerCall } from "../../src/engine/kernel.ts";
import { createBackend } from "../../src/engine/open.ts";
import { Generator } from "../../src/engine/random.ts";
import { time } from "./measure.ts";
import { openPeak } from "./peak.ts";

/** Rows of the batch, values in, values out. */
export type Shape = readonly [rows: number, inFeatures: number, outFeatures: number];

/** Seconds that each has before it is the next one's turn. */
const TURN = 0.01;

/** A Linear without bias on random numbers. */
export function planLinear(backend: Backend, [rows, inFeatures, outFeatures]: Shape): LayerCall {
  const generator = new Generator(0);
  const allocate = (length: number): Float32Array => backend.allocate(length);
  const drawn = (length: number): Float32Array => {
    const values = allocate(length);
    for (let index = 0; index < length; index++) values[index] = generator.uniform32() * 2 - 1;
    return values;
  };
  return backend.layers.Linear.plan(
    { type: "Linear", out_features: outFeatures, bias: false, init: "default" },
    {
      batchSize: rows,
      inFeatures,
      outFeatures,
      input: drawn(rows * inFeatures),
      output: allocate(rows * outFeatures),
      gradOutput: drawn(rows * outFeatures),
      gradInput: allocate(rows * inFeatures),
      parameters: [drawn(outFeatures * inFeatures)],
      gradients: [allocate(outFeatures * inFeatures)],
      buffers: [],
      mode: { training: true },
      generator,
      allocate,
    },
  );
}

/** GFLOPS of the peak and of each product, turn by turn. */
export function measureProducts(shape: Shape, milliseconds: number): unknown {
  const [rows, inFeatures, outFeatures] = shape;
  const peak = openPeak();
  const backend = createBackend();
  const linear = planLinear(backend, shape);
  const units = linear.units ?? outFeatures;
  const operations = 2 * rows * inFeatures * outFeatures;
  const contenders = {
    peak: { operations: peak.operations, run: () => peak.run() },
    NN: { operations, run: () => linear.backward(0, rows, rows) },
    NT: { operations, run: () => linear.forward(0, rows, rows) },
    TN: { operations, run: () => linear.learn?.(0, units, rows) },
  };
  const rates: Record<string, number[]> = { peak: [], NN: [], NT: [], TN: [] };
  // The first turn is for the compiler.
  const end = performance.now() + milliseconds;
  for (let turn = 0; turn < 2 || performance.now() < end; turn++) {
    for (const [name, { operations, run }] of Object.entries(contenders)) {
      const calls = Math.max(1, Math.floor(TURN / Math.max(time(run, 1), 1e-7)));
      const rate = operations / time(run, calls) / 1e9;
      if (turn > 0) rates[name]!.push(rate);
    }
  }
  const peakKind = peak.isRelaxed ? "relaxed multiply-adds" : "multiplications and additions";
  return { rates, peakKind, backend: backend.name };
}
