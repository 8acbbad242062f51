// A document in two windows: the second one that wants to train is told so first, may all the same, and may
// watch the first one's run.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { FileHold } from "../../../src/disk/hold.ts";
import { endOf } from "../../../src/protocol/run.ts";
import { RunSlot } from "../../../src/session/run/run-slot.ts";
import { experimentOf, script, settle } from "./scripted.ts";

const folder = mkdtempSync(join(tmpdir(), "perceptron-hold-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, ".net.training");

const isHeld = async (hold: FileHold): Promise<boolean> => (await hold.told()) !== undefined;

test("a file says who works; a process that is gone, a time long past or to come, or nonsense hold nothing", async () => {
  const [one, other] = [new FileHold(path, "one"), new FileHold(path, "other")];
  assert.equal(await isHeld(one), false);
  await one.take("epoch 3");
  assert.equal(await other.told(), "epoch 3");
  assert.deepEqual([await isHeld(one), await isHeld(other)], [false, true]);
  const held = JSON.parse(readFileSync(path, "utf8")) as { at: number };
  for (const change of [{ pid: 2 ** 30 }, { at: held.at - 60_000 }, { at: held.at + 3_600_000 }, { at: "now" }]) {
    writeFileSync(path, JSON.stringify({ ...held, ...change }));
    assert.equal(await isHeld(other), false, JSON.stringify(change));
  }
  writeFileSync(path, "null");
  assert.equal(await isHeld(other), false);
  // Nobody lets go of what another holds.
  await other.take();
  await one.release();
  assert.equal(await isHeld(one), true);
  await other.release();
  assert.deepEqual(readdirSync(folder), []);
});

test("a folder that cannot be written keeps nobody from training", async () => {
  const hold = new FileHold(join(folder, "none", ".net.training"), "one");
  await hold.take();
  await hold.release();
  assert.equal(await isHeld(hold), false);
});

/** Two windows with one document: what the first run tells is what the second window hears. */
function windows() {
  const [first, second] = [script(), script()];
  let said: string | undefined;
  const written: string[] = [];
  const take = async (about: string): Promise<void> => void (said = about);
  const release = async (): Promise<void> => void (said = undefined);
  const only = (name: string) => async (): Promise<void> => void written.push(name);
  const trains = new RunSlot({ ...first.ports, hold: { told: async () => undefined, take, release } });
  const looks = new RunSlot({ ...second.ports, hold: { told: async () => said, take: only("take"), release: only("release") } });
  const turn = async (): Promise<void> => {
    first.clock.turn(2_000);
    await settle();
    second.clock.turn(2_000);
    await settle();
  };
  return { first, second, trains, looks, written, turn, say: (about: string | undefined) => (said = about) };
}

test("the second window says that the document is trained, offers no checkpoint of it, and watches it to its end", async () => {
  const { first, trains, looks, written, turn } = windows();
  trains.start(experimentOf({ epochs: 1000 }));
  await settle();
  first.trainers[0]!.epochs(1, 0.5);
  await looks.find();
  assert.deepEqual(looks.status, { state: "idle", run: 0, isElsewhere: true });
  looks.watch();
  await turn();
  assert.deepEqual(looks.status, { state: "watched", run: 1, epoch: 2, epochs: 1000 });
  assert.equal(looks.isActive, false);
  first.trainers[0]!.epochs(...Array.from({ length: 10 }, (_, index) => 1 / (index + 3)));
  await turn();
  assert.deepEqual(
    looks.curve.points.map(({ epoch, trainLoss }) => [epoch, trainLoss]),
    [
      [1, 1],
      [6, 1 / 6],
      [11, 1 / 11],
      [12, 1 / 12],
    ],
    "a point for each 200th of the run, and the last",
  );
  // An older run that is kept does not take its place; its own does, as soon as it is there.
  const kept = { experiment: undefined, points: trains.curve.points, ghost: undefined, moments: async () => [] };
  const status = { stopped: "interrupted", seconds: 3, verdict: undefined, epoch: 12, epochs: 1000, health: undefined } as const;
  looks.restore({ ...kept, status: { ...status, startedAt: "2020-01-01T00:00:00.000Z" } });
  assert.equal(looks.status.state, "watched");
  await trains.stop();
  looks.restore({ ...kept, status: { ...status, startedAt: trains.startedAt!.toISOString() } });
  await turn();
  const end = endOf(looks.status);
  assert.deepEqual([end?.run, end?.epoch, end?.stopped], [1, 12, "interrupted"]);
  assert.equal(looks.curve.points.length, 12);
  assert.deepEqual(written, [], "who watches writes nothing");
});

test("a watched run whose window is gone leaves its checkpoint to be offered, and what is no run is not shown", async () => {
  const { first, second, trains, looks, turn, say } = windows();
  trains.start(experimentOf());
  await settle();
  first.trainers[0]!.epochs(1, 0.5);
  await trains.keep();
  second.folder.write(second.files.checkpointName, first.folder.read(first.files.checkpointName)!);
  await turn();
  looks.watch();
  await turn();
  assert.equal(looks.status.state, "watched");
  for (const nonsense of [
    "",
    "null",
    "{}",
    JSON.stringify({ startedAt: "now", epochs: -1 }),
    JSON.stringify({ startedAt: "", epochs: 3, curve: "x" }),
  ]) {
    say(nonsense);
    second.clock.turn(2_000);
    await settle();
    assert.deepEqual([looks.status.state, looks.curve.points.length], ["watched", 2], nonsense);
  }
  say(undefined);
  second.clock.turn(2_000);
  await settle();
  assert.deepEqual(looks.status, { state: "idle", run: 1, unfinished: { epoch: 2, epochs: 10 } });
  // Who trains here leaves off watching.
  looks.start(experimentOf());
  assert.deepEqual([looks.isWatching, looks.status.run], [false, 2]);
});

test("a run holds its document from its start to its end, however long it lasts", async () => {
  const own = script();
  const taken: string[] = [];
  const hold = {
    told: async () => "",
    take: async () => void taken.push("take"),
    release: async () => void taken.push("release"),
  };
  const slot = new RunSlot({ ...own.ports, hold });
  assert.equal(await slot.isElsewhere(), true);
  slot.start(experimentOf());
  own.clock.turn(25_000);
  await settle();
  // Nothing is new about it.
  assert.deepEqual(taken, ["take", "take", "take"]);
  own.trainers[0]!.epochs(2);
  own.trainers[0]!.end();
  await slot.over;
  own.clock.turn(60_000);
  await settle();
  assert.deepEqual(taken.slice(3), ["release"]);
});
