// The kernels' own generator draws what the plain one draws: every mask, from any place of its 624 words on,
// and leaves it at the same place.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Backend } from "../../../src/engine/kernel.ts";
import { Generator } from "../../../src/engine/random.ts";
import { reference } from "../../../src/engine/reference.ts";
import { backends } from "../../parity/backends.ts";

const PLACES = [0, 1, 2, 7, 616, 617, 620, 621, 622, 623, 624, 1000];
const COUNTS = [1, 3, 4, 5, 8, 307, 312, 313, 1300];
const PROBABILITIES = [0.2, 0.5, 0.9, 1e-9];

/** What Dropout lets through of a row of ones, and the generator's next word. */
function dropped(backend: Backend, place: number, width: number, p: number): [kept: number[], next: number] {
  const generator = new Generator(place);
  for (let word = 0; word < place; word++) generator.next32();
  const allocate = (length: number): Float32Array => backend.allocate(length).subarray(0, length);
  const [input, output] = [allocate(width).fill(1), allocate(width)];
  const call = backend.layers.Dropout.plan(
    { type: "Dropout", p },
    {
      batchSize: 1,
      inFeatures: width,
      outFeatures: width,
      input,
      output,
      gradOutput: allocate(width),
      gradInput: undefined,
      parameters: [],
      gradients: [],
      buffers: [],
      mode: { training: true },
      generator,
      allocate,
    },
  );
  call.draw?.(1);
  call.forward(0, 1, 1);
  return [[...output], generator.next32()];
}

for (const [name, create] of Object.entries(backends).filter(([name]) => name !== "reference")) {
  test(`${name}: masks are the reference's from every place on`, () => {
    for (const place of PLACES)
      for (const count of COUNTS)
        for (const p of PROBABILITIES)
          assert.deepEqual(dropped(create(), place, count, p), dropped(reference, place, count, p), `${count} from ${place} on, p ${p}`);
  });
}
