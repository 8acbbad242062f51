// The WebAssembly module: its functions, its memory, and which of the two builds this machine can run.

import relaxedBytes from "../../../.out/wasm/relaxed-simd.wasm";
import simdBytes from "../../../.out/wasm/simd.wasm";

/** What `assembly/index.ts` exports. Addresses are in bytes, counts in numbers. */
export interface Kernels {
  scratchBytes(): number;
  useScratch(at: number): void;
  multiply(
    transposedA: boolean,
    transposedB: boolean,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
  ): void;
  addBias(y: number, bias: number, from: number, to: number, units: number): void;
  sumRows(values: number, into: number, from: number, to: number, rows: number, units: number): void;
  forwardSmall(x: number, weight: number, bias: number, y: number, from: number, to: number, inputs: number, units: number): void;
  forwardUnit(x: number, weight: number, bias: number, y: number, from: number, to: number, inputs: number): void;
  backwardSmall(gradY: number, weight: number, gradX: number, from: number, to: number, inputs: number, units: number): void;
  learnSmall(gradY: number, x: number, gradW: number, from: number, to: number, rows: number, inputs: number, units: number): void;
  readonly sigmoid: (x: number, y: number, count: number) => void;
  readonly sigmoidBack: (y: number, gradY: number, gradX: number, count: number) => void;
  readonly tanh: (x: number, y: number, count: number) => void;
  readonly tanhBack: (y: number, gradY: number, gradX: number, count: number) => void;
  leaky(x: number, value: number, into: number, slope: number, count: number): void;
  relu(x: number, value: number, into: number, count: number): void;
  measure(
    x: number,
    means: number,
    scales: number,
    variances: number,
    eps: number,
    from: number,
    to: number,
    rows: number,
    width: number,
  ): void;
  rescale(x: number, y: number, alpha: number, beta: number, from: number, to: number, rows: number, width: number): void;
  gather(
    x: number,
    gradY: number,
    means: number,
    sums: number,
    products: number,
    from: number,
    to: number,
    rows: number,
    width: number,
  ): void;
  spread(
    x: number,
    gradY: number,
    gradX: number,
    means: number,
    shift: number,
    back: number,
    factor: number,
    from: number,
    to: number,
    rows: number,
    width: number,
  ): void;
  fillMask(state: number, mask: number, count: number, probability: number): void;
  applyMask(x: number, mask: number, y: number, scale: number, count: number): void;
  sgd(
    w: number,
    g: number,
    buffer: number,
    count: number,
    rate: number,
    decay: number,
    momentum: number,
    added: number,
    isNesterov: boolean,
    isFirst: boolean,
  ): void;
  adam(
    w: number,
    g: number,
    m: number,
    v: number,
    count: number,
    rate: number,
    correction: number,
    eps: number,
    decay: number,
    shrink: number,
    kept1: number,
    added1: number,
    kept2: number,
    added2: number,
  ): void;
  sumOfSquares(values: number, count: number): number;
  areFinite(values: number, count: number): number;
  scale(values: number, factor: number, count: number): void;
  copy(from: number, to: number, count: number): void;
  gatherRows(
    inputs: number,
    inputWidth: number,
    targets: number,
    targetWidth: number,
    rows: number,
    count: number,
    input: number,
    target: number,
  ): void;
  shuffle(state: number, values: number, count: number): void;
}

export type Build = "simd" | "relaxed-simd";

/**
 * Builds that were found to run here. That one does not run may change (relaxed SIMD is switched on in some
 * Nodes), that it runs does not.
 */
const runnable = new Set<Build>();

/** The builds that this machine can run, the fastest first; none if it has no SIMD. */
export function runnableBuilds(): Build[] {
  return (["relaxed-simd", "simd"] as const).filter((build) => {
    if (!runnable.has(build) && WebAssembly.validate(bytesOf(build))) runnable.add(build);
    return runnable.has(build);
  });
}

const modules = new Map<Build, WebAssembly.Module>();

/** An instance of a build over a memory. */
export function instantiate(build: Build, memory: WebAssembly.Memory): Kernels {
  const module = modules.get(build) ?? new WebAssembly.Module(bytesOf(build));
  modules.set(build, module);
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

function bytesOf(build: Build): Uint8Array {
  return build === "simd" ? simdBytes : relaxedBytes;
}
