// The rows of a training: in the product's memory they get the order and the batches that the plain way
// gives, in every bit.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fillUniform, Generator } from "../../../src/engine/random.ts";
import { plainRows, type RowMemory, type RowTables } from "../../../src/engine/rows.ts";
import { runnableBuilds } from "../../../src/engine/simd/kernels.ts";
import { createRowMemory } from "../../../src/engine/simd/rows.ts";
import { enableRelaxedSimd } from "../../../src/worker/node/relaxed-simd.ts";

enableRelaxedSimd();

function tablesOf(memory: RowMemory, rows: number, inputWidth: number, targetWidth: number): RowTables {
  const generator = new Generator(rows);
  const [inputs, targets] = [memory.allocate(rows * inputWidth), memory.allocate(rows * targetWidth)];
  for (const table of [inputs, targets]) fillUniform(table, -1, 1, generator);
  return { inputs, inputWidth, targets, targetWidth };
}

function shuffledRows(memory: RowMemory, length: number, generator: Generator): Uint32Array {
  const rows = memory.allocateRows(length);
  for (let row = 0; row < length; row++) rows[row] = 3 * row;
  memory.shuffle(rows, generator);
  return rows;
}

/** Words that are taken from the generator before the order is drawn. */
const PLACES = [0, 1, 3, 622, 623, 624];
const LENGTHS = [0, 1, 2, 3, 623, 624, 625, 626, 1249, 10_000, 300_000];

for (const build of runnableBuilds()) {
  test(`${build}: rows come into the order of torch.randperm, and the generator stands where it then stands`, () => {
    const memory = createRowMemory(build);
    for (const length of LENGTHS) {
      for (const place of PLACES) {
        const [own, plain] = [memory, plainRows].map((each) => {
          const generator = new Generator(length + place);
          for (let word = 0; word < place; word++) generator.next32();
          return {
            rows: [...shuffledRows(each, length, generator)],
            next: [generator.next32(), generator.normal64(), generator.normal64()],
          };
        });
        assert.deepEqual(own, plain, `${length} rows, from word ${place} on`);
      }
    }
  });

  test(`${build}: batches of any width, from any place of any order, are the plain ones`, () => {
    const ROWS = 150;
    const widths = [...Array.from({ length: 38 }, (_, width) => width), 784, 16_383, 16_384, 16_385];
    for (const [inputWidth, targetWidth] of [...widths.map((width) => [width, 1] as const), [3, 2], [2, 5], [1, 16_385]] as const) {
      const [own, plain] = [createRowMemory(build), plainRows].map((memory) => {
        const tables = tablesOf(memory, 3 * ROWS, inputWidth, targetWidth);
        const rows = shuffledRows(memory, ROWS, new Generator(inputWidth));
        return [0, 1, 31, 32, 150].map((count) => {
          const into = [inputWidth, targetWidth].map((width) => new Float32Array((count + 1) * width).fill(7));
          memory.gather(tables, rows, (ROWS - count) >> 1, count, into[0]!, into[1]!);
          return into;
        });
      });
      assert.deepEqual(own, plain, `width ${inputWidth} and ${targetWidth}`);
    }
  });

  test(`${build}: a batch larger than the part of the memory where it is copied together is whole`, () => {
    const ROWS = 40_000;
    const [own, plain] = [createRowMemory(build), plainRows].map((memory) => {
      const into = [new Float32Array(ROWS * 5), new Float32Array(ROWS)] as const;
      const rows = shuffledRows(memory, ROWS, new Generator(1));
      memory.gather(tablesOf(memory, 3 * ROWS, 5, 1), rows, 0, ROWS, ...into);
      return into;
    });
    assert.deepEqual(own, plain);
  });

  test(`${build}: the last row of a table that ends with the memory is read`, () => {
    const memory = createRowMemory(build);
    const rows = memory.allocateRows(1);
    const into = [new Float32Array(1), new Float32Array(1)] as const;
    // Tables of one number each go over many ends of what has been allocated so far.
    for (let number = 0; number < 3000; number++) {
      const tables = { inputs: memory.allocate(1).fill(number), inputWidth: 1, targets: memory.allocate(1).fill(-number), targetWidth: 1 };
      memory.gather(tables, rows, 0, 1, ...into);
      assert.deepEqual([into[0][0], into[1][0]], [number, -number]);
    }
  });
}
