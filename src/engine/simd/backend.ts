// The product's backend: WebAssembly SIMD kernels over one shared memory, and the reference's kernels for
// what is rarely used. Several instances, one a thread, may work on one memory: whoever plans the same
// network in the same order finds the same addresses.

import type { Backend, Vectors } from "../kernel.ts";
import { reference } from "../reference.ts";
import { type Build, instantiate, type Kernels, runnableBuilds } from "./kernels.ts";
import { simdLayers } from "./layers.ts";
import { createSimdMemory, reserveIn } from "./memory.ts";
import { simdOptimizers } from "./optimizers.ts";

export interface SimdOptions {
  /** The fastest that runs here if nothing is said. */
  readonly build?: Build;
  /** One of its own if nothing is said. */
  readonly memory?: WebAssembly.Memory;
  /** Threads that share the memory. */
  readonly threads?: number;
  /** This one's place among them. */
  readonly thread?: number;
}

export function isSimdSupported(): boolean {
  return runnableBuilds().length > 0;
}

/** A backend for one network on this thread. @throws RangeError if the memory is full */
export function createSimdBackend(options: SimdOptions = {}): Backend {
  const { build = runnableBuilds()[0]!, memory = createSimdMemory(), threads = 1, thread = 0 } = options;
  const kernels = instantiate(build, memory);
  const reserve = reserveIn(memory);
  const scratch = Array.from({ length: threads }, () => reserve(kernels.scratchBytes()));
  kernels.useScratch(scratch[thread]!);
  const allocate = (length: number): Float32Array => {
    const at = reserve(4 * length);
    return new Float32Array(memory.buffer, at, length);
  };
  return {
    name: build,
    allocate,
    layers: { ...reference.layers, ...simdLayers(kernels) },
    losses: reference.losses,
    optimizers: { ...reference.optimizers, ...simdOptimizers(kernels) },
    vectors: simdVectors(kernels),
  };
}

function simdVectors(kernels: Kernels): Vectors {
  return {
    sumOfSquares: (values, from, to) => kernels.sumOfSquares(values.byteOffset + 4 * from, to - from),
    scale: (values, factor, from, to) => kernels.scale(values.byteOffset + 4 * from, factor, to - from),
    copy: (values, into, from, to) => kernels.copy(values.byteOffset + 4 * from, into.byteOffset + 4 * from, to - from),
    areFinite: (values, from, to) => kernels.areFinite(values.byteOffset + 4 * from, to - from) !== 0,
  };
}
