// The order of categories and classes: text by code point, which is Python's order of strings. JavaScript
// compares UTF-16 units, and there the halves of a character beyond U+FFFF stand before U+E000 to U+FFFF.

/** Compares two texts by code point: negative, 0 or positive. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
