// A document's session without a window: its text and data in memory, edits in flight, and when it is ready
// to train.

import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf } from "../../harness/run-facts.ts";
import { message } from "../../../src/model/message.ts";
import { type Problem, ProblemError } from "../../../src/model/problem.ts";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import type { SessionView } from "../../../src/session/document-session.ts";
import { sessionOn } from "./memory-session.ts";
import { experimentOf, settle } from "./scripted.ts";

const text = JSON.stringify(experimentOf());

function view(seen: BuilderState[] = []): SessionView {
  return {
    isVisible: true,
    show: (state) => seen.push(state),
    append: () => {},
    reveal: () => {},
    select: () => {},
    runsChanged: () => {},
    wishes: () => {},
    showRuns: () => {},
  };
}

test("ready waits for an edit that is on its way, so that the run trains what the person sees", async () => {
  const { session, world } = sessionOn(text);
  let open: (() => void) | undefined;
  world.document.letThrough = new Promise((resolve) => (open = resolve));
  const edited = session.edit(1, { op: "set", path: ["training", "epochs"], value: 77 });
  const ready = session.ready();
  await settle();
  open?.();
  assert.ok(await edited);
  assert.equal((await ready).experiment?.training.epochs, 77);
});

test("an edit made on an older version is refused, and changes nothing", async () => {
  const { session, world } = sessionOn(text);
  assert.equal(await session.edit(0, { op: "set", path: ["training", "epochs"], value: 77 }), false);
  assert.equal(world.document.text(), text);
});

test("a document with errors is not ready, and says all of them, the first one first", async () => {
  const { session, world } = sessionOn(text);
  const problem: Problem = { severity: "error", code: "no-such-column", path: ["data", "target"], message: message("no column") };
  world.failure = new ProblemError(problem);
  const { experiment, errors } = await session.ready();
  assert.deepEqual([experiment, errors[0]?.code], [undefined, "no-such-column"]);
  assert.ok(world.shown.some(({ code }) => code === "no-such-column"));
  // Put back a moment ago: asked again, it is read again.
  world.failure = undefined;
  assert.ok((await session.ready()).experiment);
});

test("what was understood is asked once for settings that stay, and again when they change", async () => {
  const { session, world, own } = sessionOn(text);
  await session.ready();
  assert.equal(world.described, 1);
  await session.edit(1, { op: "set", path: ["training", "epochs"], value: 5 });
  await session.ready();
  assert.equal(world.described, 1);
  await session.edit(2, { op: "set", path: ["data", "target"], value: "z" });
  assert.equal(world.described, 1);
  own.clock.turn(150);
  await settle();
  assert.equal(world.described, 2);
});

test("a run ends a second after its last builder is gone, and not if another one comes", async () => {
  const { session, own } = sessionOn(text);
  const [one, other] = [view(), view()];
  session.attach(one);
  session.run.start(experimentOf());
  session.detach(one);
  own.clock.turn(999);
  session.attach(other);
  own.clock.turn(5_000);
  assert.equal(session.run.isActive, true);
  session.detach(other);
  own.clock.turn(1_000);
  await session.run.over;
  assert.equal(factsOf(session.run).stopped, "interrupted");
});

test("a run that diverged is said at the learning rate until the document changes", async () => {
  const { session, world, own } = sessionOn(text);
  await session.ready();
  session.run.start(experimentOf());
  own.trainers[0]!.end({ stopped: "diverged", note: message("It diverged.") });
  await session.run.over;
  assert.deepEqual(
    world.shown.filter(({ code }) => code === "diverged").map(({ path }) => path),
    [["training", "optimizer", "lr"]],
  );
  await session.edit(1, { op: "set", path: ["training", "epochs"], value: 5 });
  assert.equal(
    world.shown.some(({ code }) => code === "diverged"),
    false,
  );
});

test("a CSV that changed while a run goes on is said with the run", async () => {
  const { session, own } = sessionOn(text);
  await session.ready();
  session.run.start(experimentOf());
  own.folder.write("a.csv", "x,y\n1,3\n");
  assert.match(factsOf(session.run).note?.text ?? "", /changed on disk/);
  own.folder.remove("a.csv");
  assert.match(factsOf(session.run).note?.text ?? "", /was moved or deleted/);
});
