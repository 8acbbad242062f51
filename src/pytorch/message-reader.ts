// Messages out of a stream of bytes that comes in pieces of any size. What a process says is not trusted: a
// line that is no message, or that promises more bytes than any weights have, ends the conversation.

/** Bytes of one line, and of what follows one. */
const MOST_LINE = 2 ** 24;
const MOST_BYTES = 2 ** 32;
const NEWLINE = 10;

/** What came is none of the protocol. */
export class NoMessage extends Error {
  /** Its beginning, for a person. */
  readonly beginning: string;

  constructor(text: string) {
    super("The runner said something that is no message.");
    this.beginning = text.slice(0, 80);
  }
}

/** A message with the bytes that follow it; empty if none do. */
export interface Received {
  readonly message: { readonly type: string };
  readonly payload: Uint8Array;
}

/** A message whose bytes come. */
interface Awaited {
  readonly message: Received["message"];
  readonly payload: Uint8Array;
  filled: number;
}

export class MessageReader {
  readonly #told: (received: Received) => void;
  #line: Uint8Array[] = [];
  #lineLength = 0;
  /** Undefined while a line is read. */
  #awaited: Awaited | undefined;

  constructor(told: (received: Received) => void) {
    this.#told = told;
  }

  /** Takes the next piece. @throws NoMessage if it is not of the protocol */
  read(piece: Uint8Array): void {
    for (let rest = piece; rest.length > 0;) rest = this.#awaited ? this.#fill(this.#awaited, rest) : this.#readLine(rest);
  }

  #fill(awaited: Awaited, rest: Uint8Array): Uint8Array {
    const part = rest.subarray(0, awaited.payload.length - awaited.filled);
    awaited.payload.set(part, awaited.filled);
    awaited.filled += part.length;
    if (awaited.filled === awaited.payload.length) {
      this.#awaited = undefined;
      this.#told(awaited);
    }
    return rest.subarray(part.length);
  }

  #readLine(rest: Uint8Array): Uint8Array {
    const end = rest.indexOf(NEWLINE);
    const part = end < 0 ? rest : rest.subarray(0, end);
    this.#line.push(part.slice());
    this.#lineLength += part.length;
    if (this.#lineLength > MOST_LINE) throw new NoMessage(decode(this.#line));
    if (end < 0) return rest.subarray(rest.length);
    const text = decode(this.#line);
    [this.#line, this.#lineLength] = [[], 0];
    const { message, bytes } = parse(text);
    if (bytes > 0) this.#awaited = { message, payload: new Uint8Array(bytes), filled: 0 };
    else this.#told({ message, payload: new Uint8Array() });
    return rest.subarray(end + 1);
  }
}

function parse(text: string): { readonly message: Received["message"]; readonly bytes: number } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NoMessage(text);
  }
  const { type, bytes = 0 } = (value ?? {}) as { readonly type?: unknown; readonly bytes?: unknown };
  const isSize = typeof bytes === "number" && Number.isInteger(bytes) && bytes >= 0 && bytes <= MOST_BYTES;
  if (typeof type !== "string" || !isSize) throw new NoMessage(text);
  return { message: value as Received["message"], bytes };
}

function decode(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
}
