// The port of the session to the page: it keeps what the page asks, and loses what is told to one that does
// not hear.

import type { Port } from "../../src/protocol/channel.ts";

/** What the builder has asked. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Who looks at what passes. */
export interface Witness {
  readonly calls: Call[];
  /** Whether the page does not hear what it is told. Answers still reach it. */
  readonly isDeaf: boolean;
}

export function pagePort(port: Port, witness: Witness): Port {
  return {
    post: (value) => {
      if (!witness.isDeaf || asCall(value) === undefined) port.post(value);
    },
    listen: (listener) =>
      port.listen((value) => {
        const call = asCall(value);
        if (call) witness.calls.push(call);
        listener(value);
      }),
  };
}

function asCall(value: unknown): Call | undefined {
  const { kind, method, args } = value as { readonly kind?: string; readonly method: string; readonly args: readonly unknown[] };
  return kind === "call" ? { name: method, args } : undefined;
}
