// Dropout's masks, from PyTorch's own generator (mt19937, see random.ts): one draw in double precision, two words, for each number.

import { loadSome, storeSome } from "./arithmetic";

const SIZE: i32 = 624;
const MIDDLE: i32 = 397;

function twist(state: usize): void {
  for (let index = 0; index < SIZE; index++) {
    const next = index + 1 == SIZE ? 0 : index + 1;
    const middle = index + MIDDLE >= SIZE ? index + MIDDLE - SIZE : index + MIDDLE;
    const word = (load<u32>(state + ((<usize>index) << 2)) & 0x80000000) | (load<u32>(state + ((<usize>next) << 2)) & 0x7fffffff);
    const mixed = load<u32>(state + ((<usize>middle) << 2)) ^ (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0);
    store<u32>(state + ((<usize>index) << 2), mixed);
  }
}

/** mask = 1 with the probability, else 0, for `count` numbers. `state` holds 624 words and the place in them. */
export function fillMask(state: usize, mask: usize, count: i32, probability: f64): void {
  let place = load<i32>(state + ((<usize>SIZE) << 2));
  for (let index = 0; index < count; index++) {
    let bits: u64 = 0;
    for (let half = 0; half < 2; half++) {
      if (place == SIZE) {
        twist(state);
        place = 0;
      }
      let word = load<u32>(state + ((<usize>place) << 2));
      place++;
      word ^= word >>> 11;
      word ^= (word << 7) & 0x9d2c5680;
      word ^= (word << 15) & 0xefc60000;
      word ^= word >>> 18;
      bits = (bits << 32) | <u64>word;
    }
    const uniform = <f64>(bits & 0x1fffffffffffff) / 9007199254740992.0;
    store<f32>(mask + ((<usize>index) << 2), uniform < probability ? 1 : 0);
  }
  store<i32>(state + ((<usize>SIZE) << 2), place);
}

/** y = x · (mask · scale). */
export function applyMask(x: usize, mask: usize, y: usize, scale: f32, count: i32): void {
  const factor = f32x4.splat(scale);
  for (let index = 0; index < count; index += 4) {
    const some = min(4, count - index);
    const at = (<usize>index) << 2;
    storeSome(y + at, f32x4.mul(loadSome(x + at, some), f32x4.mul(loadSome(mask + at, some), factor)), some);
  }
}
