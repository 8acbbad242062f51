// The rows of a training in a memory of their own. Their order is drawn there, and a batch is copied together
// in a small part of it before it goes to the network, which has a memory of its own.

import { GENERATOR_WORDS } from "../random.ts";
import { plainRows, type RowMemory } from "../rows.ts";
import { instantiate, type Kernels, runnableBuilds } from "./kernels.ts";
import { createSimdMemory, reserveIn } from "./memory.ts";

/** Numbers of a table that are copied together at once. */
const PIECE = 16_384;
/** The kernel copies whole vectors, over the end of a row. */
const VECTOR = 16;

/** A memory for the rows of one training. Only arrays that it has allocated may be given to it. */
export function createRowMemory(build = runnableBuilds()[0]!): RowMemory {
  const memory = createSimdMemory();
  // Not before they are needed: when the tables are filled, the memory that is in use is at its most.
  let instance: Kernels | undefined;
  const kernels = (): Kernels => (instance ??= instantiate(build, memory));
  const reserve = reserveIn(memory);
  const state = reserve(4 * GENERATOR_WORDS);
  const words = new Uint32Array(memory.buffer, state, GENERATOR_WORDS);
  const [inputPiece, targetPiece] = [createPiece(), createPiece()];
  return {
    allocate(length) {
      const at = reserve(4 * length + VECTOR);
      return new Float32Array(memory.buffer, at, length);
    },
    allocateRows(length) {
      const at = reserve(4 * length);
      return new Uint32Array(memory.buffer, at, length);
    },
    shuffle(rows, generator) {
      generator.save(words);
      kernels().shuffle(state, rows.byteOffset, rows.length);
      generator.restore(words);
    },
    gather(tables, rows, first, count, input, target) {
      const { inputs, inputWidth, targets, targetWidth } = tables;
      const most = Math.floor(PIECE / Math.max(inputWidth, targetWidth));
      if (most === 0) {
        // One row of them is so long that its beginning is all there is to wait for.
        plainRows.gather(tables, rows, first, count, input, target);
        return;
      }
      for (let done = 0; done < count; done += most) {
        const some = Math.min(most, count - done);
        const from = rows.byteOffset + 4 * (first + done);
        const [x, y] = [inputs.byteOffset, targets.byteOffset];
        kernels().gatherRows(x, inputWidth, y, targetWidth, from, some, inputPiece.at, targetPiece.at);
        input.set(inputPiece.view(some * inputWidth), done * inputWidth);
        target.set(targetPiece.view(some * targetWidth), done * targetWidth);
      }
    },
  };

  function createPiece() {
    const at = reserve(4 * PIECE + VECTOR);
    let last = new Float32Array(memory.buffer, at, 0);
    return {
      at,
      /**
       * Its first numbers. Of a pass almost every view is as long as the one before, and making one costs as
       * much as copying it.
       */
      view(length: number): Float32Array {
        if (last.length !== length) last = new Float32Array(memory.buffer, at, length);
        return last;
      },
    };
  }
}
