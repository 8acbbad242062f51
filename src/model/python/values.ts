// What Python's expressions come to while a network is read: numbers, lists, modules, and the way of a tensor through them.

import type { InitialiserName } from "../parameters.ts";

export type Value = Plain | Unknown | List | Module | Container | Flow;

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

/** An nn.Sequential or whatever else holds modules in order. */
export interface Container {
  readonly kind: "container";
  readonly items: Value[];
  name?: string;
}

/** In `forward`: a tensor, with the modules it has gone through. */
export interface Flow {
  readonly kind: "flow";
  readonly modules: readonly Module[];
}

export function isKind<K extends Exclude<Value, Plain>["kind"]>(value: Value | undefined, kind: K): value is Extract<Value, { kind: K }> {
  return typeof value === "object" && value !== null && value.kind === kind;
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
