// How a figure becomes text: so many digits as are wanted, and more if these would say all, nothing or
// exactly one of what is not quite that. Two mistakes in ten thousand rows are no accuracy of 1.

/** Below this a difference is none of the data but of the arithmetic. */
const ROUNDING = 1e-12;
/** Digits of a double. */
const MOST = 16;

/** So many significant digits, and more if these would make 1 of what is not. */
export function significant(value: number, digits: number): string {
  return unlike(value, [1], digits, (more) => value.toPrecision(more));
}

/** So many decimals, and more if these would make 0 or `whole` of what is not. */
export function decimals(value: number, places: number, whole = 1): string {
  return unlike(value, [0, whole], places, (more) => value.toFixed(more));
}

/** A share in percent, as in `66.5 %`, `100 %` or `99.98 %`. */
export function shareText(value: number): string {
  const percent = 100 * value;
  return `${isNear(percent, 0) || isNear(percent, 100) ? Math.round(percent) : decimals(percent, 1, 100)} %`;
}

/** @param round what the text must not say unless the value is that, up to rounding */
function unlike(value: number, round: readonly number[], least: number, textOf: (digits: number) => string): string {
  const size = Math.abs(value);
  let text = textOf(least);
  for (let digits = least + 1; digits <= MOST; digits++) {
    const said = Math.abs(Number(text));
    if (!round.includes(said) || isNear(size, said)) break;
    text = textOf(digits);
  }
  return text;
}

function isNear(value: number, other: number): boolean {
  return Math.abs(value - other) < ROUNDING * Math.max(1, Math.abs(other));
}
