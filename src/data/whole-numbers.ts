// How whole numbers over a power of ten are kept in 32 bits.

/** A missing value among them. */
export const ABSENT = -(2 ** 31);
/** The largest that is kept so. */
export const LARGEST = 2 ** 31 - 1;
/** Powers of ten that are doubles without rounding. */
export const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
