// What a debugger tells whoever shows it.

import type { Message } from "../../model/message.ts";
import type { DebugStop } from "../../protocol/debug-host.ts";

export type StopReason = "entry" | "step" | "breakpoint" | "exception" | "pause" | "end";

/** Why a debugger stopped. */
export interface Stopped {
  readonly reason: StopReason;
  /** The breakpoints that were met. */
  readonly breakpoints?: readonly number[];
  /** Of an exception, and of the end: what a person reads. */
  readonly said?: Message;
}

export interface DebuggerListener {
  /** It waits; `step` and `stop` say where. */
  stopped(stopped: Stopped): void;
  /** A log message, or what is wrong with a breakpoint's condition. */
  said(said: { readonly text: string } | { readonly problem: Message }, at: DebugStop): void;
  /** The run is over and was left. */
  ended(): void;
}
