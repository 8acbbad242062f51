// Names and what they stand for. A function sees its own names, then those of where it was defined; `self.`
// names belong to the object.

import type { Names, Value } from "./values.ts";

export class Scope implements Names {
  readonly #variables = new Map<string, Value>();
  readonly #outer: Names | undefined;
  readonly #isObject: boolean;

  constructor(outer?: Names, isObject = outer === undefined) {
    this.#outer = outer;
    this.#isObject = isObject;
  }

  get(name: string): Value | undefined {
    return this.#variables.get(name) ?? this.#outer?.get(name);
  }

  set(name: string, value: Value): void {
    if (name.startsWith("self.") && !this.#isObject && this.#outer !== undefined) this.#outer.set(name, value);
    else this.#variables.set(name, value);
  }

  /** The values of the object itself, in the order in which their names came up. */
  members(): Value[] {
    return [...this.#variables].filter(([name]) => name.startsWith("self.")).map(([, value]) => value);
  }
}
