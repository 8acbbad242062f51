// Every panel of the dock is what its record promises, and what the panels remember outlives the view.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { panelNames } from "../../../src/lessons/lesson.ts";
import type { PanelInput } from "../../../webview/panels/panel.ts";
import { panels } from "../../../webview/panels/panels.ts";
import { insideMemory } from "../../../webview/panels/inside/inside-view/memory.ts";
import { lossMemory } from "../../../webview/panels/loss/loss-view/memory.ts";
import { predictMemory } from "../../../webview/panels/predict/predict-view/memory.ts";
import { runsMemory } from "../../../webview/panels/runs/runs-view/memory.ts";
import { spaceMemory } from "../../../webview/panels/space/space-view/memory.ts";
import { speak } from "../../../webview/shared/text.ts";
import { remembered, restoreView, withMemory } from "../../../webview/view-state.ts";
import { filesBelow } from "../house/house.ts";

const korean = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Record<string, string>;
const dock = readFileSync("webview/builder/builder-dock/builder-dock.ts", "utf8");
const initialView = restoreView(undefined, panels);
/** As much as a panel looks at before its element does. */
const input = { view: initialView, state: { problems: [] } } as unknown as PanelInput;

before(() => {
  // The controls ask for the browser's name when they are loaded; Node has one from version 21 on.
  if (!("navigator" in globalThis)) Object.assign(globalThis, { navigator: { userAgent: "Node" } });
});

test("the names of the panels are told apart, and the list has some", () => {
  assert.ok(panels.length >= 10);
  assert.equal(new Set(panels.map(({ name }) => name)).size, panels.length);
});

for (const panel of panels) {
  test(`${panel.name}: has a title in both languages`, () => {
    speak("en", {});
    const english = panel.title();
    assert.match(english, /^[A-Z][a-z ]+$/);
    speak("ko", korean);
    assert.match(panel.title(), /\p{Script=Hangul}/u);
    speak("en", {});
  });

  test(`${panel.name}: loads the element that it draws`, async () => {
    const tag = /^<([\w-]+)/.exec(panel.draw(input).strings[0]!.trim())?.[1];
    assert.ok(tag !== undefined, "it begins with no element");
    if (panel.load === undefined) {
      assert.ok(dock.includes(`/${tag}/${tag}.ts"`), "it has no `load`, and builder-dock.ts does not import it");
      return;
    }
    assert.equal(customElements.get(tag), undefined, "it is there before it was asked for");
    await panel.load();
    assert.ok(customElements.get(tag) !== undefined, `<${tag}> is not loaded`);
    if (panel.focuses !== undefined) assert.equal(panel.focuses, tag);
  });

  test(`${panel.name}: takes what was kept of it, and nothing of another shape`, () => {
    const { memory } = panel;
    if (memory === undefined) return;
    const { initial } = memory;
    assert.equal(memory.panel, panel.name);
    assert.deepEqual(memory.restore(structuredClone(initial)), initial);
    for (const garbage of [undefined, null, 7, "x", true, [], {}, [{}]]) {
      assert.deepEqual(memory.restore(garbage), initial, JSON.stringify(garbage));
    }
    for (const field of Object.keys(initial))
      for (const garbage of [null, {}, [{}]]) assert.deepEqual(memory.restore({ ...initial, [field]: garbage }), initial, field);
  });
}

test("code opens only panels that there are", () => {
  const names = new Set(panels.map(({ name }) => name));
  const opened = filesBelow("webview").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\btab(?:: | === )"([^"]*)"/g)].map(([, name]) => `${file}: ${name}`),
  );
  assert.ok(opened.length > 5, "no place was found that opens a panel");
  assert.deepEqual(
    opened.filter((line) => !names.has(line.split(": ")[1]!)),
    [],
  );
});

test("a change of what one panel remembers leaves the others as they are", () => {
  const view = { ...initialView, memory: withMemory(initialView, insideMemory, { stop: "loss", row: 3 }) };
  assert.deepEqual(remembered(view, insideMemory), { ...insideMemory.initial, stop: "loss", row: 3 });
  assert.equal(remembered(view, lossMemory), remembered(initialView, lossMemory));
  assert.deepEqual(restoreView(structuredClone(view), panels), view);
});

test("a view of another shape is taken as none, a panel that is not there any more as the first", () => {
  for (const garbage of [undefined, null, 7, "x", [], { memory: 7 }, { memory: "x" }, { tab: "gone", memory: { gone: {} } }]) {
    assert.deepEqual(restoreView(garbage, panels), initialView);
  }
  assert.equal(initialView.tab, "loss");
});

test("a view from before panels had a memory each keeps what it remembered", () => {
  const view = restoreView(
    {
      selected: 2,
      hasMore: false,
      tab: "boundary",
      isDockOpen: true,
      isDockFilled: false,
      isTable: true,
      chart: { ...lossMemory.initial.chart, smoothing: 0.6, logY: true },
      recent: ["GELU"],
      marked: [],
      folds: [],
      part: "inputs",
      column: "age",
      evaluation: { page: "row", row: 3 },
      predict: { row: 4, values: { age: "7" } },
      inside: { ...insideMemory.initial, stop: "update 2" },
      space: { page: "landscape", directions: "random" },
      sweep: { kind: "settings", seeds: 9 },
      runs: { chosen: ["a", "b"], order: { column: "lr", isDescending: true }, hasTrain: true },
    },
    panels,
  );
  assert.deepEqual([view.selected, view.tab, view.recent], [2, "boundary", ["GELU"]]);
  const { loss, data, evaluate, sweep } = view.memory;
  assert.deepEqual(loss, { isTable: true, chart: { ...lossMemory.initial.chart, smoothing: 0.6, logY: true } });
  assert.deepEqual(data, { part: "inputs", column: "age" });
  assert.deepEqual(evaluate, { page: "row", row: 3 });
  assert.deepEqual(remembered(view, predictMemory), { row: 4, values: { age: "7" } });
  assert.equal(remembered(view, insideMemory).stop, "update 2");
  assert.deepEqual(remembered(view, spaceMemory), { page: "landscape", directions: "random" });
  assert.equal((sweep as { seeds: number }).seeds, 9);
  assert.deepEqual(remembered(view, runsMemory), {
    chosen: ["a", "b"],
    order: { column: "lr", isDescending: true },
    hasTrain: true,
  });
});

test("lessons call the panels as the dock does", () => {
  assert.deepEqual(
    panels.map(({ name }) => name),
    panelNames,
  );
});
