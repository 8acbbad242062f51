// A decimal number from bytes, by the grammar of numbers.ts: at most 15 digits over an exact power of ten are
// one division, correctly rounded (Clinger, "How to read floating point numbers accurately", 1990, its fast
// path); anything else is left to the platform.

import { POWERS } from "./whole-numbers.ts";

export const POINT = 46;
export const COMMA = 44;
const MOST_MANTISSA = 1e15;

/** Reads one number at a time and leaves what it is made of in its fields. */
export class DecimalReader {
  /** Whether a point, a comma may be the decimal mark. */
  point: boolean;
  comma: boolean;
  /** The number, with its sign. */
  value = NaN;
  /** Without its sign: mantissa / 10^decimals, if `isExact`. */
  mantissa = 0;
  decimals = 0;
  isExact = false;
  /** The decimal mark that the number has; 0 if it has none. */
  mark = 0;

  constructor(point: boolean, comma: boolean) {
    this.point = point;
    this.comma = comma;
  }

  /** @returns whether the bytes are a finite decimal number */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    const sign = bytes[at]!;
    if (sign === 45 || sign === 43) at += 1;
    const first = at;
    let mantissa = 0;
    let mark = 0;
    let behind = 0;
    let byte = 0;
    for (; at < end; at++) {
      byte = bytes[at]!;
      const digit = byte - 48;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
      } else if (mark === 0 && ((byte === POINT && this.point) || (byte === COMMA && this.comma))) {
        mark = byte;
        behind = at + 1;
      } else {
        break;
      }
    }
    if (at - first - (mark === 0 ? 0 : 1) <= 0) return false;
    let decimals = mark === 0 ? 0 : at - behind;
    if (at < end) {
      if ((byte | 32) !== 101) return false;
      const exponent = this.#exponent(bytes, at + 1, end);
      if (Number.isNaN(exponent)) return false;
      decimals -= exponent;
    }
    this.mark = mark;
    this.isExact = mantissa < MOST_MANTISSA && decimals <= 22 && decimals >= -22;
    if (!this.isExact) return this.#readText(bytes, start, end);
    const magnitude = decimals > 0 ? mantissa / POWERS[decimals]! : decimals < 0 ? mantissa * POWERS[-decimals]! : mantissa;
    this.value = sign === 45 ? -magnitude : magnitude;
    this.isExact = decimals >= 0;
    this.mantissa = mantissa;
    this.decimals = decimals;
    return true;
  }

  #exponent(bytes: Uint8Array, start: number, end: number): number {
    const sign = bytes[start];
    let at = sign === 45 || sign === 43 ? start + 1 : start;
    if (at >= end) return NaN;
    let exponent = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) return NaN;
      exponent = Math.min(exponent * 10 + digit, 1e6);
    }
    return sign === 45 ? -exponent : exponent;
  }

  #readText(bytes: Uint8Array, start: number, end: number): boolean {
    this.value = Number(asciiText(bytes, start, end).replace(",", "."));
    return Number.isFinite(this.value);
  }
}

/** The text of bytes that are ASCII. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

/**
 * Whether a number is surely written as JavaScript writes it: at most 15 digits, none in front or behind that
 * says nothing, no exponent, and not so small that JavaScript would write one.
 */
export function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] === 45 ? start + 1 : start;
  const isBelowOne = bytes[first] === 48 && bytes[first + 1] === POINT && bytes[first + 2] !== 48;
  if (end - first > 15 || (bytes[first] === 48 && !isBelowOne)) return false;
  let point = -1;
  for (let at = first; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === POINT && point < 0) point = at;
    else if (byte < 48 || byte > 57) return false;
  }
  return point < 0 || (point > first && bytes[end - 1]! > 48);
}
