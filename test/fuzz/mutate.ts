// Mutants of what is right: bytes and JSON with a few places changed, because what is nearly right gets
// deepest into a reader.

import type { Chance } from "./chance.ts";

/** Bytes that decide something in most formats. */
const BYTES = [0, 1, 9, 10, 13, 34, 39, 44, 59, 0x7f, 0x80, 0xc0, 0xef, 0xfe, 0xff];

/** Values that stand where others were expected. Names of what every object inherits are among them. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  "",
  " ",
  "constructor",
  "__proto__",
  "toString",
  "\u0000",
  "\u001b[2J",
  "\u202e",
  "\ud800",
  "[a](command:x)",
  "=1+1",
  "../..",
  "/dev/zero",
  "x".repeat(5000),
  [],
  {},
  [[]],
  [null],
];

const KEYS = ["constructor", "__proto__", "toString", "hasOwnProperty", "length", "", "type", "a\nb"];

/** The bytes with one to eight changes: a byte, a run of bytes, something cut out, doubled, or moved. */
export function mutateBytes(bytes: Uint8Array, chance: Chance): Uint8Array {
  let result: number[] = [...bytes];
  for (let changes = 1 + chance.below(8); changes > 0; changes--) {
    const at = chance.below(result.length + 1);
    const length = 1 + chance.below(chance.once(4) ? 64 : 4);
    switch (chance.below(7)) {
      case 0:
        if (at < result.length) result[at] = result[at]! ^ (1 << chance.below(8));
        break;
      case 1:
        if (at < result.length) result[at] = chance.pick(BYTES);
        break;
      case 2:
        result.splice(at, length);
        break;
      case 3:
        result.splice(at, 0, ...Array.from({ length }, () => chance.pick(BYTES)));
        break;
      case 4:
        result.splice(at, 0, ...result.slice(at, at + length));
        break;
      case 5: {
        // A number of four or eight bytes that claims too much.
        const claim = chance.pick([0, 1, 0x7f, 0xff]);
        for (let index = at; index < Math.min(result.length, at + chance.pick([4, 8])); index++) result[index] = claim;
        break;
      }
      default:
        if (chance.once(4)) result = result.slice(0, at);
        else result.splice(chance.below(result.length + 1), 0, ...result.splice(at, length));
    }
  }
  return Uint8Array.from(result);
}

/**
 * The value with one to four changes: a value, a key, something left out, doubled, or packed into something
 * else.
 */
export function mutateJson(value: unknown, chance: Chance): unknown {
  let result: unknown = structuredClone(value);
  for (let changes = 1 + chance.below(4); changes > 0; changes--) {
    const places = placesOf(result);
    if (places.length === 0) return chance.pick(VALUES);
    const { parent, key } = chance.pick(places);
    change(parent, key, chance);
    result = structuredClone(result);
  }
  return result;
}

type Parent = Record<string, unknown> | unknown[];

/** Every place of a value below its root. */
function placesOf(value: unknown, found: { readonly parent: Parent; readonly key: string }[] = []): typeof found {
  if (typeof value !== "object" || value === null) return found;
  const parent = value as Parent;
  for (const [key, part] of Object.entries(parent)) {
    found.push({ parent, key });
    placesOf(part, found);
  }
  return found;
}

function change(parent: Parent, key: string, chance: Chance): void {
  const fields = parent as Record<string, unknown>;
  switch (chance.below(6)) {
    case 0:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete fields[key];
      break;
    case 1:
      if (Array.isArray(parent)) parent.splice(Number(key), 0, structuredClone(parent[Number(key)]));
      // An own field of that name, as JSON.parse makes one, also of `__proto__`.
      else Object.defineProperty(parent, chance.pick(KEYS), { value: fields[key], enumerable: true, configurable: true, writable: true });
      break;
    case 2:
      fields[key] = chance.pick([[fields[key]], { [key]: fields[key] }]);
      break;
    default:
      fields[key] = structuredClone(chance.pick(VALUES));
  }
}
