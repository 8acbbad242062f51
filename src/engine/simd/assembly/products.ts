// Matrix products C = op(A) · op(B): both operands are packed into slivers that the tiles read in order, in
// panels that stay in the caches (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication",
// 2008). Every element is a sum in the order of k, whatever tile it lies in, so results do not depend on how
// the rows are cut.

import { multiplyAdd } from "./arithmetic";
import { packA, packB, sliverHeight } from "./packing";

// Multiples of the tiles' sides. A sliver of B fills half of the first cache, A's panel lies in the second
// one, B's in the second or third.
const MC: i32 = 96;
const NC: i32 = 512;
const KC: i32 = 512;

let packedA: usize = 0;
let packedB: usize = 0;
let tile: usize = 0;

/** Bytes that a thread needs for itself. */
export function scratchBytes(): i32 {
  return 4 * (MC * KC + KC * NC + 6 * 8);
}

/** Tells this instance where its own bytes are, at a multiple of 64. */
export function useScratch(at: usize): void {
  packedA = at;
  packedB = at + 4 * MC * KC;
  tile = packedB + 4 * KC * NC;
}

/**
 * A tile of C with four rows and eight columns at `c`, rows `ldc` bytes apart: the sums over `depth`, after
 * what stands there if `continues`.
 */
function multiplyFour(depth: i32, a: usize, b: usize, c: usize, ldc: usize, continues: bool): void {
  const c1 = c + ldc;
  const c2 = c1 + ldc;
  const c3 = c2 + ldc;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  if (continues) {
    s00 = v128.load(c);
    s01 = v128.load(c, 16);
    s10 = v128.load(c1);
    s11 = v128.load(c1, 16);
    s20 = v128.load(c2);
    s21 = v128.load(c2, 16);
    s30 = v128.load(c3);
    s31 = v128.load(c3, 16);
  }
  const end = b + (<usize>depth << 5);
  while (b != end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    s00 = multiplyAdd(a0, b0, s00);
    s01 = multiplyAdd(a0, b1, s01);
    const a1 = v128.load32_splat(a, 4);
    s10 = multiplyAdd(a1, b0, s10);
    s11 = multiplyAdd(a1, b1, s11);
    const a2 = v128.load32_splat(a, 8);
    s20 = multiplyAdd(a2, b0, s20);
    s21 = multiplyAdd(a2, b1, s21);
    const a3 = v128.load32_splat(a, 12);
    s30 = multiplyAdd(a3, b0, s30);
    s31 = multiplyAdd(a3, b1, s31);
    a += 16;
    b += 32;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

/** As `multiplyFour`, with six rows. */
function multiplySix(depth: i32, a: usize, b: usize, c: usize, ldc: usize, continues: bool): void {
  const c1 = c + ldc;
  const c2 = c1 + ldc;
  const c3 = c2 + ldc;
  const c4 = c3 + ldc;
  const c5 = c4 + ldc;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  let s40 = s00;
  let s41 = s00;
  let s50 = s00;
  let s51 = s00;
  if (continues) {
    s00 = v128.load(c);
    s01 = v128.load(c, 16);
    s10 = v128.load(c1);
    s11 = v128.load(c1, 16);
    s20 = v128.load(c2);
    s21 = v128.load(c2, 16);
    s30 = v128.load(c3);
    s31 = v128.load(c3, 16);
    s40 = v128.load(c4);
    s41 = v128.load(c4, 16);
    s50 = v128.load(c5);
    s51 = v128.load(c5, 16);
  }
  const end = b + (<usize>depth << 5);
  while (b != end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    s00 = multiplyAdd(a0, b0, s00);
    s01 = multiplyAdd(a0, b1, s01);
    const a1 = v128.load32_splat(a, 4);
    s10 = multiplyAdd(a1, b0, s10);
    s11 = multiplyAdd(a1, b1, s11);
    const a2 = v128.load32_splat(a, 8);
    s20 = multiplyAdd(a2, b0, s20);
    s21 = multiplyAdd(a2, b1, s21);
    const a3 = v128.load32_splat(a, 12);
    s30 = multiplyAdd(a3, b0, s30);
    s31 = multiplyAdd(a3, b1, s31);
    const a4 = v128.load32_splat(a, 16);
    s40 = multiplyAdd(a4, b0, s40);
    s41 = multiplyAdd(a4, b1, s41);
    const a5 = v128.load32_splat(a, 20);
    s50 = multiplyAdd(a5, b0, s50);
    s51 = multiplyAdd(a5, b1, s51);
    a += 24;
    b += 32;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
  v128.store(c4, s40);
  v128.store(c4, s41, 16);
  v128.store(c5, s50);
  v128.store(c5, s51, 16);
}

function multiplyTile(depth: i32, a: usize, b: usize, c: usize, ldc: usize, continues: bool, height: i32): void {
  if (height == 6) multiplySix(depth, a, b, c, ldc, continues);
  else multiplyFour(depth, a, b, c, ldc, continues);
}

/** A tile at the edge of C, worked out beside it: only `rows` × `columns` of it are there. */
function multiplyEdge(
  depth: i32,
  a: usize,
  b: usize,
  c: usize,
  ldc: usize,
  continues: bool,
  height: i32,
  rows: i32,
  columns: i32,
): void {
  if (continues) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) store<f32>(tile + (<usize>(i * 8 + j) << 2), load<f32>(c + <usize>i * ldc + (<usize>j << 2)));
    }
  }
  multiplyTile(depth, a, b, tile, 32, continues, height);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) store<f32>(c + <usize>i * ldc + (<usize>j << 2), load<f32>(tile + (<usize>(i * 8 + j) << 2)));
  }
}

/**
 * C[m, n] = op(A)[m, k] · op(B)[k, n], row-major; `lda`, `ldb` and `ldc` are numbers from one row to the next
 * as stored. A transposed operand is stored as [k, m] or [n, k].
 */
export function multiply(
  transposedA: bool,
  transposedB: bool,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
): void {
  const rowBytes = (<usize>ldc << 2);
  for (let jc = 0; jc < n; jc += NC) {
    const columns = min(NC, n - jc);
    for (let pc = 0; pc < k; pc += KC) {
      const depth = min(KC, k - pc);
      const fromB = transposedB ? jc * ldb + pc : pc * ldb + jc;
      packB(transposedB, b + (<usize>fromB << 2), ldb, columns, depth, packedB);
      for (let ic = 0; ic < m; ic += MC) {
        const rows = min(MC, m - ic);
        const fromA = transposedA ? pc * lda + ic : ic * lda + pc;
        packA(transposedA, a + (<usize>fromA << 2), lda, rows, depth, packedA);
        for (let jr = 0; jr < columns; jr += 8) {
          const sliverB = packedB + (<usize>(jr * depth) << 2);
          const width = min(8, columns - jr);
          let height = 0;
          for (let ir = 0; ir < rows; ir += height) {
            height = sliverHeight(rows - ir);
            const sliverA = packedA + (<usize>(ir * depth) << 2);
            const at = c + (<usize>((ic + ir) * ldc + jc + jr) << 2);
            const present = min(height, rows - ir);
            if (present == height && width == 8) multiplyTile(depth, sliverA, sliverB, at, rowBytes, pc > 0, height);
            else multiplyEdge(depth, sliverA, sliverB, at, rowBytes, pc > 0, height, present, width);
          }
        }
      }
    }
  }
}
