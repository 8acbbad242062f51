// What Python's expressions come to while a network is read: numbers, lists, modules, functions and classes,
// and the way of a tensor through modules.

import type { ColumnKind } from "../../model/columns.ts";
import type { InitialiserName } from "../../model/parameters.ts";
import type { DateOrder, MissingRule } from "../../model/schema.ts";
import type { Statement } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** Names and what they stand for (`scope.ts`). */
export interface Names {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
  /** The values of the object itself, in the order in which their names came up. */
  members(): Value[];
}

export type Value = Plain | Unknown | List | Module | Container | Flow | Definition | Frame | Count;

export type Plain = number | string | boolean | null;

/** What is not known here: a variable of elsewhere, a call of something that is no layer. */
export interface Unknown {
  readonly kind: "unknown";
  readonly text: string;
  readonly line: number;
  /** The call whose answer it is, if that call says something of the training; which of its answers. */
  readonly call?: Observed;
  readonly part?: number;
}

/** A whole number that depends on how many rows the table has, as `int(len(dataset) * 0.8)`. */
export interface Count {
  readonly kind: "count";
  of(rows: number): number;
  /** Operations it is made of. */
  readonly depth: number;
}

/** A list, or a dict as pairs of a name and a value. */
export interface List {
  readonly kind: "list";
  readonly items: Value[];
  /** How many items a range has, if it has more than are kept. */
  readonly length?: number;
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
  /** Where the opening brackets of the calls stand that did so. */
  initialisers?: number[];
  /** Where the opening bracket of the call stands that built it. */
  readonly at?: number;
  /** Linears that were built when it was. */
  readonly order?: number;
  /** Whether an initialiser drew its weights after another Linear was built. */
  isInitLate?: boolean;
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
  /** For each, where the opening bracket of the call stands by which the tensor went through it. */
  readonly uses?: readonly number[];
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

/** One choice of columns, made of what the choices before left. */
export type Choice =
  | { readonly places: readonly number[] }
  | { readonly from: number | undefined; readonly to: number | undefined }
  | { readonly names: readonly string[] }
  | { readonly without: readonly string[] };

/** Columns of a table, as a DataFrame, an array or one row of it. */
export interface Frame {
  readonly kind: "frame";
  readonly source: Source;
  choices: readonly Choice[];
  readonly shape: "table" | "iloc" | "loc" | "array" | "row";
  readonly line: number;
  /** How it was scaled. */
  readonly scale?: "standard" | "minmax";
  /** Whether its categories became an input each. */
  readonly isOneHot?: boolean;
  /** Whether only some of the rows were taken by hand. */
  readonly isPart?: boolean;
  /** What a script that Perceptron wrote makes of them, by the names of its helpers (`own-helpers.ts`). */
  readonly treated?: Treated;
  /** What else was made of the values, by the name of the method or the sign. */
  readonly changes?: readonly string[];
  /** The call that split its rows, and which part this is. */
  readonly split?: Unknown;
}

/** How columns become inputs; what a document says of a column, as far as a script holds it. */
export interface Treated {
  /** Text that was never read as something else is a category. */
  readonly kind?: Exclude<ColumnKind, "category">;
  readonly missing?: MissingRule;
  readonly encode?: "ordinal" | "date";
  readonly date?: DateOrder;
  readonly thousands?: string;
  readonly strip?: readonly string[];
  readonly parentheses?: true;
}

/** The file of a table and how it is read. */
export interface Source {
  readonly file: Value | undefined;
  readonly line: number;
  readonly keywords: ReadonlyMap<string, Value>;
  /** Whether pandas takes its first record as names. */
  readonly hasNames: boolean;
}

/** A call that says something of the training, with its arguments. */
export interface Observed {
  /** The last part of its name; `call` if an object was called, as a network or a loss. */
  readonly name: string;
  readonly path: string;
  /** What stands before the last dot, or the object that was called. */
  readonly owner: Value | undefined;
  readonly places: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly line: number;
  /** Where its opening bracket stands. */
  readonly at: number;
  /** Calls and layers before it. */
  readonly order: number;
  /** The variables its answers were given to. */
  names?: readonly string[];
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
