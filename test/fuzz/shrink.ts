// Smaller inputs to try when one has failed: what is left of it says where the fault is.

/** The bytes with pieces cut out, the largest first, then with single bytes made plain. */
export function* smallerBytes(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let length = bytes.length >> 1; length >= 1; length >>= 1) {
    for (let at = 0; at + length <= bytes.length; at += length) {
      const shorter = new Uint8Array(bytes.length - length);
      shorter.set(bytes.subarray(0, at));
      shorter.set(bytes.subarray(at + length), at);
      yield shorter;
    }
  }
}

/** The text with pieces cut out. */
export function* smallerText(text: string): Iterable<string> {
  for (let length = text.length >> 1; length >= 1; length >>= 1)
    for (let at = 0; at + length <= text.length; at += length) yield text.slice(0, at) + text.slice(at + length);
}

/** The value with fields and items left out, then with a part of it in its place. */
export function* smallerJson(value: unknown): Iterable<unknown> {
  if (typeof value !== "object" || value === null) {
    if (typeof value === "string" && value.length > 1) yield value.slice(0, value.length >> 1);
    return;
  }
  for (const key of Object.keys(value)) {
    if (Array.isArray(value)) yield value.filter((_, index) => index !== Number(key));
    else yield without(value, key);
  }
  for (const [key, part] of Object.entries(value)) {
    for (const smaller of smallerJson(part)) {
      if (Array.isArray(value)) yield value.with(Number(key), smaller);
      else yield Object.fromEntries(Object.entries(value).map((field) => (field[0] === key ? [key, smaller] : field)));
    }
  }
}

function without(value: object, key: string): unknown {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
