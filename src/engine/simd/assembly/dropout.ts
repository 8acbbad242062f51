// Dropout's masks, from PyTorch's own generator (mt19937, see random.ts): one draw in double precision, two words, for each number. Four words of the
// generator, and four numbers of the mask, at a time; the words and their order are those of the plain generator.

import { loadSome, storeSome } from "./arithmetic";

const SIZE: i32 = 624;
const MIDDLE: i32 = 397;
const UPPER: i32 = 0x80000000;
const MATRIX: i32 = 0x9908b0df;
const TEMPER1: i32 = 0x9d2c5680;
const TEMPER2: i32 = 0xefc60000;
/** A draw in double precision has 53 bits: 21 of the first word, all of the second. */
const HIGH_BITS: i32 = 0x1fffff;

/**
 * A number four times, to be held in a register: what the compiler knows to be constant it makes anew at every use, which costs more than what is done
 * with it here. `zero` is 0, which only the caller knows.
 */
// @ts-ignore: decorator
@inline
function held(value: i32, zero: i32): v128 {
  return i32x4.splat(value + zero);
}

// @ts-ignore: decorator
@inline
function wordAt(state: usize, index: i32): usize {
  return state + (<usize>index << 2);
}

/** The word at `index` of the next 624, from its old value, the next one's and that of the one in the middle. */
// @ts-ignore: decorator
@inline
function twistWord(state: usize, index: i32, next: i32, middle: i32): void {
  const word = (load<i32>(wordAt(state, index)) & UPPER) | (load<i32>(wordAt(state, next)) & ~UPPER);
  store<i32>(wordAt(state, index), load<i32>(wordAt(state, middle)) ^ (word >>> 1) ^ (-(word & 1) & MATRIX));
}

/** Four words from `index` on; none of them is the next or the middle one of a later one among them. */
// @ts-ignore: decorator
@inline
function twistFour(state: usize, index: i32, middle: i32, upper: v128, matrix: v128): void {
  const word = v128.bitselect(v128.load(wordAt(state, index)), v128.load(wordAt(state, index + 1)), upper);
  const isOdd = i32x4.shr_s(i32x4.shl(word, 31), 31);
  const mixed = v128.xor(i32x4.shr_u(word, 1), v128.and(isOdd, matrix));
  v128.store(wordAt(state, index), v128.xor(v128.load(wordAt(state, middle)), mixed));
}

function twist(state: usize, zero: i32): void {
  const upper = held(UPPER, zero);
  const matrix = held(MATRIX, zero);
  let index = 0;
  for (; index + 4 <= SIZE - MIDDLE; index += 4) twistFour(state, index, index + MIDDLE, upper, matrix);
  for (; index < SIZE - MIDDLE; index++) twistWord(state, index, index + 1, index + MIDDLE);
  for (; index + 4 < SIZE; index += 4) twistFour(state, index, index + MIDDLE - SIZE, upper, matrix);
  for (; index < SIZE; index++) twistWord(state, index, index + 1 == SIZE ? 0 : index + 1, index + MIDDLE - SIZE);
}

// @ts-ignore: decorator
@inline
function tempered(words: v128, first: v128, second: v128): v128 {
  let word = v128.xor(words, i32x4.shr_u(words, 11));
  word = v128.xor(word, v128.and(i32x4.shl(word, 7), first));
  word = v128.xor(word, v128.and(i32x4.shl(word, 15), second));
  return v128.xor(word, i32x4.shr_u(word, 18));
}

/** The next word, alone: where four draws would reach over the end of the 624 words. */
function nextWord(state: usize, zero: i32): u64 {
  let place = load<i32>(wordAt(state, SIZE));
  if (place == SIZE) {
    twist(state, zero);
    place = 0;
  }
  store<i32>(wordAt(state, SIZE), place + 1);
  const word = v128.load32_splat(wordAt(state, place));
  return <u64>(<u32>i32x4.extract_lane(tempered(word, i32x4.splat(TEMPER1), i32x4.splat(TEMPER2)), 0));
}

/** mask = 1 with the probability, else 0, for `count` numbers. `state` holds 624 words and the place in them. */
export function fillMask(state: usize, mask: usize, count: i32, probability: f64): void {
  const zero = count >> 31;
  // A draw is a whole number of 53 bits, over 2⁵³.
  const bound = <u64>Math.ceil(probability * 9007199254740992.0);
  const limit = i32x4.splat(<i32>(bound >>> 32));
  // Signed comparisons are one instruction, and the order of signed numbers is that of unsigned ones with the upper bit turned.
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
