// A builder behind another tab: it is told nothing, asks nothing and draws nothing, and when it is back it
// shows what became of the document, its data and its run meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { eventually, onPage, useGallery } from "./gallery.ts";

useGallery();

/** Longer than any view waits before it asks again. */
const WHILE = 1_500;

async function hide(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => window.stage.hide(hidden), isHidden);
}

async function train(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByRole("button", { name: "Stop" }).waitFor();
}

const status = (page: Page): Promise<string> => page.getByText(/^epoch [\d,]+ \/ 10,000/).innerText();

test("what trains, is edited and is read while the builder is hidden is there when it is back", async () => {
  await onPage("binary", {}, async (page) => {
    await train(page);
    await page.evaluate(() => window.stage.advance(1000));
    await eventually(async () => assert.match(await status(page), /^epoch 1,\d{3} /));
    await hide(page, true);
    await page.evaluate(() => {
      const { stage } = window;
      stage.advance(10_000);
      stage.write(stage.text.replace('"out_features": 8', '"out_features": 40'));
      const [header, ...rows] = new TextDecoder().decode(stage.folder.read("binary.csv")).split("\n");
      stage.folder.write("binary.csv", [header, ...rows.slice(0, 100)].join("\n"));
      stage.session.data.readAgain();
    });
    await page.evaluate(() => window.stage.session.ready());
    // Nothing comes; that can only be waited for.
    await page.waitForTimeout(WHILE);
    assert.match(await status(page), /^epoch 1,\d{3} /);
    assert.match((await page.getByRole("button", { name: /^Layer 1 of 4/ }).getAttribute("aria-label")) ?? "", /3 to 8/);
    await hide(page, false);
    await page.getByText(/done in/).waitFor();
    await page.getByRole("button", { name: /^Layer 1 of 4, Linear, 3 to 40/ }).waitFor();
    await page.locator("builder-toolbar").getByText("100 rows").waitFor();
    await page.getByRole("button", { name: "Show the numbers" }).click();
    const epochs = await page.locator("loss-view tbody th").allTextContents();
    assert.deepEqual([epochs[0], epochs.at(-1)], ["10,000", "1"]);
    // And it hears again.
    await page.evaluate(() => window.stage.write(window.stage.text.replace('"out_features": 40', '"out_features": 41')));
    await page.getByRole("button", { name: /^Layer 1 of 4, Linear, 3 to 41/ }).waitFor();
  });
});

test("a second run that began and ended behind the other tab stands before the first", async () => {
  await onPage("binary", {}, async (page) => {
    await train(page);
    await page.evaluate(() => window.stage.advance(10_000));
    await page.getByText(/done in/).waitFor();
    await page.getByRole("tab", { name: "Runs" }).click();
    await eventually(async () => assert.equal(await page.locator("runs-view tbody tr").count(), 1));
    await hide(page, true);
    await page.evaluate(async () => {
      const { session } = window.stage;
      const { experiment } = await session.ready();
      session.run.start(experiment!);
    });
    await eventually(async () => {
      const kept = await page.evaluate(() => {
        window.stage.advance(10_000);
        return window.stage.store.entries.length;
      });
      assert.equal(kept, 2);
    });
    assert.equal(await page.locator("runs-view tbody tr").count(), 1);
    await hide(page, false);
    await eventually(async () => assert.equal(await page.locator("runs-view tbody tr").count(), 2));
  });
});

test("a sweep that ended behind the other tab shows all of its trials", async () => {
  await onPage("iris", {}, async (page) => {
    await page.getByRole("tab", { name: "Repeat" }).click();
    await page.getByRole("combobox", { name: "What is repeated" }).selectOption("Several seeds");
    await page.getByRole("button", { name: "Start" }).evaluate((start: HTMLElement) => {
      start.click();
      window.stage.hide(true);
    });
    // It has begun and ended.
    await eventually(async () => assert.equal(await page.evaluate(() => window.stage.session.sweep.count), 2));
    const end = page.locator("sweep-view .bar").getByText("5 of 5 in");
    await page.waitForTimeout(WHILE);
    assert.equal(await end.count(), 0);
    await hide(page, false);
    await end.waitFor();
    await page.getByText(/^Validation loss at the end: .*, from 5 seeds\./).waitFor();
  });
});

test("where the debugger stopped behind the other tab is marked and chosen", async () => {
  await onPage("binary", {}, async (page) => {
    await hide(page, true);
    await page.evaluate(() => window.stage.session.showDebug({ breakpoints: [], stopped: { pass: "forward", layer: 2 } }));
    const stopped = page.getByRole("button", { name: /^Layer 3 of 4.*The debugger waits here: forward$/ });
    await page.waitForTimeout(WHILE);
    assert.equal(await stopped.count(), 0);
    await hide(page, false);
    await stopped.waitFor();
    await eventually(async () => assert.equal(await stopped.getAttribute("aria-current"), "true"));
  });
});

test("Inside stays at its stop, and tells that the document was changed behind the other tab", async () => {
  await onPage("iris", {}, async (page) => {
    await page.locator("#tab-inside").click();
    const title = page.locator("inside-view h2");
    await title.first().waitFor();
    await page.keyboard.press("ArrowRight");
    const before = await title.allInnerTexts();
    await hide(page, true);
    await page.evaluate(() => window.stage.write(window.stage.text.replace('"out_features": 16', '"out_features": 5')));
    await hide(page, false);
    await page.locator("inside-view .note").getByText("The document has changed since.").waitFor();
    assert.deepEqual(await title.allInnerTexts(), before);
  });
});

for (const [tab, question] of [
  ["Network", "weights"],
  ["Boundary", "askSpace"],
] as const) {
  test(`${tab}, which looks again and again while a run goes on, rests while it is hidden`, async () => {
    await onPage("binary", {}, async (page) => {
      const asked = (): Promise<number> =>
        page.evaluate((asked) => window.stage.calls.filter(({ name }) => name === asked).length, question);
      await train(page);
      await page.getByRole("tab", { name: tab, exact: true }).click();
      await eventually(async () => assert.ok((await asked()) > 2, "it looks again and again"));
      await hide(page, true);
      // What is under way is answered still.
      await page.waitForTimeout(WHILE);
      const hidden = await asked();
      await page.waitForTimeout(WHILE);
      assert.equal(await asked(), hidden);
      await hide(page, false);
      await eventually(async () => assert.ok((await asked()) > hidden + 2, "it looks again and again once more"));
    });
  });
}
