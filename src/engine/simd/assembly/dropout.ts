// Dropout's masks, from PyTorch's own generator: one draw in double precision, two words, for each number.
// Four numbers of the mask at a time.

import { loadSome, storeSome } from "./arithmetic";
import { held, nextWord, SIZE, TEMPER1, TEMPER2, tempered, UPPER, wordAt } from "./twister";

/** A draw in double precision has 53 bits: 21 of the first word, all of the second. */
const HIGH_BITS: i32 = 0x1fffff;

/** mask = 1 with the probability, else 0, for `count` numbers. `state` is as in twister.ts. */
export function fillMask(state: usize, mask: usize, count: i32, probability: f64): void {
  const zero = count >> 31;
  // A draw is a whole number of 53 bits, over 2⁵³.
  const bound = <u64>Math.ceil(probability * 9007199254740992.0);
  const limit = i32x4.splat(<i32>(bound >>> 32));
  // Signed comparisons are one instruction, and the order of signed numbers is that of unsigned ones with the
  // upper bit turned.
  const limitBelow = i32x4.splat(<i32>bound ^ UPPER);
  const upper = held(UPPER, zero);
  const temper1 = held(TEMPER1, zero);
  const temper2 = held(TEMPER2, zero);
  const highBits = held(HIGH_BITS, zero);
  const one = held(reinterpret<i32>(<f32>1), zero);
  let index = 0;
  while (index < count) {
    let place = load<i32>(wordAt(state, SIZE));
    for (; place + 8 <= SIZE && index + 4 <= count; place += 8) {
      const first = tempered(v128.load(wordAt(state, place)), temper1, temper2);
      const second = tempered(v128.load(wordAt(state, place), 16), temper1, temper2);
      const high = v128.and(v128.shuffle<i32>(first, second, 0, 2, 4, 6), highBits);
      const low = v128.xor(v128.shuffle<i32>(first, second, 1, 3, 5, 7), upper);
      const isBelow = v128.or(i32x4.lt_s(high, limit), v128.and(i32x4.eq(high, limit), i32x4.lt_s(low, limitBelow)));
      v128.store(mask + (<usize>index << 2), v128.and(isBelow, one));
      index += 4;
    }
    store<i32>(wordAt(state, SIZE), place);
    if (index == count) break;
    const draw = ((nextWord(state, zero) & HIGH_BITS) << 32) | nextWord(state, zero);
    store<f32>(mask + (<usize>index << 2), draw < bound ? 1 : 0);
    index++;
  }
}

/** y = x · (mask · scale). */
export function applyMask(x: usize, mask: usize, y: usize, scale: f32, count: i32): void {
  const factor = f32x4.splat(scale);
  const end = <usize>(count & ~3) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(y + at, f32x4.mul(v128.load(x + at), f32x4.mul(v128.load(mask + at), factor)));
  }
  const rest = count & 3;
  if (rest) storeSome(y + end, f32x4.mul(loadSome(x + end, rest), f32x4.mul(loadSome(mask + end, rest), factor)), rest);
}
