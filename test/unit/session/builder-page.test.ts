// A page on a session: what it is told and when, and that what is large crosses the channel once.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { DataSummary } from "../../../src/data/types.ts";
import type { BuilderHost, BuilderView, SentState } from "../../../src/protocol/builder.ts";
import { memoryPorts, openChannel } from "../../../src/protocol/channel.ts";
import type { Wish } from "../../../src/protocol/place-host.ts";
import { BuilderPage } from "../../../src/session/builder-page.ts";
import { sessionOn } from "./memory-session.ts";
import { experimentOf, settle } from "./scripted.ts";

/** A page on a session whose table is understood at once. */
function pageOn() {
  const { session, world } = sessionOn(JSON.stringify(experimentOf()));
  const [hostPort, pagePort] = memoryPorts();
  const told: {
    readonly shown: SentState[];
    readonly selected: number[];
    readonly revealed: number[];
    readonly runs: (readonly string[])[];
    readonly wishes: Wish[];
    readonly visible: boolean[];
  } = {
    shown: [],
    selected: [],
    revealed: [],
    runs: [],
    wishes: [],
    visible: [],
  };
  const view: BuilderView = {
    show: async (state) => void told.shown.push(state),
    append: async () => {},
    select: async (layer) => void told.selected.push(layer),
    reveal: async (layer) => void told.revealed.push(layer),
    runsChanged: async () => {},
    visible: async (isVisible) => void told.visible.push(isVisible),
    showRuns: async (ids) => void told.runs.push(ids),
    wish: async (wish) => void told.wishes.push(wish),
  };
  const place = { port: hostPort, isVisible: true, isActive: true, log: () => {} };
  const page = new BuilderPage(session, place, {} as Omit<BuilderHost, "snapshot">);
  const host = openChannel<BuilderHost, BuilderView>(pagePort, view).remote;
  return { session, document: world.document, page, place, host, told };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("a page that has not asked for its snapshot is told nothing, and then what waited for it", async () => {
  const { session, host, told } = pageOn();
  await session.ready();
  session.select(1);
  session.reveal(2);
  session.showRuns(["one"]);
  await settle();
  assert.deepEqual([told.shown, told.selected, told.revealed, told.runs], [[], [], [], []]);
  assert.equal((await host.snapshot()).state.data.state, "ready");
  await turn();
  assert.deepEqual([told.selected, told.revealed, told.runs], [[], [2], [["one"]]]);
});

test("a wish waits for a page that is ready and on the screen, and one page alone does it", async () => {
  const { session, page, place, host, told } = pageOn();
  const wish: Wish = { kind: "point", target: "train" };
  session.place.wish(wish);
  place.isVisible = false;
  await host.snapshot();
  await turn();
  assert.deepEqual(told.wishes, []);
  place.isVisible = true;
  await host.snapshot();
  await turn();
  assert.deepEqual(told.wishes, [wish]);
  page.viewStateChanged();
  await settle();
  assert.deepEqual(told.wishes, [wish]);
  session.place.placed({ panel: "loss" });
  assert.deepEqual(session.place.shown, { panel: "loss" });
  page.close();
  assert.equal(session.place.shown, undefined);
});

test("the data cross with the snapshot, and again only when they changed", async () => {
  const { session, document, host, told } = pageOn();
  await session.ready();
  await host.snapshot();
  document.write(document.text().replace("Linear", "Bilinear"));
  await settle();
  assert.deepEqual(
    told.shown.map((state) => "data" in state),
    [false],
  );
  document.write(document.text().replace('"target":"y"', '"target":"x"'));
  await session.ready();
  await settle();
  const summaries = told.shown.flatMap(({ data }): (DataSummary | undefined)[] => (data?.state === "ready" ? [data.summary] : []));
  assert.equal(summaries.length, 1);
});

test("a page hears that it is hidden and that it is back, and what it asks while it is hidden wakes it not", async () => {
  const { session, page, place, host, told } = pageOn();
  await session.ready();
  await host.snapshot();
  page.viewStateChanged();
  await settle();
  assert.deepEqual(told.visible, []);
  place.isVisible = false;
  page.viewStateChanged();
  page.viewStateChanged();
  await host.snapshot();
  session.select(1);
  place.isVisible = true;
  page.viewStateChanged();
  session.select(2);
  await settle();
  assert.deepEqual([told.visible, told.selected], [[false, true], []]);
  await host.snapshot();
  session.select(3);
  await settle();
  assert.deepEqual(told.selected, [3]);
});

test("a hidden page is told nothing until it asks anew, and a page that is closed leaves its session", async () => {
  const { session, page, place, host, told } = pageOn();
  await session.ready();
  await host.snapshot();
  place.isVisible = false;
  page.viewStateChanged();
  session.select(1);
  place.isVisible = true;
  page.viewStateChanged();
  session.select(2);
  await settle();
  assert.deepEqual(told.selected, []);
  await host.snapshot();
  session.select(3);
  await settle();
  assert.deepEqual(told.selected, [3]);
  assert.ok(session.hasViews);
  page.close();
  assert.equal(session.hasViews, false);
});
