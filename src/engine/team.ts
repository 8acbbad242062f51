// Threads that run the same step over one shared memory: each takes its own spans of rows, units and numbers,
// and they meet where one needs what another wrote. The first leads: it gives the orders, and is the only one
// that knows why. Who starts the others is not known here.

/** What followers are told to do. */
export type Order = "train" | "evaluate" | "predict";

const orders: readonly Order[] = ["train", "evaluate", "predict"];

/** Looks at a word before a thread goes to sleep: about as many as a meeting takes when nobody is late. */
const SPINS = 20_000;

// Words of the control block.
const ARRIVED = 0;
const MEETING = 1;
const ORDERS = 2;
const READY = 3;
const FAILED = 4;
const SIZE = 5;
const ORDER = 6;
const ROWS = 7;
const COUNT = 8;
const DISMISSED = 9;
const WORDS = 16;
// Doubles behind them.
const LR = 0;
const MOMENTUM = 1;
const DOUBLES = 2;

const CONTROL_BYTES = WORDS * 4 + DOUBLES * 8;

/** The control block of a team of several threads. */
export function createControl(): SharedArrayBuffer {
  return new SharedArrayBuffer(CONTROL_BYTES);
}

/** A thread's place in a team. */
export class Team {
  readonly index: number;
  readonly #followers: number;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  #seen = 0;
  /** Threads that take part in the present order. */
  size = 1;

  /**
   * @param control shared by all threads of the team (`createControl`); a thread that is alone needs no
   *   memory to share, which not every page has
   * @param index 0 for the leader
   * @param followers how many threads follow the leader
   */
  constructor(control: SharedArrayBuffer | ArrayBuffer = new ArrayBuffer(CONTROL_BYTES), index = 0, followers = 0) {
    this.index = index;
    this.#followers = followers;
    this.#words = new Int32Array(control, 0, WORDS);
    this.#doubles = new Float64Array(control, WORDS * 4, DOUBLES);
  }

  /** The first of the `total` things that are this thread's; things are handed out in groups of `group`. */
  from(total: number, group: number): number {
    return Math.min(total, Math.floor((Math.ceil(total / group) * this.index) / this.size) * group);
  }

  /** The end of the things that are this thread's. */
  to(total: number, group: number): number {
    return Math.min(total, Math.floor((Math.ceil(total / group) * (this.index + 1)) / this.size) * group);
  }

  /** Waits until every thread of the order is here. @throws Error if a follower has failed */
  meet(): void {
    if (this.size === 1) return;
    const words = this.#words;
    const meeting = Atomics.load(words, MEETING);
    if (Atomics.add(words, ARRIVED, 1) === this.size - 1) {
      Atomics.store(words, ARRIVED, 0);
      Atomics.add(words, MEETING, 1);
      Atomics.notify(words, MEETING);
      return;
    }
    this.#waitWhile(MEETING, meeting);
    if (Atomics.load(words, FAILED) !== 0) throw new Error("A thread of the engine has failed.");
  }

  /**
   * The leader's: lets every follower that is ready take part. Followers that still start are not waited for,
   * because results do not depend on their number.
   */
  order(order: Order, rows: number, count: number, lr: number, momentum: number): void {
    if (this.#followers === 0) return;
    const words = this.#words;
    this.size = Atomics.load(words, READY) === this.#followers ? this.#followers + 1 : 1;
    if (this.size === 1) return;
    words[SIZE] = this.size;
    words[ORDER] = orders.indexOf(order);
    words[ROWS] = rows;
    words[COUNT] = count;
    this.#doubles[LR] = lr;
    this.#doubles[MOMENTUM] = momentum;
    Atomics.add(words, ORDERS, 1);
    Atomics.notify(words, ORDERS);
  }

  /** The leader's: lets the followers go, also those that still start. */
  dismiss(): void {
    const words = this.#words;
    Atomics.store(words, DISMISSED, 1);
    Atomics.add(words, ORDERS, 1);
    Atomics.notify(words, ORDERS);
  }

  /** A follower's: says that it can take orders from now on. */
  report(): void {
    this.#seen = Atomics.load(this.#words, ORDERS);
    Atomics.add(this.#words, READY, 1);
  }

  /** A follower's: waits for the next order; undefined if it may leave. */
  awaitOrder(): Order | undefined {
    if (Atomics.load(this.#words, DISMISSED) === 0) this.#waitWhile(ORDERS, this.#seen);
    if (Atomics.load(this.#words, DISMISSED) !== 0) return undefined;
    this.#seen += 1;
    this.size = this.#words[SIZE]!;
    return orders[this.#words[ORDER]!];
  }

  /** A follower's: says that it cannot go on, so that nobody waits for it. */
  fail(): void {
    Atomics.store(this.#words, FAILED, 1);
    Atomics.add(this.#words, MEETING, 1);
    Atomics.notify(this.#words, MEETING);
  }

  get rows(): number {
    return this.#words[ROWS]!;
  }

  get count(): number {
    return this.#words[COUNT]!;
  }

  get lr(): number {
    return this.#doubles[LR]!;
  }

  get momentum(): number {
    return this.#doubles[MOMENTUM]!;
  }

  #waitWhile(word: number, value: number): void {
    const words = this.#words;
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(words, word) !== value) return;
    while (Atomics.load(words, word) === value) Atomics.wait(words, word, value);
  }
}
