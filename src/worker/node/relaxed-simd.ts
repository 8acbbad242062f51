// Node 20 has relaxed SIMD behind a flag, which can be set until the first module is looked at.

import { setFlagsFromString } from "node:v8";

/**
 * A module of one function that multiplies and adds by relaxed SIMD: (func (param v128 v128 v128) (result
 * v128)).
 */
const PROBE = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  8,
  1,
  96,
  3,
  123,
  123,
  123,
  1,
  123,
  3,
  2,
  1,
  0,
  10,
  13,
  1,
  11,
  0,
  32,
  0,
  32,
  1,
  32,
  2,
  253,
  133,
  2,
  11,
);

/** Lets Node 20 run the relaxed build. Others need no flag, or know none. */
export function enableRelaxedSimd(): void {
  if (process.versions.node.split(".")[0] === "20" && !WebAssembly.validate(PROBE)) setFlagsFromString("--experimental-wasm-relaxed-simd");
}
