// PyTorch's own generator (mt19937, see random.ts), four words at a time; the words and their order are those
// of the plain generator. A state is 624 words and the place in them, as `Generator.save` writes it.

export const SIZE: i32 = 624;
const MIDDLE: i32 = 397;
export const UPPER: i32 = 0x80000000;
const MATRIX: i32 = 0x9908b0df;
export const TEMPER1: i32 = 0x9d2c5680;
export const TEMPER2: i32 = 0xefc60000;

/**
 * A number four times, to be held in a register: what the compiler knows to be constant it makes anew at
 * every use, which costs more than what is done with it here. `zero` is 0, which only the caller knows.
 */
// @ts-ignore: decorator
@inline
export function held(value: i32, zero: i32): v128 {
  return i32x4.splat(value + zero);
}

// @ts-ignore: decorator
@inline
export function wordAt(state: usize, index: i32): usize {
  return state + (<usize>index << 2);
}

/**
 * The word at `index` of the next 624, from its old value, the next one's and that of the one in the middle.
 */
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

export function twist(state: usize, zero: i32): void {
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
export function tempered(words: v128, first: v128, second: v128): v128 {
  let word = v128.xor(words, i32x4.shr_u(words, 11));
  word = v128.xor(word, v128.and(i32x4.shl(word, 7), first));
  word = v128.xor(word, v128.and(i32x4.shl(word, 15), second));
  return v128.xor(word, i32x4.shr_u(word, 18));
}

/** A word as it is handed out. */
// @ts-ignore: decorator
@inline
export function temperedWord(state: usize, index: i32): u32 {
  let word = load<u32>(wordAt(state, index));
  word ^= word >>> 11;
  word ^= (word << 7) & <u32>TEMPER1;
  word ^= (word << 15) & <u32>TEMPER2;
  return word ^ (word >>> 18);
}

/** The next word, alone: where four draws would reach over the end of the 624 words. */
export function nextWord(state: usize, zero: i32): u64 {
  let place = load<i32>(wordAt(state, SIZE));
  if (place == SIZE) {
    twist(state, zero);
    place = 0;
  }
  store<i32>(wordAt(state, SIZE), place + 1);
  return temperedWord(state, place);
}
