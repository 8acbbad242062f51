// Matrix products C = op(A) · op(B): both operands are packed into slivers that the 4 × 8 tile reads in order, in panels that stay in the caches
// (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008). Every element is a sum in the order of k, whatever tile it lies
// in, so results do not depend on how the rows are cut.

import { multiplyAdd } from "./arithmetic";

const MC: i32 = 128;
const NC: i32 = 512;
const KC: i32 = 256;

let packedA: usize = 0;
let packedB: usize = 0;
let tile: usize = 0;

/** Bytes that a thread needs for itself. */
export function scratchBytes(): i32 {
  return 4 * (MC * KC + KC * NC + 32);
}

/** Tells this instance where its own bytes are, at a multiple of 64. */
export function useScratch(at: usize): void {
  packedA = at;
  packedB = at + 4 * MC * KC;
  tile = packedB + 4 * KC * NC;
}

/** Slivers of 4 rows: for each k the 4 rows' numbers; rows that are not there are 0. */
function packA(isTransposed: bool, a: usize, lda: i32, rows: i32, depth: i32): void {
  let to = packedA;
  for (let row = 0; row < rows; row += 4) {
    const count = min(4, rows - row);
    if (isTransposed) {
      let from = a + (<usize>row << 2);
      for (let k = 0; k < depth; k++) {
        if (count == 4) v128.store(to, v128.load(from));
        else for (let i = 0; i < 4; i++) store<f32>(to + (<usize>i << 2), i < count ? load<f32>(from + (<usize>i << 2)) : 0);
        from += (<usize>lda << 2);
        to += 16;
      }
      continue;
    }
    const r0 = a + (<usize>(row * lda) << 2);
    const r1 = r0 + (<usize>lda << 2);
    const r2 = r1 + (<usize>lda << 2);
    const r3 = r2 + (<usize>lda << 2);
    let k = 0;
    if (count == 4) {
      for (; k + 4 <= depth; k += 4) {
        transpose4(r0 + (<usize>k << 2), r1 + (<usize>k << 2), r2 + (<usize>k << 2), r3 + (<usize>k << 2), to, 16);
        to += 64;
      }
    }
    for (; k < depth; k++) {
      const at = (<usize>k << 2);
      store<f32>(to, load<f32>(r0 + at));
      store<f32>(to, count > 1 ? load<f32>(r1 + at) : 0, 4);
      store<f32>(to, count > 2 ? load<f32>(r2 + at) : 0, 8);
      store<f32>(to, count > 3 ? load<f32>(r3 + at) : 0, 12);
      to += 16;
    }
  }
}

/** Slivers of 8 columns: for each k the 8 columns' numbers; columns that are not there are 0. */
function packB(isTransposed: bool, b: usize, ldb: i32, columns: i32, depth: i32): void {
  let to = packedB;
  for (let column = 0; column < columns; column += 8) {
    const count = min(8, columns - column);
    if (!isTransposed) {
      let from = b + (<usize>column << 2);
      for (let k = 0; k < depth; k++) {
        if (count == 8) {
          v128.store(to, v128.load(from));
          v128.store(to, v128.load(from, 16), 16);
        } else {
          for (let j = 0; j < 8; j++) store<f32>(to + (<usize>j << 2), j < count ? load<f32>(from + (<usize>j << 2)) : 0);
        }
        from += (<usize>ldb << 2);
        to += 32;
      }
      continue;
    }
    const first = b + (<usize>(column * ldb) << 2);
    const step = (<usize>ldb << 2);
    let k = 0;
    if (count == 8) {
      for (; k + 4 <= depth; k += 4) {
        const at = first + (<usize>k << 2);
        transpose4(at, at + step, at + 2 * step, at + 3 * step, to, 32);
        transpose4(at + 4 * step, at + 5 * step, at + 6 * step, at + 7 * step, to + 16, 32);
        to += 128;
      }
    }
    for (; k < depth; k++) {
      let from = first + (<usize>k << 2);
      for (let j = 0; j < 8; j++) {
        store<f32>(to + (<usize>j << 2), j < count ? load<f32>(from) : 0);
        from += step;
      }
      to += 32;
    }
  }
}

/** Four numbers of each of four rows, as four columns `step` bytes apart. */
// @ts-ignore: decorator
@inline
function transpose4(r0: usize, r1: usize, r2: usize, r3: usize, to: usize, step: usize): void {
  const a = v128.load(r0);
  const b = v128.load(r1);
  const c = v128.load(r2);
  const d = v128.load(r3);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7));
}

/** A 4 × 8 tile of C at `c`, rows `ldc` bytes apart: the sums over `depth`, after what stands there where `continues`. */
function multiplyTile(depth: i32, a: usize, b: usize, c: usize, ldc: usize, continues: bool): void {
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
  for (let k = 0; k < depth; k++) {
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

/** A tile at the edge of C, worked out beside it: only `rows` × `columns` of it are there. */
function multiplyEdge(depth: i32, a: usize, b: usize, c: usize, ldc: usize, continues: bool, rows: i32, columns: i32): void {
  if (continues) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) store<f32>(tile + (<usize>(i * 8 + j) << 2), load<f32>(c + <usize>i * ldc + (<usize>j << 2)));
    }
  }
  multiplyTile(depth, a, b, tile, 32, continues);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) store<f32>(c + <usize>i * ldc + (<usize>j << 2), load<f32>(tile + (<usize>(i * 8 + j) << 2)));
  }
}

/**
 * C[m, n] = op(A)[m, k] · op(B)[k, n], row-major; `lda`, `ldb` and `ldc` are numbers from one row to the next as stored.
 * A transposed operand is stored as [k, m] or [n, k].
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
      packB(transposedB, b + (<usize>fromB << 2), ldb, columns, depth);
      for (let ic = 0; ic < m; ic += MC) {
        const rows = min(MC, m - ic);
        const fromA = transposedA ? pc * lda + ic : ic * lda + pc;
        packA(transposedA, a + (<usize>fromA << 2), lda, rows, depth);
        for (let jr = 0; jr < columns; jr += 8) {
          const sliverB = packedB + (<usize>(jr * depth) << 2);
          const width = min(8, columns - jr);
          for (let ir = 0; ir < rows; ir += 4) {
            const sliverA = packedA + (<usize>(ir * depth) << 2);
            const at = c + (<usize>((ic + ir) * ldc + jc + jr) << 2);
            const height = min(4, rows - ir);
            if (height == 4 && width == 8) multiplyTile(depth, sliverA, sliverB, at, rowBytes, pc > 0);
            else multiplyEdge(depth, sliverA, sliverB, at, rowBytes, pc > 0, height, width);
          }
        }
      }
    }
  }
}
