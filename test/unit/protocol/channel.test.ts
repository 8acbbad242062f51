// The channel: every call is answered, with a value or with an error that says why.

import assert from "node:assert/strict";
import { test } from "node:test";
import { message } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { type Channel, memoryPorts, openChannel, withOwn } from "../../../src/protocol/channel.ts";

interface Left {
  add(a: number, b: number): Promise<number>;
  fail(): Promise<void>;
  refuse(): Promise<void>;
  callBack(): Promise<string>;
  /** Answers once nobody waits for it any more. */
  wait(from: number, signal?: AbortSignal): Promise<number>;
}
interface Right {
  name(): Promise<string>;
}
/** A side that answers one call, if a test needs no more. */
interface Quiet {
  nothing(): Promise<void>;
}

const quiet: Quiet = { nothing: async () => {} };

function pair() {
  const [a, b] = memoryPorts();
  const left: Channel<Right> = openChannel<Right, Left>(a, {
    add: async (x, y) => x + y,
    fail: async () => {
      throw new TypeError("broken");
    },
    refuse: async () => {
      throw new ProblemError({ severity: "error", code: "no", message: message("No {0}", 1), path: ["data"] });
    },
    callBack: () => left.remote.name(),
    wait: (from, signal) => new Promise((resolve) => signal?.addEventListener("abort", () => resolve(from))),
  });
  const right = openChannel<Left, Right>(b, { name: async () => "right" });
  return { left, right };
}

test("both sides can call each other, many at once", async () => {
  const { right } = pair();
  assert.deepEqual(await Promise.all([right.remote.add(1, 2), right.remote.callBack(), right.remote.add(3, 4)]), [3, "right", 7]);
});

test("a method of one's own stands before the other side's, which is called for every other", async () => {
  const { right } = pair();
  const both = withOwn(right.remote, { add: async () => 0, end: () => "ended" });
  assert.deepEqual([await both.add(), await both.callBack(), both.end()], [0, "right", "ended"]);
  assert.equal(await Promise.resolve(both), both, "it is no promise");
});

test("a handler that throws answers with its error, a problem stays a problem", async () => {
  const { right } = pair();
  await assert.rejects(right.remote.fail(), /broken/);
  const error: unknown = await right.remote.refuse().catch((reason: unknown) => reason);
  assert.ok(error instanceof ProblemError);
  assert.deepEqual(error.problem.path, ["data"]);
  assert.deepEqual(error.problem.message.args, [1]);
});

test("a method that is not there is answered too, inherited ones included", async () => {
  const [a, b] = memoryPorts();
  openChannel<Quiet, Quiet>(a, quiet);
  const { remote } = openChannel<{ missing(): Promise<void>; toString(): Promise<string> }, Quiet>(b, quiet);
  await assert.rejects(remote.missing(), /no method "missing"/);
  await assert.rejects(remote.toString(), /no method "toString"/);
});

test("closing answers the open calls and refuses new ones", async () => {
  const [, b] = memoryPorts();
  const channel = openChannel<{ wait(): Promise<void> }, Quiet>(b, quiet);
  const waiting = channel.remote.wait();
  channel.close();
  await assert.rejects(waiting, /closed/);
  await assert.rejects(channel.remote.wait(), /closed/);
});

test("values are copied on their way", async () => {
  const [a, b] = memoryPorts();
  const list = [1, 2];
  openChannel<Quiet, { get(): Promise<number[]> }>(a, { get: async () => list });
  const { remote } = openChannel<{ get(): Promise<number[]> }, Quiet>(b, quiet);
  const copy = await remote.get();
  copy.push(3);
  assert.deepEqual(list, [1, 2]);
});

test("an argument that is left out is left out on the other side, also where messages are JSON", async () => {
  const [near, far] = memoryPorts();
  const json = { ...near, post: (value: unknown) => near.post(JSON.parse(JSON.stringify(value))) };
  const told: unknown[][] = [];
  openChannel<Quiet, { tell(...args: unknown[]): Promise<void> }>(far, { tell: async (...args) => void told.push(args) });
  const { remote } = openChannel<{ tell(...args: unknown[]): Promise<void> }, Quiet>(json, quiet);
  await remote.tell("loss", undefined);
  await remote.tell(undefined, 1, undefined);
  assert.deepEqual(told, [["loss"], [null, 1]]);
});

test("a signal crosses: the other side hears that nobody waits, also if that was so before, or the channel is closed", async () => {
  const { left, right } = pair();
  const controller = new AbortController();
  const [first, second] = [right.remote.wait(1, controller.signal), right.remote.wait(2, AbortSignal.abort())];
  assert.equal(await second, 2);
  controller.abort();
  assert.equal(await first, 1);
  controller.abort();
  assert.equal(await right.remote.add(1, 2), 3, "what was answered is not cancelled again");
  let isHeard = false;
  const [a, b] = memoryPorts();
  const asking = openChannel<Pick<Left, "wait">, Quiet>(a, quiet);
  const answering = openChannel<Quiet, Pick<Left, "wait">>(b, {
    wait: async (from, signal) => {
      signal?.addEventListener("abort", () => (isHeard = true));
      return new Promise(() => from);
    },
  });
  asking.remote.wait(1, new AbortController().signal).catch(() => {});
  await left.remote.name();
  answering.close();
  assert.ok(isHeard);
});
