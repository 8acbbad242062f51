// What a worker is asked rarely is loaded when it is first asked: a run that is to begin at once does not
// wait for code that it does not need.

export class Later<T> {
  readonly #load: () => Promise<T>;
  #loading: Promise<T> | undefined;

  /** @param load is called once, by the first `get` */
  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  get(): Promise<T> {
    return (this.#loading ??= this.#load());
  }

  /** What was asked for before; undefined if nothing was. */
  get present(): Promise<T> | undefined {
    return this.#loading;
  }
}
