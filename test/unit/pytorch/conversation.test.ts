// A run of PyTorch with a process that plays a script: what is asked and answered, and each way it can end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { Conversation } from "../../../src/pytorch/conversation.ts";
import type { StartMessage } from "../../../src/pytorch/messages.ts";
import type { ProcessEnd, ProcessListener } from "../../../src/pytorch/process.ts";
import type { EpochResult } from "../../../src/training/types.ts";

const start = { type: "start", processes: 1 } as StartMessage;
const done = { type: "done", stopped: null, note: null, seconds: 1, steps: 2, epochs: 3, tensors: [], other: null };

interface Stage {
  readonly conversation: Conversation;
  readonly written: string[];
  readonly results: EpochResult[];
  readonly says: (message: object | string, payload?: Uint8Array) => void;
  /** A piece of a message, of which the rest never comes. */
  readonly cut: (piece: string) => void;
  readonly ends: (end: Partial<ProcessEnd>) => void;
  /** Lets so much time pass. */
  readonly wait: (milliseconds: number) => void;
  readonly kills: () => number;
}

function stage(checkpoint?: Uint8Array): Stage {
  const written: string[] = [];
  const results: EpochResult[] = [];
  const timers = new Map<object, { readonly at: number; readonly act: () => void }>();
  let listener: ProcessListener | undefined;
  let kills = 0;
  let now = 0;
  const conversation = new Conversation(
    start,
    checkpoint,
    {
      startProcess: (_, own) => {
        listener = own;
        return { write: (bytes) => written.push(new TextDecoder().decode(bytes)), kill: () => kills++ };
      },
      after: (milliseconds, act) => {
        const key = {};
        timers.set(key, { at: now + milliseconds, act });
        return () => timers.delete(key);
      },
    },
    { started: () => {}, epochs: (more) => results.push(...more) },
  );
  return {
    conversation,
    written,
    results,
    says: (message, payload) => {
      const line = typeof message === "string" ? message : JSON.stringify(payload ? { ...message, bytes: payload.length } : message);
      listener!.output(new TextEncoder().encode(`${line}\n`));
      if (payload) listener!.output(payload);
    },
    cut: (piece) => listener!.output(new TextEncoder().encode(piece)),
    ends: (end) => listener!.ended({ code: null, signal: null, errors: "", ...end }),
    wait: (milliseconds) => {
      now += milliseconds;
      for (const [key, { at, act }] of timers) {
        if (at > now) continue;
        timers.delete(key);
        act();
      }
    },
    kills: () => kills,
  };
}

async function reason({ conversation }: Stage): Promise<string> {
  const error: unknown = await conversation.finished.then(
    () => assert.fail("it finished"),
    (caught: unknown) => caught,
  );
  assert.ok(error instanceof ProblemError);
  return format(error.problem.message);
}

test("a run is told, answered and finished", async () => {
  const one = stage(Uint8Array.of(1, 2));
  assert.deepEqual(
    one.written.map((text) => text.slice(0, 15)),
    ['{"type":"start"', "\u0001\u0002"],
  );
  one.says({ type: "epochs", results: [{ epoch: 1, trainLoss: 0.5, lr: 1 }] });
  assert.equal(one.results[0]?.trainLoss, 0.5);
  const paused = one.conversation.ask("pause", {});
  one.says({ type: "answer", id: 0, epoch: 1, batch: 4 });
  assert.deepEqual((await paused)?.answer, { type: "answer", id: 0, epoch: 1, batch: 4 });
  const unheard = one.conversation.ask("weights", {});
  const last = {
    type: "end",
    epoch: 3,
    batch: 0,
    steps: 9,
    seconds: 1,
    lr: 0.1,
    best_loss: null,
    worse: 0,
    plateau: null,
    pass: null,
    tensors: [],
  };
  one.says(last, Uint8Array.of(9));
  one.says(done, Uint8Array.of(7));
  const { payload, end } = await one.conversation.finished;
  assert.deepEqual([[...payload], end], [[7], { fields: { ...last, bytes: 1 }, batch: 0, payload: Uint8Array.of(9) }]);
  assert.equal(await unheard, undefined, "nobody waits for ever");
  assert.equal(await one.conversation.ask("weights", {}), undefined);
});

test("each end that is none says what happened, and nothing is left running", async () => {
  const failed = stage();
  failed.says({ type: "failed", error: "ValueError: no", traceback: "Traceback …" });
  failed.ends({ code: 1 });
  assert.equal(await reason(failed), "PyTorch stopped: ValueError: no. Correct that, or continue from the last checkpoint.");

  const unloadable = stage();
  unloadable.says({ type: "failed", error: "ImportError: libtorch.so", traceback: "Traceback …", loading: true });
  unloadable.ends({ code: 1 });
  assert.match(await reason(unloadable), /^PyTorch could not be loaded: ImportError: libtorch\.so\. Install it again/);

  const killed = stage();
  killed.ends({ signal: "SIGKILL" });
  assert.match(await reason(killed), /ended from outside \(SIGKILL\)/);

  const crashed = stage();
  crashed.ends({ code: 1, errors: "Traceback\nImportError: libtorch.so\n" });
  assert.match(await reason(crashed), /^PyTorch's process ended: ImportError: libtorch\.so\. Train again/);

  const broken = stage();
  broken.ends({ signal: "SIGSEGV" });
  assert.match(await reason(broken), /^PyTorch's process crashed \(SIGSEGV\)\. .* install PyTorch again\.$/);

  // A message that is cut off, and silence.
  const cut = stage();
  cut.cut('{"type":"epo');
  cut.wait(300_000);
  assert.match(await reason(cut), /^Nothing was heard of PyTorch's process for 300 seconds/);
  assert.equal(cut.kills(), 1);

  const absent = stage();
  absent.ends({ failure: "spawn python ENOENT" });
  assert.match(await reason(absent), /could not be started: spawn python ENOENT/);

  const strange = stage();
  strange.says("Hello from a module");
  assert.match(await reason(strange), /does not understand: Hello from a module/);
  assert.equal(strange.kills(), 1);
});

test("a process of which nothing is heard is ended; a sign of life is enough", async () => {
  const one = stage();
  one.says({ type: "started" });
  for (let beat = 0; beat < 5; beat++) {
    one.wait(50_000);
    one.says({ type: "heartbeat" });
  }
  assert.equal(one.kills(), 0);
  one.wait(60_000);
  assert.match(await reason(one), /Nothing was heard .* for 60 seconds/);
  assert.equal(one.kills(), 1);
});
