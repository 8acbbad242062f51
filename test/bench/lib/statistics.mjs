// What many noisy measurements come to: medians, and ratios of what was measured in the same round.

/** The middle value; between the two middle ones of an even number. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** The value below which this share of them lies. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/**
 * The median of `above[i] / below[i]`. A slow moment of the machine meets both sides of a round, so it
 * cancels.
 */
export function medianRatio(above, below) {
  const rounds = Math.min(above.length, below.length);
  return median(Array.from({ length: rounds }, (_, round) => above[round] / below[round]));
}

/** Three significant digits, as in 0.0123, 4.56 and 1230. */
export function figure(value) {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  return rounded.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded)))));
}

/** A duration with a unit that suits it. */
export function duration(seconds) {
  if (seconds < 1e-3) return `${figure(seconds * 1e6)} µs`;
  return seconds < 1 ? `${figure(seconds * 1e3)} ms` : `${figure(seconds)} s`;
}

/** A ratio as it stands in the table. */
export function times(ratio) {
  return `${ratio >= 100 ? Math.round(ratio) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}
