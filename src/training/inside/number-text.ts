// A number of the engine as text.

/** The fewest significant digits that bring a float32 back, and the most that are ever needed. */
const [FEWEST, MOST] = [6, 9];

/** With as few digits as bring the number back: of a float32 at most nine. */
export function numberText(value: number): string {
  if (Math.fround(value) !== value) return String(value);
  for (let digits = FEWEST; digits < MOST; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(MOST)));
}
