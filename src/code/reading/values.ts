// What Python's expressions come to while a network is read: numbers, lists, modules, functions and classes,
// and the way of a tensor through modules.

import type { InitialiserName } from "../../model/parameters.ts";
import type { Statement } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** Names and what they stand for (`scope.ts`). */
export interface Names {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
  /** The values of the object itself, in the order in which their names came up. */
  members(): Value[];
}

export type Value = Plain | Unknown | List | Module | Container | Flow | Definition;

export type Plain = number | string | boolean | null;

/** What is not known here: a variable of elsewhere, a call of something that is no layer. */
export interface Unknown {
  readonly kind: "unknown";
  readonly text: string;
  readonly line: number;
}

/** A list, or a dict as pairs of a name and a value. */
export interface List {
  readonly kind: "list";
  readonly items: Value[];
}

/** One call of a layer's constructor. */
export interface Module {
  readonly kind: "module";
  /** The last part of its name, as in `Linear`. */
  readonly type: string;
  readonly line: number;
  /** Whether it was written with its package, as in `nn.Linear`. */
  readonly isQualified: boolean;
  readonly places: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  name?: string;
  /** What `nn.init` and `copy_` make of a Linear's first weights. */
  init?: InitialiserName | { weight?: number[][]; bias?: number[] };
}

/** An nn.Sequential or whatever else holds modules in order; with a scope, an object of a class. */
export interface Container {
  readonly kind: "container";
  items: Value[];
  readonly line: number;
  readonly scope?: Names;
  readonly of?: Definition;
  name?: string;
}

/** In `forward`: a tensor, with the modules it has gone through. */
export interface Flow {
  readonly kind: "flow";
  readonly modules: readonly Module[];
}

/** A function or a class, as it was written and where. */
export interface Definition {
  readonly kind: "function" | "class";
  readonly name: string;
  readonly line: number;
  /** What stands in its parentheses: parameters, or classes it extends. */
  readonly parameters: readonly (readonly Token[])[];
  readonly body: readonly Statement[];
  readonly scope: Names;
}

export function isKind<K extends Exclude<Value, Plain>["kind"]>(value: Value | undefined, kind: K): value is Extract<Value, { kind: K }> {
  return typeof value === "object" && value !== null && value.kind === kind;
}

export function isDefinition(value: Value | undefined): value is Definition {
  return typeof value === "object" && value !== null && (value.kind === "function" || value.kind === "class");
}

export function unknown(text: string, line: number): Unknown {
  return { kind: "unknown", text, line };
}

/** Values that are looked at for modules; a list may be multiplied, and may even hold itself. */
const MOST = 5_000;

/** All modules of a value, in order. */
export function modulesOf(value: Value | undefined): Module[] {
  const found: Module[] = [];
  const open: (Value | undefined)[] = [value];
  for (let looks = 0; open.length > 0 && looks < MOST; looks++) {
    const next = open.pop();
    if (isKind(next, "module")) found.push(next);
    if (isKind(next, "list") || isKind(next, "container")) open.push(...next.items.slice(0, MOST).toReversed());
  }
  return found;
}

/**
 * The same value under a name; a number is no name, nor is one that a loop makes up, and of a container the
 * parts keep theirs.
 */
export function named(value: Value, name: Value | undefined): Value {
  if (isKind(value, "module") && typeof name === "string" && !/^\d*$|[{}]/.test(name)) value.name = name;
  return value;
}

/** The value of a pair of a name and a module, under that name; undefined if it is none. */
export function pairedModule(value: Value): Value | undefined {
  if (!isKind(value, "list") || value.items.length !== 2) return undefined;
  const [name, module] = value.items;
  return typeof name === "string" && module !== undefined && modulesOf(module).length > 0 ? named(module, name) : undefined;
}

/** What a list, a dict or a container has under an index or a key; undefined if that is not known. */
export function itemOf(owner: Value, key: Value): Value | undefined {
  if (!isKind(owner, "list") && !isKind(owner, "container")) return undefined;
  const entry = owner.items.findLast((item) => isKind(item, "list") && item.items.length === 2 && item.items[0] === key);
  if (isKind(entry, "list")) return entry.items[1];
  if (typeof key === "string") return owner.items.find((item) => isKind(item, "module") && item.name === key);
  return typeof key === "number" ? owner.items.at(key) : undefined;
}
