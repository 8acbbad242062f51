// One run of the runner, from its start to its end: what is said to it, what it answers, and why it ended if
// it did not say so itself. It is ended when nothing is heard of it any more.

import { type Message, message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import type { EpochResult } from "../training/types.ts";
import { MessageReader, NoMessage, type Received } from "./message-reader.ts";
import type {
  AnswerMessage,
  DoneMessage,
  PackedTensor,
  Request,
  RestartedMessage,
  RunnerMessage,
  StartedMessage,
  StartMessage,
  StateFields,
  WatchedMessage,
} from "./messages.ts";
import type { After, ProcessEnd, RunnerProcess, StartProcess } from "./process.ts";

/** Milliseconds in which torch has to be imported and the run set up; a cold disk takes its time. */
const PATIENCE_AT_START = 300_000;
/** Milliseconds without a sign of life: the runner gives one each second, whatever it computes. */
const PATIENCE = 60_000;
/** What other programs end a process with. */
const OUTSIDE: ReadonlySet<string> = new Set(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"]);
/** Milliseconds in which a process ends by itself after its last word. */
const GRACE = 5_000;

export interface ConversationListener {
  started(run: StartedMessage): void;
  epochs(results: readonly EpochResult[]): void;
  /** The weights after an epoch. */
  moment?(epoch: number, tensors: readonly PackedTensor[], payload: Uint8Array): void;
  /** It waits for a `watch`, after all epochs that it was told of. */
  watched?(watched: WatchedMessage): void;
  restarted?(restarted: RestartedMessage): void;
}

/** The end of a run, with the bytes of its tensors. */
export interface Finished {
  readonly done: DoneMessage;
  readonly payload: Uint8Array;
  /** What more epochs go on from, if that was asked for. */
  readonly end?: RunState;
}

/** Where a run was, and everything to go on from. */
export interface RunState {
  readonly fields: StateFields;
  /** Trained batches of the epoch after those that are finished. */
  readonly batch: number;
  /** The bytes of its tensors. */
  readonly payload: Uint8Array;
}

/** An answer, with the bytes that came with it. */
export interface Answered {
  readonly answer: AnswerMessage;
  readonly payload: Uint8Array;
}

export class Conversation {
  /** Resolves with the end of the run. Rejects with a ProblemError that says why it has none. */
  readonly finished: Promise<Finished>;
  readonly #process: RunnerProcess;
  readonly #listener: ConversationListener;
  readonly #after: After;
  readonly #questions = new Map<number, (answer: Answered | undefined) => void>();
  #next = 0;
  #isOver = false;
  #reason: Message | undefined;
  #traceback = "";
  #endsAt: RunState | undefined;
  #silence: () => void;
  #resolve!: (finished: Finished) => void;
  #reject!: (error: ProblemError) => void;

  /** Starts the process and tells it what the run is. @param checkpoint what it goes on from */
  constructor(
    start: StartMessage,
    checkpoint: Uint8Array | undefined,
    ports: { readonly startProcess: StartProcess; readonly after: After },
    listener: ConversationListener,
  ) {
    this.#listener = listener;
    this.#after = ports.after;
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever asks hears of it; a run that nobody waits for any more fails for nobody.
    this.finished.catch(() => undefined);
    const reader = new MessageReader((received) => this.#hear(received));
    this.#process = ports.startProcess(start.processes, {
      output: (piece) => this.#read(reader, piece),
      ended: (end) => this.#ended(end),
    });
    this.#silence = this.#waitFor(PATIENCE_AT_START);
    this.#say(start, checkpoint);
  }

  /** Asks for something that is not answered. */
  tell(request: Exclude<Request, { readonly id: number }>): void {
    this.#say(request);
  }

  /** Asks; undefined if the run ends before it is answered. */
  ask<K extends Extract<Request, { readonly id: number }>["type"]>(
    type: K,
    fields: Omit<Extract<Request, { readonly type: K; readonly id: number }>, "type" | "id">,
  ): Promise<Answered | undefined> {
    if (this.#isOver) return Promise.resolve(undefined);
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#questions.set(id, resolve);
      this.#say({ type, id, ...fields });
    });
  }

  /** Ends the process at once. */
  kill(): void {
    this.#end();
    this.#process.kill();
    this.#reject(failure("pytorch-ended", message("The run was ended.")));
  }

  #say(said: object, payload?: Uint8Array): void {
    const line = JSON.stringify(payload ? { ...said, bytes: payload.length } : said);
    this.#process.write(new TextEncoder().encode(`${line}\n`));
    if (payload) this.#process.write(payload);
  }

  #read(reader: MessageReader, piece: Uint8Array): void {
    if (this.#isOver) return;
    try {
      reader.read(piece);
    } catch (error) {
      if (!(error instanceof NoMessage)) throw error;
      this.#giveUp(
        "pytorch-no-message",
        message("PyTorch's process said something that Perceptron does not understand: {0}. Train again.", error.beginning),
      );
    }
  }

  #hear({ message: heard, payload }: Received): void {
    if (this.#isOver) return;
    this.#silence();
    this.#silence = this.#waitFor(PATIENCE);
    // Of a version that this one knows; a message that it does not know is not read.
    const told = heard as RunnerMessage;
    switch (told.type) {
      case "started":
        this.#listener.started(told);
        return;
      case "epochs":
        this.#listener.epochs(told.results);
        return;
      case "answer":
        this.#questions.get(told.id)?.({ answer: told, payload });
        this.#questions.delete(told.id);
        return;
      case "moment":
        this.#listener.moment?.(told.epoch, told.tensors, payload);
        return;
      case "end":
        this.#endsAt = { fields: told, batch: told.batch, payload };
        return;
      case "watched":
        this.#listener.watched?.(told);
        return;
      case "restarted":
        this.#listener.restarted?.(told);
        return;
      case "done":
        this.#end();
        // It ends by itself, unless something holds it.
        this.#after(GRACE, () => this.#process.kill());
        this.#resolve({ done: told, payload, ...(this.#endsAt ? { end: this.#endsAt } : {}) });
        return;
      case "failed":
        this.#reason = told.loading
          ? message("PyTorch could not be loaded: {0}. Install it again, or choose another Python.", told.error)
          : message("PyTorch stopped: {0}. Correct that, or continue from the last checkpoint.", told.error);
        this.#traceback = told.traceback;
        return;
      case "heartbeat":
    }
  }

  #ended({ code, signal, errors, failure: cause }: ProcessEnd): void {
    if (this.#isOver) return;
    this.#end();
    const detail = this.#traceback || errors;
    const last = errors.trimEnd().split("\n").at(-1)?.trim() ?? "";
    const reason =
      this.#reason ??
      (cause !== undefined
        ? message("Python could not be started: {0}. Choose another Python in the settings.", cause)
        : signal !== null
          ? signalled(signal)
          : last
            ? message("PyTorch's process ended: {0}. Train again, or continue from the last checkpoint.", last)
            : message("PyTorch's process ended with code {0}. Train again, or continue from the last checkpoint.", code ?? 0));
    this.#reject(failure("pytorch-ended", reason, detail));
  }

  #waitFor(milliseconds: number): () => void {
    return this.#after(milliseconds, () =>
      this.#giveUp(
        "pytorch-silent",
        message(
          "Nothing was heard of PyTorch's process for {0} seconds, so it was ended. Train again, or continue from the last checkpoint.",
          milliseconds / 1_000,
        ),
      ),
    );
  }

  #giveUp(code: string, reason: Message): void {
    this.#end();
    this.#process.kill();
    this.#reject(failure(code, reason));
  }

  #end(): void {
    this.#isOver = true;
    this.#silence();
    for (const answer of this.#questions.values()) answer(undefined);
    this.#questions.clear();
  }
}

/** A process that a signal has ended, its own fault or not. */
function signalled(signal: string): Message {
  return OUTSIDE.has(signal)
    ? message("PyTorch's process was ended from outside ({0}). Train again, or continue from the last checkpoint.", signal)
    : message("PyTorch's process crashed ({0}). Continue from the last checkpoint; if it crashes again, install PyTorch again.", signal);
}

/** @param detail the traceback, or the end of standard error; empty if there is none */
function failure(code: string, reason: Message, detail = ""): ProblemError {
  return new ProblemError({ severity: "error", code, path: [], message: reason, ...(detail ? { detail } : {}) });
}
