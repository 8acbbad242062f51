// What was found of something that never changes, as a table, or the rows that are left of it. A document is
// described again after every edit, and most edits leave most of it as it was. What is remembered of an owner
// goes with it.

export class Remembered<Owner extends object, Found> {
  readonly #known = new WeakMap<Owner, Map<string, Found>>();
  readonly #most: number;

  /** @param most what is kept of an owner; of more, that which was asked for least recently goes */
  constructor(most = Infinity) {
    this.#most = most;
  }

  /** @param key everything that it depends on besides the owner */
  of(owner: Owner, key: string, find: () => Found): Found {
    let known = this.#known.get(owner);
    if (known === undefined) this.#known.set(owner, (known = new Map<string, Found>()));
    const found = known.has(key) ? known.get(key)! : find();
    known.delete(key);
    known.set(key, found);
    if (known.size > this.#most) known.delete(known.keys().next().value!);
    return found;
  }
}
