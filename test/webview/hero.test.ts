// The curve is what one sees: its axis follows the bulk, nothing of it is lost, the run before stands behind
// it, and one sentence says what it came to.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { MeasureChart } from "../../webview/chart/measure-chart/measure-chart.ts";
import { assertAccessible } from "./axe.ts";
import { edits, eventually, onPage, type PageOptions, screenshot, useGallery } from "./gallery.ts";

useGallery();

/** Trains the sample to its end. */
async function trained(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await page.evaluate(() => window.stage.advance(10_000));
  await page.getByText(/done in/).waitFor();
}

/** What the axis of the values shows, and where the curve's chart has its pixels. */
async function axis(page: Page): Promise<{ readonly low: number; readonly high: number }> {
  return page.locator("measure-chart").evaluate((element) => {
    const { chart } = element as MeasureChart;
    const values = chart!.drawn().ticks.y.flatMap(({ text }) => (text === "" ? [] : [Number(text.replace("−", "-"))]));
    return { low: Math.min(...values), high: Math.max(...values) };
  });
}

test("the first epochs' spike runs off, all values are one click away, and so is a logarithm", async () => {
  await onPage("binary", {}, async (page) => {
    await trained(page);
    await eventually(async () => assert.ok((await axis(page)).high < 1.5, JSON.stringify(await axis(page))));
    await screenshot(page, "hero-bulk");
    const all = page.getByRole("switch", { name: "All values" });
    await all.click();
    await eventually(async () => assert.ok((await axis(page)).high > 20));
    await all.click();
    await eventually(async () => assert.ok((await axis(page)).high < 1.5));
    await page.getByRole("switch", { name: "Logarithmic", exact: true }).click();
    await eventually(async () => assert.ok((await axis(page)).high >= 1 && (await axis(page)).low > 0, JSON.stringify(await axis(page))));
    await screenshot(page, "hero-log");
  });
});

test("a value that has run off stands under the cross-hair", async () => {
  await onPage("binary", {}, async (page) => {
    await trained(page);
    const canvas = page.locator("loss-view canvas");
    const before = await canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
    await canvas.focus();
    for (let epoch = 0; epoch < 210; epoch++) await page.keyboard.press("ArrowLeft");
    await eventually(async () => assert.match(await page.locator("loss-view .legend").innerText(), /epoch 1\s+train 22\.\d+/));
    assert.notEqual(await canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL()), before);
    await screenshot(page, "hero-off");
  });
});

test("the run before stands behind the new one until it is hidden", async () => {
  await onPage("binary", {}, async (page) => {
    await trained(page);
    const ghost = page.getByRole("button", { name: "previous run" });
    assert.equal(await ghost.count(), 0, "the first run has none before it");
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.evaluate(() => window.stage.advance(3000));
    await ghost.waitFor();
    await screenshot(page, "hero-ghost");
    await ghost.click();
    await eventually(async () => assert.equal(await ghost.count(), 0));
    await page.getByRole("switch", { name: "Axes, smoothing, saving" }).click();
    assert.equal(await page.getByRole("checkbox", { name: "Previous run" }).isChecked(), false);
    await page.getByText("Previous run", { exact: true }).click();
    await ghost.waitFor();
  });
});

test("after a run one sentence says how good it is, beside the curve and in the toolbar, and nothing tells of test rows", async () => {
  await onPage("binary", { forAxe: true }, async (page) => {
    await trained(page);
    const sentence = /^\d+ of 100 validation rows right, no better than always False \(61\)$/;
    await page.locator("loss-view").getByText(sentence).waitFor();
    await page.locator("builder-toolbar").getByText(sentence).waitFor();
    assert.doesNotMatch(await page.locator("builder-toolbar").innerText(), /test/i);
    assert.doesNotMatch(await page.locator("loss-view").innerText(), /test/i);
    await page.getByRole("tab", { name: "Runs" }).click();
    assert.doesNotMatch(await page.getByRole("tabpanel").innerText(), /test loss/i);
    await assertAccessible(page);
  });
});

test("an edited network greys the curve and says so, and cannot go on for a hundred epochs", async () => {
  await onPage("binary", {}, async (page) => {
    await trained(page);
    const isOff = (): Promise<boolean> =>
      page.locator("run-controls vscode-button[icon=add]").evaluate((button) => (button as HTMLButtonElement).disabled);
    assert.equal(await isOff(), false);
    await page.locator("run-controls").getByText("Train 100 more", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Add ReLU", exact: true }).first().click();
    await page.getByText("The network was edited since this run. Train to see its own curve.").waitFor();
    await page.locator("loss-view .charts.stale").waitFor();
    assert.equal(await isOff(), true);
    assert.match((await page.locator("run-controls span[title]").getAttribute("title")) ?? "", /edited since this run, so it cannot go on/);
    await screenshot(page, "hero-edited");
    await page.evaluate(() => window.stage.undo());
    await eventually(async () => assert.equal(await page.locator("loss-view .charts.stale").count(), 0));
    assert.equal(await isOff(), false);
  });
});

test("the dock is as high for every tab, fills the builder and comes back", async () => {
  await onPage("binary", { height: 800 }, async (page) => {
    const dock = page.locator("builder-dock");
    const height = async (): Promise<number> => Math.round((await dock.boundingBox())!.height);
    assert.equal(await height(), 360);
    for (const tab of await page.locator("builder-dock").getByRole("tab").all()) {
      await tab.click();
      assert.equal(await height(), 360, await tab.innerText());
    }
    await page.getByRole("button", { name: "Maximize panel" }).click();
    await eventually(async () => assert.ok((await height()) > 700));
    assert.equal(await page.getByRole("region", { name: "Pipeline" }).isVisible(), false);
    await screenshot(page, "hero-filled");
    await page.getByRole("button", { name: "Restore panel size" }).click();
    await eventually(async () => assert.equal(await height(), 360));
    assert.equal(await page.getByRole("region", { name: "Pipeline" }).isVisible(), true);
  });
});

for (const width of [400, 540, 700, 1100] as const) {
  const options = { width, height: 800 } satisfies PageOptions;
  test(`at ${width} pixels the legend is one line with both values, and the axis has its title`, async () => {
    await onPage("binary", options, async (page) => {
      await page.getByRole("button", { name: "Train", exact: true }).click();
      await page.evaluate(() => window.stage.advance(10_000));
      await page.locator("loss-view .result .verdict").waitFor();
      await screenshot(page, `hero-${width}`);
      const head = (await page.locator("loss-view .head").boundingBox())!;
      assert.ok(head.height <= 32, `the legend is ${head.height} pixels high`);
      const legend = (await page.locator("loss-view .legend").boundingBox())!;
      for (const split of ["train", "validation"]) {
        const box = (await page.locator(`loss-view .series.${split}`).boundingBox())!;
        assert.ok(box.x + box.width <= legend.x + legend.width + 1, `${split} is cut off`);
      }
      const titles = await page.locator("measure-chart").evaluate((element) => (element as MeasureChart).chart!.drawn().titles);
      assert.deepEqual(titles, { x: "epoch", y: "BCELoss" });
      // The result has the room of the settings' words; where they are not beside it, a button opens them.
      if (width < 900) await page.getByRole("button", { name: "Show the training settings" }).click();
      await page.locator("training-settings").waitFor();
    });
  });
}

test("what Evaluate shows is kept as a test of the document", async () => {
  await onPage("iris", { height: 900 }, async (page) => {
    await page.getByRole("tab", { name: "Evaluate" }).click();
    const keep = page.getByRole("button", { name: /^Add to the document's tests: accuracy at least (0\.\d+|1)$/ });
    await keep.click();
    await page.getByRole("button", { name: /^The document has this test: accuracy at least/ }).waitFor();
    const [edit] = await edits(page);
    assert.ok(edit?.op === "set" && JSON.stringify(edit.path) === '["tests"]');
    const [kept] = edit.value as readonly { type: string; on: string; at_least: number }[];
    assert.equal(kept?.type, "accuracy");
    assert.equal(kept.on, "validation");
    assert.ok(kept.at_least > 0 && kept.at_least <= 1);
    await page.getByRole("tab", { name: "Explain a row" }).click();
    await page.getByRole("button", { name: /^Add to the document's tests: row \d+ is / }).click();
    await eventually(async () => {
      const last = (await edits(page)).at(-1);
      assert.ok(last?.op === "set" && Array.isArray(last.value) && last.value.length === 2);
    });
  });
});
