// Operands of a product, copied into slivers that a tile reads in order: for each k the numbers of a few rows
// of A, or of eight columns of B. Numbers that are not there are 0.

/**
 * Rows of the next sliver of A if `left` are left: six if the machine multiplies and adds in one
 * instruction, because twelve sums, two numbers of B and one of A just fit into sixteen registers; four if
 * a product needs a register of its own.
 */
// @ts-ignore: decorator
@inline
export function sliverHeight(left: i32): i32 {
  return RELAXED && left >= 6 && left != 8 ? 6 : 4;
}

/** Rows of op(A), sliver by sliver. */
export function packA(isTransposed: bool, a: usize, lda: i32, rows: i32, depth: i32, packed: usize): void {
  let to = packed;
  let height = 0;
  for (let row = 0; row < rows; row += height) {
    height = sliverHeight(rows - row);
    const from = a + (<usize>(isTransposed ? row : row * lda) << 2);
    if (height == 6) packSix(isTransposed, from, lda, depth, to);
    else packFour(isTransposed, from, lda, min(4, rows - row), depth, to);
    to += <usize>(height * depth) << 2;
  }
}

function packSix(isTransposed: bool, a: usize, lda: i32, depth: i32, packed: usize): void {
  const step = <usize>lda << 2;
  let to = packed;
  let from = a;
  if (isTransposed) {
    for (let k = 0; k < depth; k++) {
      v128.store(to, v128.load(from));
      store<u64>(to, load<u64>(from, 16), 16);
      from += step;
      to += 24;
    }
    return;
  }
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    transpose4(from, from + step, from + 2 * step, from + 3 * step, to, 24);
    const e = v128.load(from + 4 * step);
    const f = v128.load(from + 5 * step);
    const low = v128.shuffle<f32>(e, f, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(e, f, 2, 6, 3, 7);
    v128.store64_lane(to, low, 0, 16);
    v128.store64_lane(to, low, 1, 40);
    v128.store64_lane(to, high, 0, 64);
    v128.store64_lane(to, high, 1, 88);
    from += 16;
    to += 96;
  }
  for (; k < depth; k++) {
    for (let row = 0; row < 6; row++) store<f32>(to + (<usize>row << 2), load<f32>(from + <usize>row * step));
    from += 4;
    to += 24;
  }
}

function packFour(isTransposed: bool, a: usize, lda: i32, count: i32, depth: i32, packed: usize): void {
  const step = <usize>lda << 2;
  let to = packed;
  let from = a;
  if (isTransposed) {
    for (let k = 0; k < depth; k++) {
      if (count == 4) v128.store(to, v128.load(from));
      else for (let i = 0; i < 4; i++) store<f32>(to + (<usize>i << 2), i < count ? load<f32>(from + (<usize>i << 2)) : 0);
      from += step;
      to += 16;
    }
    return;
  }
  let k = 0;
  if (count == 4) {
    for (; k + 4 <= depth; k += 4) {
      transpose4(from, from + step, from + 2 * step, from + 3 * step, to, 16);
      from += 16;
      to += 64;
    }
  }
  for (; k < depth; k++) {
    for (let row = 0; row < 4; row++) store<f32>(to + (<usize>row << 2), row < count ? load<f32>(from + <usize>row * step) : 0);
    from += 4;
    to += 16;
  }
}

/** Slivers of 8 columns: for each k the 8 columns' numbers; columns that are not there are 0. */
export function packB(isTransposed: bool, b: usize, ldb: i32, columns: i32, depth: i32, packed: usize): void {
  let to = packed;
  let column = 0;
  if (!isTransposed) {
    // Two slivers at once use a whole line of the cache: if rows are a power of two apart, it is not there
    // any more for the second.
    for (; column + 16 <= columns; column += 16) {
      packPair(b + (<usize>column << 2), <usize>ldb << 2, depth, to);
      to += <usize>depth << 6;
    }
  }
  for (; column < columns; column += 8) {
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

/** The slivers of sixteen columns, whose rows are `step` bytes apart. */
function packPair(b: usize, step: usize, depth: i32, packed: usize): void {
  const width = <usize>depth << 5;
  const end = packed + width;
  let from = b;
  for (let to = packed; to != end; to += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    v128.store(to + width, v128.load(from, 32));
    v128.store(to + width, v128.load(from, 48), 16);
    from += step;
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
