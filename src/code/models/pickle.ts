// The part of Python's pickle that a state_dict is written in (protocols 2 to 5): numbers, texts, lists,
// dictionaries, and calls of the few names that the reader is handed. Nothing of the file is run: what a name
// means is decided here, and a name that is not handed in ends the reading.

/** A dictionary; keys are texts or numbers. */
export type PickledDict = Map<unknown, unknown>;

/** A name that the file asks for, as in `torch._utils._rebuild_tensor_v2`. */
export class PickledName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export interface PickleMeaning {
  /** Whether the name may stand in the file. */
  knows(name: string): boolean;
  /** What the call of a name gives. */
  call(name: string, values: readonly unknown[]): unknown;
  /** What lies outside of the pickle, as a tensor's numbers do. */
  outside(id: unknown): unknown;
}

/** The file asks for a name that is not known. */
export class UnknownName extends Error {
  readonly asked: string;

  constructor(asked: string) {
    super(asked);
    this.asked = asked;
  }
}

/** The bytes are no pickle, or one of more than a state_dict needs. */
export class NoPickle extends Error {}

/** Marks a place on the stack. */
const MARK = Symbol("mark");

/** The value of a pickle. @throws UnknownName or NoPickle; and what `meaning` throws */
export function unpickle(bytes: Uint8Array, meaning: PickleMeaning): unknown {
  return new Unpickler(bytes, meaning).run();
}

class Unpickler {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #meaning: PickleMeaning;
  readonly #stack: unknown[] = [];
  readonly #memo = new Map<number, unknown>();
  #at = 0;

  constructor(bytes: Uint8Array, meaning: PickleMeaning) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#meaning = meaning;
  }

  run(): unknown {
    for (;;) {
      const code = this.#byte();
      if (code === 0x2e) return this.#pop(); // STOP
      this.#step(code);
    }
  }

  // The names of the codes are those of Python's pickletools.
  #step(code: number): void {
    const stack = this.#stack;
    switch (code) {
      case 0x80: // PROTO
        if (this.#byte() > 5) throw new NoPickle();
        return;
      case 0x95: // FRAME
        this.#take(8);
        return;
      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x4b: // BININT1
        return this.#push(this.#byte());
      case 0x4d: // BININT2
        return this.#push(this.#number(2, (at) => this.#view.getUint16(at, true)));
      case 0x4a: // BININT
        return this.#push(this.#number(4, (at) => this.#view.getInt32(at, true)));
      case 0x8a: // LONG1
        return this.#push(longOf(this.#take(this.#byte())));
      case 0x47: // BINFLOAT
        return this.#push(this.#number(8, (at) => this.#view.getFloat64(at, false)));
      case 0x8c: // SHORT_BINUNICODE
      case 0x55: // SHORT_BINSTRING
        return this.#push(this.#text(this.#byte()));
      case 0x58: // BINUNICODE
      case 0x54: // BINSTRING
        return this.#push(this.#text(this.#number(4, (at) => this.#view.getUint32(at, true))));
      case 0x29: // EMPTY_TUPLE
      case 0x5d: // EMPTY_LIST
        return this.#push([]);
      case 0x7d: // EMPTY_DICT
        return this.#push(new Map());
      case 0x28: // MARK
        return this.#push(MARK);
      case 0x74: // TUPLE
        return this.#push(this.#toMark());
      case 0x85: // TUPLE1, TUPLE2, TUPLE3
      case 0x86:
      case 0x87: {
        const count = code - 0x84;
        if (stack.length < count) throw new NoPickle();
        return this.#push(stack.splice(-count));
      }
      case 0x61: {
        // APPEND
        const value = this.#pop();
        return void this.#list().push(value);
      }
      case 0x65: {
        // APPENDS
        const values = this.#toMark();
        const list = this.#list();
        for (const value of values) list.push(value);
        return;
      }
      case 0x73: {
        // SETITEM
        const value = this.#pop();
        const key = this.#pop();
        return void this.#dict().set(keyOf(key), value);
      }
      case 0x75: {
        // SETITEMS
        const pairs = this.#toMark();
        const dict = this.#dict();
        for (let index = 0; index + 1 < pairs.length; index += 2) dict.set(keyOf(pairs[index]), pairs[index + 1]);
        return;
      }
      case 0x71: // BINPUT
        return this.#remember(this.#byte());
      case 0x72: // LONG_BINPUT
        return this.#remember(this.#number(4, (at) => this.#view.getUint32(at, true)));
      case 0x94: // MEMOIZE
        return this.#remember(this.#memo.size);
      case 0x68: // BINGET
        return this.#push(this.#recall(this.#byte()));
      case 0x6a: // LONG_BINGET
        return this.#push(this.#recall(this.#number(4, (at) => this.#view.getUint32(at, true))));
      case 0x63: // GLOBAL
        return this.#pushName(this.#line(), this.#line());
      case 0x93: {
        // STACK_GLOBAL
        const name = this.#pop();
        return this.#pushName(String(this.#pop()), String(name));
      }
      case 0x69: // INST
        throw new UnknownName(`${this.#line()}.${this.#line()}`);
      case 0x51: // BINPERSID
        return this.#push(this.#meaning.outside(this.#pop()));
      case 0x52: {
        // REDUCE
        const values = this.#pop();
        const called = this.#pop();
        if (!(called instanceof PickledName) || !Array.isArray(values)) throw new NoPickle();
        return this.#push(this.#meaning.call(called.name, values as readonly unknown[]));
      }
      case 0x62: // BUILD: attributes of a dictionary, as a state_dict's _metadata; they hold no numbers.
        this.#pop();
        return void this.#dict();
      default:
        throw new NoPickle();
    }
  }

  #pushName(module: string, name: string): void {
    const whole = `${module}.${name}`;
    if (!this.#meaning.knows(whole)) throw new UnknownName(whole);
    this.#push(new PickledName(whole));
  }

  #push(value: unknown): void {
    this.#stack.push(value);
  }

  #pop(): unknown {
    if (this.#stack.length === 0 || this.#stack.at(-1) === MARK) throw new NoPickle();
    return this.#stack.pop();
  }

  /** What lies above the last mark, which goes too. */
  #toMark(): unknown[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw new NoPickle();
    const values = this.#stack.splice(mark);
    return values.slice(1);
  }

  #list(): unknown[] {
    const list = this.#stack.at(-1);
    if (!Array.isArray(list)) throw new NoPickle();
    return list as unknown[];
  }

  #dict(): PickledDict {
    const dict = this.#stack.at(-1);
    if (!(dict instanceof Map)) throw new NoPickle();
    return dict;
  }

  #remember(place: number): void {
    const value = this.#stack.at(-1);
    if (this.#stack.length === 0 || value === MARK) throw new NoPickle();
    this.#memo.set(place, value);
  }

  #recall(place: number): unknown {
    if (!this.#memo.has(place)) throw new NoPickle();
    return this.#memo.get(place);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new NoPickle();
    return byte;
  }

  #take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw new NoPickle();
    return this.#bytes.subarray(this.#at, (this.#at += count));
  }

  #number(size: number, read: (at: number) => number): number {
    const at = this.#at;
    this.#take(size);
    return read(at);
  }

  #text(length: number): string {
    return new TextDecoder().decode(this.#take(length));
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw new NoPickle();
    const text = this.#text(end - this.#at);
    this.#at = end + 1;
    return text;
  }
}

function keyOf(key: unknown): unknown {
  if (typeof key !== "string" && typeof key !== "number") throw new NoPickle();
  return key;
}

/** A whole number in two's complement, little-endian. Larger ones than a double can count are no sizes. */
function longOf(bytes: Uint8Array): number {
  if (bytes.length > 8) throw new NoPickle();
  const value = bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return Number(BigInt.asIntN(bytes.length * 8, value));
}
