// Random numbers for drawing trials, the same for the same seed. Those of training are the engine's, which
// are PyTorch's; here nothing depends on that.

/**
 * Numbers from 0 to below 1, by George Marsaglia's xorshift (Xorshift RNGs, Journal of Statistical Software
 * 8, 2003) with the shifts 13, 17, 5.
 */
export function randomNumbers(seed: number): () => number {
  // The state must not be 0, and neighbouring seeds begin far apart.
  let state = Math.imul(seed + 1, 0x9e3779b9) | 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let turn = 0; turn < 8; turn++) next();
  return next;
}
