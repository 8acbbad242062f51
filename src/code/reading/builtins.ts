// Python's own functions, as far as networks are built with them: counting, pairing and picking. Nothing else
// is known.

import { isKind, type List, modulesOf, unknown, type Value } from "./values.ts";

/** As many items as a range, or copies as a list, may have. */
export const MOST = 1000;

/** A list is no longer than this, however often it is doubled. */
const LONGEST = 5000;

/** Puts items at the end of a list, as far as there is room. */
export function grow(list: Value[], more: readonly Value[]): void {
  for (const item of more.slice(0, Math.max(0, LONGEST - list.length))) list.push(item);
}

/** Several lists as one, or one several times. */
export function joinedLists(...lists: readonly (readonly Value[])[]): List {
  const items: Value[] = [];
  for (const each of lists) grow(items, each);
  return list(items, LONGEST);
}

/** What a value goes through in a loop; undefined if that is not known. */
export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  return isKind(value, "list") || isKind(value, "container") ? value.items : undefined;
}

function list(items: Value[], most = MOST): List {
  return { kind: "list", items: items.slice(0, most) };
}

/** The answer of a built-in function; undefined if it is none, or its arguments are not known. */
export function builtIn(name: string, places: readonly Value[]): Value | undefined {
  const [first, second] = places;
  const items = itemsOf(first);
  switch (name) {
    case "range":
      return range(places);
    case "len":
      return items?.length;
    case "zip":
      return zip(places);
    case "enumerate":
      return items && list(items.map((item, index) => list([index + (typeof second === "number" ? second : 0), item])));
    case "reversed":
      return items && list([...items].toReversed());
    case "int":
    case "round":
      return typeof first === "number" ? Math.trunc(name === "round" ? Math.round(first) : first) : undefined;
    case "float":
      return typeof first === "number" ? first : undefined;
    case "str":
      return typeof first === "number" || typeof first === "string" ? String(first) : undefined;
    case "min":
    case "max": {
      const all = places.length > 1 ? places : (items ?? []);
      const numbers = all.filter((value) => typeof value === "number");
      if (numbers.length < all.length) return undefined;
      return numbers.length === 0 ? undefined : name === "min" ? Math.min(...numbers) : Math.max(...numbers);
    }
    case "sum":
      return items?.every((value) => typeof value === "number") ? items.reduce((sum, value) => sum + value, 0) : undefined;
    case "type":
      return isKind(first, "module") ? unknown(first.type, first.line) : undefined;
    case "isinstance":
      return isInstance(first, second);
    default:
      return undefined;
  }
}

/** The last part of a class's name, as of `nn.Linear`. */
function isInstance(value: Value | undefined, type: Value | undefined): boolean | undefined {
  const types = (itemsOf(type) ?? [type]).map((one) => (isKind(one, "unknown") ? one.text.split(".").at(-1) : undefined));
  if (isKind(value, "module")) return types.some((one) => one === value.type || one === "Module");
  return isKind(value, "container") && types.includes("Module") ? true : undefined;
}

function range(places: readonly Value[]): List | undefined {
  if (places.some((value) => typeof value !== "number")) return undefined;
  const numbers = places.map((value) => (typeof value === "number" ? value : 0));
  const [from, to, step] = numbers.length === 1 ? [0, numbers[0]!, 1] : [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 1];
  const count = step === 0 ? 0 : Math.ceil((to - from) / step);
  const length = Math.max(0, count || 0);
  return { ...list(Array.from({ length: Math.min(length, MOST) }, (_, index) => from + index * step)), length };
}

function zip(places: readonly Value[]): Value | undefined {
  const lists = places.map(itemsOf);
  if (!lists.every((items) => items !== undefined)) return undefined;
  const length = Math.min(...lists.map((items) => items.length), MOST);
  return list(Array.from({ length: places.length === 0 ? 0 : length }, (_, index) => list(lists.map((items) => items[index]!))));
}

/** Python's `of[from:to]`. */
export function slice(of: Value, from: Value | undefined, to: Value | undefined): Value | undefined {
  const items = itemsOf(of);
  const bounds = [from, to].map((bound) => (typeof bound === "number" ? bound : undefined));
  return items && list(items.slice(bounds[0], bounds[1]));
}

function pair(item: Value): readonly Value[] {
  return isKind(item, "list") && item.items.length === 2 ? item.items : [];
}

/** What a dict or a network hands out to go through: pairs, values, keys, parts. */
export function viewOf(owner: Value, method: string): Value | undefined {
  const items = itemsOf(owner);
  if (items === undefined) return undefined;
  switch (method) {
    case "items":
      return list([...items]);
    case "values":
      return list(items.map((item) => pair(item)[1] ?? item));
    case "keys":
      return list(items.map((item, index) => pair(item)[0] ?? index));
    case "children":
      return list([...items]);
    case "modules":
      return list(modulesOf(owner));
    case "copy":
      return list([...items]);
    default:
      return undefined;
  }
}
