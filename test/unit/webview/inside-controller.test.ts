// What the Inside panel asks of the host, and when: each number once a step, how far a search is only while
// it lasts, and only the newest answer counts.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { InsideHost } from "../../../src/protocol/inside-host.ts";
import type { InsideMove, InsideMoved, InsideStep } from "../../../src/training/inside/types.ts";
import { InsideController } from "../../../webview/panels/inside/inside-view/inside-controller.ts";

/** A clock that is turned by hand: Node 20 warns of its own. */
const clock = {
  now: 0,
  waiting: new Map<number, { readonly at: number; readonly act: () => void }>(),
  tick(milliseconds: number): void {
    this.now += milliseconds;
    for (const [id, { at, act }] of this.waiting) {
      if (at > this.now) continue;
      this.waiting.delete(id);
      act();
    }
  },
};
const own = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
beforeEach(() => {
  let next = 0;
  clock.waiting.clear();
  Object.assign(globalThis, {
    setTimeout: (act: () => void, milliseconds = 0) => {
      clock.waiting.set(++next, { at: clock.now + milliseconds, act });
      return next;
    },
    clearTimeout: (id: number) => clock.waiting.delete(id),
  });
});
afterEach(() => Object.assign(globalThis, own));

const stepOf = (step: number): InsideMoved => ({ step: { step, rows: [step] } as unknown as InsideStep });

/** Lets what has been answered be heard. */
async function heard(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** A controller, and a host whose moves are answered when the test says so. */
function open() {
  const asks: string[] = [];
  /** Answers the explanations that are under way. */
  const slow: (() => void)[] = [];
  const moves: { readonly move: InsideMove; readonly answer: (moved: InsideMoved) => void }[] = [];
  const host = {
    openInside: async () => stepOf(1),
    moveInside: (move: InsideMove) => new Promise<InsideMoved>((answer) => moves.push({ move, answer })),
    searchInside: async () => {
      asks.push("search");
      return { step: 10 + asks.length, steps: 100, measures: [] };
    },
    insideNumbers: async () => {
      asks.push("numbers");
      return { rows: 1, columns: 1, data: Float32Array.of(asks.length) };
    },
    explainNumber: () => new Promise((answer) => slow.push(() => answer(undefined))),
    closeInside: async () => {},
  } as unknown as InsideHost;
  const controllers: ReactiveController[] = [];
  const drawn = { times: 0 };
  const element = { addController: (one: ReactiveController) => controllers.push(one), requestUpdate: () => drawn.times++ };
  const inside = new InsideController(element as unknown as ReactiveControllerHost, () => host);
  return { inside, asks, moves, drawn, slow, leave: () => controllers.forEach((controller) => controller.hostDisconnected?.()) };
}

test("how far a search is is asked again and again, until the condition is found", async () => {
  const { inside, asks, moves } = open();
  await inside.open();
  void inside.move({ to: "condition", condition: "loss < 1" });
  await heard();
  assert.deepEqual([inside.work, inside.search?.step], ["searching", 11]);
  for (const step of [12, 13]) {
    clock.tick(250);
    await heard();
    assert.equal(inside.search?.step, step);
  }
  moves[0]!.answer(stepOf(13));
  await heard();
  assert.deepEqual([inside.work, inside.search, inside.step?.step], [undefined, undefined, 13]);
  for (let turn = 0; turn < 10; turn++) {
    clock.tick(1000);
    await heard();
  }
  assert.equal(asks.length, 3, "nobody asks any more");
});

test("a search that gives way to another move, or to another panel, is asked for no longer", async () => {
  for (const ends of ["move", "panel"]) {
    const { inside, asks, moves, leave } = open();
    await inside.open();
    void inside.move({ to: "condition", condition: "loss < 1" });
    await heard();
    if (ends === "panel") leave();
    else void inside.move({ to: "next" });
    await heard();
    assert.equal(inside.search, undefined);
    for (let turn = 0; turn < 10; turn++) {
      clock.tick(1000);
      await heard();
    }
    assert.equal(asks.length, 1);
    moves[0]!.answer(stepOf(50));
    moves[1]?.answer(stepOf(51));
    await heard();
    assert.equal(inside.step?.step, ends === "panel" ? undefined : 51, "the answer to the older move does not count");
  }
});

test("a second search does not show where the first one was", async () => {
  const { inside } = open();
  await inside.open();
  void inside.move({ to: "condition", condition: "loss < 1" });
  await heard();
  const shown = () => inside.search?.step;
  assert.equal(shown(), 11);
  void inside.move({ to: "condition", condition: "loss < 0.5" });
  assert.equal(shown(), undefined);
  await heard();
  assert.equal(shown(), 12);
});

test("a number is asked for once, and anew of another step", async () => {
  const { inside, asks, moves } = open();
  await inside.open();
  const window = { tensor: { of: "input" }, row: 0, rows: 1, column: 0, columns: 1 } as const;
  assert.equal(inside.piece(window), undefined);
  await heard();
  assert.equal(inside.piece(window)?.data[0], 1);
  void inside.move({ to: "step", step: 2 });
  moves[0]!.answer(stepOf(2));
  await heard();
  assert.equal(inside.piece(window), undefined, "the numbers of the step before are not those of this one");
  await heard();
  assert.deepEqual([inside.piece(window)?.data[0], asks.length], [2, 2]);
});

test("what a stop asks for is drawn once it is all there, and what comes later does not hold it up", async () => {
  const { inside, drawn, slow } = open();
  await inside.open();
  const tensor = { of: "input" } as const;
  const piece = (row: number) => inside.piece({ tensor, row, rows: 1, column: 0, columns: 1 });
  const before = drawn.times;
  for (const row of [0, 1, 2]) piece(row);
  await heard();
  assert.deepEqual([drawn.times - before, piece(2)?.rows], [1, 1]);
  piece(3);
  inside.explanation({ tensor, row: 0, column: 0 });
  await heard();
  assert.equal(drawn.times - before, 1, "an answer waits for the other");
  clock.tick(20);
  assert.equal(drawn.times - before, 2, "but not for longer than a frame");
  for (const answer of slow) answer();
  await heard();
  assert.equal(drawn.times - before, 3);
});
