// The runner's process as the conversation with it sees it: who has processes and timers hands them in.

/** A process that was started. */
export interface RunnerProcess {
  /** Does nothing once it has ended. */
  write(bytes: Uint8Array): void;
  /** Ends it at once, with what it has started. */
  kill(): void;
}

export interface ProcessListener {
  output(piece: Uint8Array): void;
  /** It has ended. @param errors the end of what it wrote to standard error */
  ended(end: ProcessEnd): void;
}

export interface ProcessEnd {
  /** Null if a signal ended it, or it was never started. */
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of what it wrote to standard error. */
  readonly errors: string;
  /** Why it could not be started. */
  readonly failure?: string;
}

export type StartProcess = (processes: number, listener: ProcessListener) => RunnerProcess;

/** Calls back after milliseconds; what it returns takes that back. */
export type After = (milliseconds: number, act: () => void) => () => void;
