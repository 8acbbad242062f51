// One typed channel over any port: host ↔ webview, host ↔ worker, and an in-memory pair for tests and the dev
// page. Every call is answered with a value or an error, also when the handler throws or the other side has
// no such method. An AbortSignal among the arguments crosses as well, as `$/cancelRequest` does in the
// Language Server Protocol: the other side's method gets one of its own, which follows it.

import { type Problem, ProblemError } from "../model/problem.ts";

/** Anything that carries messages: a webview, a worker, one end of `memoryPorts`. */
export interface Port {
  post(value: unknown): void;
  /** Calls `listener` with every message; returns what ends it. */
  listen(listener: (value: unknown) => void): () => void;
}

/** An interface that can cross a channel: methods with one argument at most, answered by a promise. */
export type Methods<T> = { [K in keyof T]: (...args: never[]) => Promise<unknown> };

/** Calls one method of the other side. */
export type Call<Remote> = (method: keyof Remote & string, args: readonly unknown[]) => Promise<unknown>;

/** The other side, whatever its methods are: each is a call. */
export function remoteOf<Remote extends Methods<Remote>>(call: Call<Remote>): Remote {
  return new Proxy({} as Remote, {
    get: (_, method) =>
      // A promise resolved with the remote asks it for `then`: it has none.
      typeof method === "string" && method !== "then"
        ? (...args: readonly unknown[]) => call(method as keyof Remote & string, args)
        : undefined,
  });
}

/** The other side, with some methods of this one before or beside its own. */
export function withOwn<Remote extends object, Own extends object>(remote: Remote, own: Own): Omit<Remote, keyof Own> & Own {
  return new Proxy(own as Omit<Remote, keyof Own> & Own, {
    get: (target, name) => Reflect.get(Object.hasOwn(target, name) ? target : remote, name) as unknown,
  });
}

/** A channel: the other side's methods, and the end of it. */
export interface Channel<Remote> {
  readonly remote: Remote;
  /** As `remote`, for who has the method's name only. */
  readonly call: Call<Remote>;
  /** Answers every open call with an error and stops listening. */
  close(): void;
}

interface Question {
  readonly kind: "call";
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
  /** The argument that is an AbortSignal, by its index; a signal itself is no message. */
  readonly signal?: number;
}

/** Nobody waits any more for the answer to a call. */
interface Cancellation {
  readonly kind: "cancel";
  readonly id: number;
}

type Reply =
  | { readonly kind: "ok"; readonly id: number; readonly value: unknown }
  | { readonly kind: "error"; readonly id: number; readonly text: string; readonly problem?: Problem };

function isCall(value: unknown): value is Question {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "call";
}

function isCancellation(value: unknown): value is Cancellation {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "cancel";
}

function isReply(value: unknown): value is Reply {
  const kind = typeof value === "object" && value !== null ? (value as { kind?: unknown }).kind : undefined;
  return kind === "ok" || kind === "error";
}

async function answer<Local extends Methods<Local>>(call: Question, local: Local): Promise<Reply> {
  try {
    if (!Object.hasOwn(local, call.method)) throw new Error(`There is no method "${call.method}" on this side of the channel.`);
    const method = local[call.method as keyof Local] as unknown as (...args: readonly unknown[]) => Promise<unknown>;
    return { kind: "ok", id: call.id, value: await method(...call.args) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return error instanceof ProblemError
      ? { kind: "error", id: call.id, text, problem: error.problem }
      : { kind: "error", id: call.id, text };
  }
}

/** Opens a channel: `local` answers the other side's calls, `remote` of the result calls the other side. */
export function openChannel<Remote extends Methods<Remote>, Local extends Methods<Local>>(port: Port, local: Local): Channel<Remote> {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  /** Of the other side's calls that can be cancelled. */
  const cancelling = new Map<number, AbortController>();
  let next = 0;
  let closed = false;
  const stopListening = port.listen((value) => {
    if (isCall(value)) {
      void answer(withSignal(value, cancelling), local).then((reply) => {
        cancelling.delete(value.id);
        if (!closed) port.post(reply);
      });
    } else if (isCancellation(value)) {
      cancelling.get(value.id)?.abort();
    } else if (isReply(value)) {
      const waiting = open.get(value.id);
      open.delete(value.id);
      if (value.kind === "ok") waiting?.resolve(value.value);
      else waiting?.reject(value.problem ? new ProblemError(value.problem) : new Error(value.text));
    }
  });
  const call: Call<Remote> = (method, args) =>
    new Promise((resolve, reject) => {
      if (closed) {
        reject(new Error("The channel is closed."));
        return;
      }
      const id = next++;
      const at = args.findIndex((arg) => arg instanceof AbortSignal);
      open.set(id, { resolve, reject });
      if (at < 0) {
        port.post({ kind: "call", id, method, args: given(args) } satisfies Question);
        return;
      }
      const signal = args[at] as AbortSignal;
      port.post({ kind: "call", id, method, args: given(args.with(at, undefined)), signal: at } satisfies Question);
      const cancel = (): void => {
        if (open.has(id)) port.post({ kind: "cancel", id } satisfies Cancellation);
      };
      if (signal.aborted) cancel();
      else signal.addEventListener("abort", cancel);
    });
  return {
    remote: remoteOf(call),
    call,
    close: () => {
      closed = true;
      stopListening();
      for (const controller of cancelling.values()) controller.abort();
      for (const { reject } of open.values()) reject(new Error("The channel is closed."));
      open.clear();
    },
  };
}

/** The call with a signal that follows the asker's, if it has one; `cancelling` keeps what aborts it. */
function withSignal(call: Question, cancelling: Map<number, AbortController>): Question {
  if (call.signal === undefined) return call;
  const controller = new AbortController();
  cancelling.set(call.id, controller);
  const args = [...call.args];
  args[call.signal] = controller.signal;
  return { ...call, args };
}

/** Without what is left out at the end: VS Code sends JSON, in which that would arrive as null. */
function given(args: readonly unknown[]): readonly unknown[] {
  return args.slice(0, args.findLastIndex((arg) => arg !== undefined) + 1);
}

/** Two ports joined in memory. Messages are cloned and arrive later, as between real sides. */
export function memoryPorts(): [Port, Port] {
  const listeners: [Set<(value: unknown) => void>, Set<(value: unknown) => void>] = [new Set(), new Set()];
  const port = (own: 0 | 1): Port => ({
    post: (value) => {
      const copy: unknown = structuredClone(value);
      void Promise.resolve().then(() => {
        for (const listener of listeners[own === 0 ? 1 : 0]) listener(copy);
      });
    },
    listen: (listener) => {
      listeners[own].add(listener);
      return () => listeners[own].delete(listener);
    },
  });
  return [port(0), port(1)];
}
