// The training repeated: with several seeds as a band, with other settings as a table and parallel
// coordinates, and the way back into the document.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { assertAccessible, inDock } from "./axe.ts";
import { calls, documentText, drag, eventually, onPage, type PageOptions, pointOf, rewrite, screenshot, useGallery } from "./gallery.ts";

useGallery();

/** Opens the tab with one of its two forms. */
async function open(page: Page, what: "Several seeds" | "Sweep settings"): Promise<void> {
  await page.getByRole("tab", { name: "Repeat" }).click();
  await page.getByRole("combobox", { name: "What is repeated" }).selectOption(what);
}

/** Starts, and waits for the end. */
async function run(page: Page, sentence: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: "Start" }).click();
  await page.locator("sweep-view .bar").getByText(sentence).waitFor();
}

const rows = (page: Page): Locator => page.locator("trial-table tbody tr");

/** A column of the table, from its first row to its last. */
async function column(page: Page, name: string): Promise<string[]> {
  const heads = await page.locator("trial-table thead th").allInnerTexts();
  const index = heads.findIndex((head) => head.replace(/[↑↓]/, "").trim() === name);
  assert.ok(index >= 0, `no column ${name} in ${heads.join()}`);
  const cells = await rows(page).evaluateAll((all, at) => all.map((row) => row.children[at]?.textContent?.trim() ?? ""), index);
  return cells;
}

const sorted = (texts: readonly string[]): string[] => texts.toSorted((one, other) => Number(one) - Number(other));

test("seeds: a band with its numbers, the spread of the end in a sentence, and each seed in a table", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page, "Several seeds");
    await page.getByText("Start trains the same network with 5 seeds side by side.").waitFor();
    const count = page.getByRole("textbox", { name: "Seeds" });
    await count.fill("1");
    await count.press("Enter");
    await page.getByText("Seeds must be at least 2.").waitFor();
    await count.fill("7");
    await count.press("Enter");
    await page.getByText("with 7 seeds side by side.").waitFor();
    await run(page, "7 of 7 in");
    assert.ok((await calls(page)).includes("startSweep seeds"));
    await page.getByText(/Validation loss at the end: 0\.\d+ ± 0\.\d+, from 7 seeds\. Accuracy: 0\.\d+ ± 0\.\d+\./).waitFor();
    assert.deepEqual(sorted(await column(page, "Seed")), ["0", "1", "2", "3", "4", "5", "6"]);
    const band = page.getByRole("application", { name: /^Band of the losses of 7 seeds over 40 epochs\. Validation loss/ });
    await band.focus();
    await page.keyboard.press("ArrowLeft");
    const legend = page.locator("seeds-result .head");
    await eventually(async () => assert.match(await legend.innerText(), /epoch 39\s+train 0\.\d+ \(0\.\d+ … 0\.\d+\)\s+validation/));
    const before = await legend.innerText();
    await page.getByRole("combobox", { name: "What the band shows" }).selectOption("Mean ± standard deviation");
    await eventually(async () => assert.notEqual(await legend.innerText(), before));
    const drawn = (): Promise<string> => page.locator("seeds-result canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await page.getByRole("checkbox", { name: "Logarithmic values" }).focus();
    // With the focus the cross-hair has left the chart.
    await eventually(async () => assert.match(await legend.innerText(), /epoch 40/));
    const linear = await drawn();
    await page.keyboard.press("Space");
    await eventually(async () => assert.notEqual(await drawn(), linear));
    await screenshot(page, "sweep-logarithmic");
    await page.getByRole("button", { name: "Show the numbers" }).click();
    const table = page.getByRole("region", { name: "Loss of all seeds by epoch" });
    assert.equal(await table.locator("tbody tr").count(), 40);
    assert.match(await table.locator("thead").innerText(), /train, mean\s+train, mean − deviation/);
  });
});

test("settings: the form, the count of its trials, what cannot be run, and what was typed outlasts the page", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page, "Sweep settings");
    await page.getByText("9 trials of 40 epochs.").waitFor();
    const rate = page.getByRole("group", { name: "Learning rate" });
    const values = rate.getByRole("textbox", { name: "Values" });
    assert.equal(await values.inputValue(), "0.001, 0.01, 0.1");
    await values.fill("0.1, fast");
    await values.press("Enter");
    await rate.getByText('"fast" is not a number.').waitFor();
    await values.fill("0.1, 0");
    await values.press("Enter");
    await rate.getByText("Learning rate must be above 0.").waitFor();
    await values.fill("0.003 0.03");
    await values.press("Enter");
    await page.getByText("6 trials of 40 epochs.").waitFor();
    await rate.getByRole("combobox", { name: "How values are given" }).selectOption("Even factors");
    assert.equal(await rate.getByRole("textbox", { name: "From" }).inputValue(), "0.001");
    await page.getByText("15 trials of 40 epochs.").waitFor();
    await page.getByRole("checkbox", { name: "Optimizer" }).focus();
    await page.keyboard.press("Space");
    await page.getByText("30 trials of 40 epochs.").waitFor();
    await page.getByRole("checkbox", { name: "RMSprop" }).focus();
    await page.keyboard.press("Space");
    await page.getByText("45 trials of 40 epochs.").waitFor();
    await screenshot(page, "sweep-form");
    const units = page.getByRole("group", { name: "Hidden units" }).getByRole("textbox", { name: "Values" });
    await units.fill("1 2 3 4 5 6 7 8 9 10 11 12 13 14");
    await units.press("Enter");
    await page.getByText("These are 210 trials, but at most 200 are possible.").waitFor();
    assert.equal(await page.locator("sweep-view .bar vscode-button").getAttribute("disabled"), "");
    await page.getByRole("combobox", { name: "Which combinations" }).selectOption("So many by chance");
    await page.getByText("20 trials of 40 epochs.").waitFor();
    await page.reload();
    await page.getByText("20 trials of 40 epochs.").waitFor();
    assert.equal(await page.getByRole("checkbox", { name: "RMSprop" }).isChecked(), true);
    await run(page, "20 of 20 in");
    assert.ok((await calls(page)).includes("startSweep random"));
    assert.equal(await rows(page).count(), 20);
  });
});

test("the table sorts by its heads, its rows are walked by keys, and one button puts a trial into the document and undo takes it out", async () => {
  await onPage("iris", {}, async (page) => {
    const before = await documentText(page);
    await open(page, "Sweep settings");
    await run(page, "9 of 9 in");
    const best = await column(page, "Best loss");
    assert.deepEqual(best, sorted(best));
    assert.deepEqual(await column(page, "Rank"), ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    await page.getByRole("button", { name: "Hidden units" }).click();
    const units = await column(page, "Hidden units");
    assert.deepEqual(units, sorted(units));
    assert.equal(await page.getByRole("columnheader", { name: "Hidden units" }).getAttribute("aria-sort"), "ascending");
    await page.getByRole("button", { name: "Hidden units" }).press("Enter");
    await eventually(async () => assert.deepEqual(await column(page, "Hidden units"), sorted(units).toReversed()));
    await page.getByRole("button", { name: "Rank" }).click();
    await rows(page).first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await rows(page).nth(2).getAttribute("aria-current"), "true");
    const [rate, width] = [(await column(page, "Learning rate"))[2], (await column(page, "Hidden units"))[2]];
    const line = page.locator("sweep-view div.chosen");
    await eventually(async () => assert.ok((await line.innerText()).startsWith(`Rank 3: Learning rate ${rate}, Hidden units ${width}`)));
    await page.getByRole("button", { name: "Use these settings" }).click();
    await line.getByText("As in the document").waitFor();
    assert.ok(
      await rows(page)
        .nth(2)
        .evaluate((row) => (row.getRootNode() as ShadowRoot).activeElement === row),
      "the focus is in the row",
    );
    const used = JSON.parse(await documentText(page)) as { layers: { out_features: number }[]; training: { optimizer: { lr: number } } };
    assert.deepEqual([used.training.optimizer.lr, used.layers[0]!.out_features], [Number(rate), Number(width)]);
    assert.equal(await page.evaluate(() => window.stage.steps), 1);
    await page.keyboard.press("Control+z");
    await eventually(async () => assert.equal(await documentText(page), before));
  });
});

test("parallel coordinates are walked by keys and by pointer, together with the table", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page, "Sweep settings");
    await run(page, "9 of 9 in");
    const axes = page.getByRole("application", {
      name: /^Parallel coordinates of 9 trials, from Learning rate to the best loss\. The best: Learning rate 0\.1, Hidden units 8/,
    });
    assert.deepEqual(await axes.locator("text.title").allTextContents(), ["Learning rate", "Hidden units", "Best loss"]);
    assert.equal(await axes.locator("path.trial").count(), 9);
    await axes.focus();
    const drawn = (): Promise<string | null> => axes.locator("path.chosen").getAttribute("d");
    const first = await drawn();
    await page.keyboard.press("ArrowDown");
    await eventually(async () => assert.notEqual(await drawn(), first));
    assert.equal(await rows(page).nth(1).getAttribute("aria-current"), "true");
    await page.keyboard.press("End");
    await eventually(async () => assert.equal(await rows(page).nth(8).getAttribute("aria-current"), "true"));
    await page.keyboard.press("Home");
    await rows(page).nth(4).hover();
    const hovered = await eventuallyOther(drawn, first);
    assert.equal(await rows(page).first().getAttribute("aria-current"), "true", "what is only looked at is not chosen");
    await page.getByRole("button", { name: "Save the trials as CSV…" }).click();
    assert.ok((await calls(page)).includes("saveTrials"));
    await rows(page).nth(4).click();
    assert.equal(await drawn(), hovered);
    await page.locator("sweep-view div.chosen").getByText("Rank 5:").waitFor();
  });
});

test("ranges dragged along the axes keep the trials in them, in the chart and in the table; a click and a button take them away", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page, "Sweep settings");
    await run(page, "9 of 9 in");
    const band = (name: string): Locator => page.locator(`parallel-axes .band[data-axis=${name}]`);
    const [rates, widths] = [await column(page, "Learning rate"), await column(page, "Hidden units")];
    const pairs = rates.map((rate, index) => `${rate} ${widths[index]}`);
    const shown = async (): Promise<string[]> => {
      const [lr, width] = [await column(page, "Learning rate"), await column(page, "Hidden units")];
      return lr.map((rate, index) => `${rate} ${width[index]}`);
    };
    const shows = (keep: (rate: number, width: number) => boolean) =>
      eventually(async () => {
        const expected = pairs.filter((pair) => keep(...(pair.split(" ").map(Number) as [number, number])));
        assert.deepEqual(await shown(), expected);
      });
    await page.getByText("Drag along an axis to see only the trials of a range.").waitFor();
    // From the middle of the axis to its upper end, while the table follows.
    await drag(page, await pointOf(band("lr"), 0.5, 0.4), await pointOf(band("lr"), 0.5, 0.02), () => shows((rate) => rate > 0.01));
    await shows((rate) => rate > 0.01);
    assert.equal(await page.locator("parallel-axes path.other").count(), 6);
    const status = page.locator("sweep-view .narrowing");
    await status.getByText("3 of 9 trials in the ranges").waitFor();
    await drag(page, await pointOf(band("width"), 0.5, 0.98), await pointOf(band("width"), 0.5, 0.35));
    await shows((rate, width) => rate > 0.01 && width < 20);
    assert.ok((await page.locator("sweep-view div.chosen").innerText()).startsWith(`Rank ${pairs.indexOf((await shown())[0]!) + 1}:`));
    assert.deepEqual(
      await column(page, "Rank"),
      (await shown()).map((pair) => String(pairs.indexOf(pair) + 1)),
    );
    // The lower range is taken hold of in its middle and moved up, then made larger at its lower end.
    await drag(page, await pointOf(band("width"), 0.5, 0.7), await pointOf(band("width"), 0.5, 0.3));
    await shows((rate, width) => rate > 0.01 && width > 8);
    await screenshot(page, "sweep-ranges");
    await page.getByRole("tab", { name: "Loss" }).click();
    await page.getByRole("tab", { name: "Repeat" }).click();
    await shows((rate, width) => rate > 0.01 && width > 8);
    const { x, y } = await pointOf(band("lr"), 0.5, 0.9);
    await page.mouse.click(x, y);
    await shows((_, width) => width > 8);
    await status.getByRole("button", { name: "Show all" }).click();
    await shows(() => true);
    assert.ok(
      await rows(page)
        .first()
        .evaluate((row) => (row.getRootNode() as ShadowRoot).activeElement === row),
      "the focus is in the row",
    );
  });
});

test("ranges are set by keys: each end is a slider over the values that there are", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page, "Sweep settings");
    await run(page, "9 of 9 in");
    const from = page.getByRole("slider", { name: "Learning rate, from" });
    const to = page.getByRole("slider", { name: "Learning rate, to" });
    await page.getByRole("application", { name: /^Parallel coordinates/ }).focus();
    await page.keyboard.press("Tab");
    assert.equal(await from.evaluate((end) => end.matches(":focus")), true);
    assert.equal(await from.getAttribute("aria-valuetext"), "0.001");
    await page.keyboard.press("ArrowUp");
    await eventually(async () => assert.deepEqual([...new Set(await column(page, "Learning rate"))].toSorted(), ["0.01", "0.1"]));
    assert.equal(await from.getAttribute("aria-valuetext"), "0.01");
    await page.keyboard.press("ArrowRight");
    assert.equal(await to.evaluate((end) => end.matches(":focus")), true);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await eventually(async () => assert.deepEqual([...new Set(await column(page, "Learning rate"))], ["0.01"]));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("End");
    await eventually(async () => assert.deepEqual([...new Set(await column(page, "Hidden units"))], ["32"]));
    await screenshot(page, "sweep-ranges-keys");
    await page.keyboard.press("Delete");
    await eventually(async () => assert.equal(await rows(page).count(), 3));
    // A new sweep is looked at as a whole.
    await run(page, "9 of 9 in");
    assert.equal(await rows(page).count(), 9);
  });
});

async function eventuallyOther(look: () => Promise<string | null>, than: string | null): Promise<string | null> {
  await eventually(async () => assert.notEqual(await look(), than));
  return look();
}

test("while it runs it says how far it is, and it can be stopped", async () => {
  await onPage("binary", {}, async (page) => {
    await open(page, "Several seeds");
    const count = page.getByRole("textbox", { name: "Seeds" });
    await count.fill("50");
    await count.press("Enter");
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText(/^\d+ of 50, 0:\d\d left$/).waitFor();
    await page
      .locator("seeds-result")
      .getByText(/train 0\.\d+/)
      .waitFor();
    await screenshot(page, "sweep-running");
    await page.getByRole("tab", { name: "Loss" }).click();
    await page.getByRole("tab", { name: "Repeat" }).click();
    await page.getByRole("button", { name: "Stop" }).focus();
    await page.keyboard.press("Enter");
    await page
      .locator("sweep-view .bar")
      .getByText(/\d+ of 50 in/)
      .waitFor();
    assert.ok((await column(page, "End")).includes("waiting"));
    const button = page.getByRole("button", { name: "Start" });
    assert.ok(await button.evaluate((own) => (own.getRootNode() as ShadowRoot).activeElement === own), "the button keeps the focus");
  });
});

test("a change of the document is said; a network without hidden layers has nothing to vary there", async () => {
  await onPage("binary", {}, async (page) => {
    await open(page, "Sweep settings");
    await run(page, "9 of 9 in");
    await rewrite(page, '"BCELoss"', '"MSELoss"');
    await page.getByText("The document changed since.").waitFor();
    await page.evaluate(() =>
      window.stage.write(window.stage.text.replace(/"layers": \[[^\]]*\]/, '"layers": [{ "type": "Linear", "out_features": 1 }]')),
    );
    await page.getByText("There is no hidden Linear.").waitFor();
    await page.getByText("There is no hidden activation.").waitFor();
  });
});

const appearances: readonly PageOptions[] = [
  { theme: "dark", width: 1400 },
  { theme: "light" },
  { theme: "hc-black" },
  { theme: "hc-light" },
  { theme: "light", width: 400, height: 720 },
  { theme: "dark", language: "ko", width: 800 },
];

for (const options of appearances) {
  const appearance = `${options.theme}-${options.language ?? "en"}-${options.width ?? 1200}`;
  test(`both results, ${appearance}`, async () => {
    await onPage("iris", { ...options, forAxe: true }, async (page) => {
      await page.locator("#tab-sweep").click();
      for (const what of ["seeds", "settings"]) {
        await page.locator("sweep-view .bar select").selectOption(what);
        await page.locator("sweep-view .bar vscode-button").click();
        await page.locator("sweep-view .bar [role=status]").waitFor();
        await rows(page).last().scrollIntoViewIfNeeded();
        await assertAccessible(page, inDock);
        await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
        await screenshot(page, `sweep-${what}-${appearance}`);
      }
    });
  });
}
