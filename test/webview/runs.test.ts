// Kept runs in the builder: the table is sorted, filtered and marked, chosen runs stand beside each other
// with what differs between them.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { assertAccessible } from "./axe.ts";
import { calls, documentText, eventually, onPage, type PageOptions, screenshot, useGallery } from "./gallery.ts";

useGallery();

async function openRuns(page: Page): Promise<Locator> {
  await page.getByRole("tab", { name: "Runs" }).click();
  const table = page.getByRole("region", { name: "Runs", exact: true });
  await table.waitFor();
  return table;
}

const names = (table: Locator): Promise<string[]> => table.locator("tbody th").allInnerTexts();
const choose = (table: Locator, name: string | RegExp): Promise<void> => table.getByRole("checkbox", { name }).check();

test("the table is sorted by any column, newest first to begin with, and remembers it", async () => {
  await onPage("runs", {}, async (page) => {
    const table = await openRuns(page);
    assert.equal((await names(table))[0], "early stopping");
    await table.getByRole("button", { name: "Validation loss" }).click();
    const values = async (): Promise<number[]> => (await table.locator("tbody td:nth-child(5)").allInnerTexts()).map(Number);
    assert.deepEqual(
      await values(),
      (await values()).toSorted((a, b) => a - b),
    );
    await page.getByRole("columnheader", { name: "Validation loss" }).and(page.locator('[aria-sort="ascending"]')).waitFor();
    await table.getByRole("button", { name: "Validation loss" }).click();
    await page.getByRole("columnheader", { name: "Validation loss" }).and(page.locator('[aria-sort="descending"]')).waitFor();
    await page.reload();
    await page.getByRole("columnheader", { name: "Validation loss" }).and(page.locator('[aria-sort="descending"]')).waitFor();
  });
});

test("a run that was found to be sick has a mark that says what was found, and a filter finds it", async () => {
  await onPage("runs", {}, async (page) => {
    const table = await openRuns(page);
    const mark = table.getByTitle(/^Epoch 6: A learning rate of 1\.5 is too high here/);
    await mark.waitFor();
    assert.equal(await mark.count(), 1);
    await page.getByRole("textbox", { name: "Filter runs" }).fill("diverging");
    await eventually(async () => assert.equal((await names(table)).length, 1));
    await mark.waitFor();
  });
});

test("settings that vary have columns to sort and filter by; those that are the same everywhere have none", async () => {
  await onPage("runs", { width: 1600 }, async (page) => {
    const table = await openRuns(page);
    const heads = (await table.locator("thead th").allInnerTexts()).map((head) => head.trim());
    assert.deepEqual(heads.slice(4, 9), [
      "Validation loss",
      "Accuracy (always setosa: 0.4)",
      "Learning rate",
      "Hidden units",
      "Train loss",
    ]);
    await table.getByRole("button", { name: "Learning rate" }).click();
    const rates = async (): Promise<number[]> => (await table.locator("tbody td:nth-child(7)").allInnerTexts()).map(Number);
    await eventually(async () => assert.deepEqual(await rates(), [0.003, 0.01, 0.01, 0.02, 0.03, 1.5]));
    await page.getByRole("textbox", { name: "Filter runs" }).fill("lr=0.003");
    await eventually(async () => assert.deepEqual(await names(table), ["slower"]));
    await page.getByRole("textbox", { name: "Filter runs" }).fill("lr<=0.01 width>16 optimizer=ADAM");
    await eventually(async () => assert.deepEqual(await names(table), ["wider, overfits"]));
    await page.getByRole("textbox", { name: "Filter runs" }).fill("lr<0.001");
    await page.getByText("No run has “lr<0.001”.").waitFor();
  });
});

test("all runs are unchecked at once, and the focus stays in the list", async () => {
  await onPage("runs", {}, async (page) => {
    const table = await openRuns(page);
    await choose(table, "Compare slower");
    await choose(table, "Compare wider, overfits");
    await page.getByRole("button", { name: "Uncheck all" }).click();
    await page.getByRole("region", { name: "Comparison" }).waitFor({ state: "detached" });
    assert.equal(await table.getByRole("checkbox", { checked: true }).count(), 0);
    await eventually(async () => assert.equal(await table.locator("tr.current input:focus").count(), 1));
  });
});

test("the filter finds names, notes, ends and stars", async () => {
  await onPage("runs", {}, async (page) => {
    const table = await openRuns(page);
    const filter = page.getByRole("textbox", { name: "Filter runs" });
    for (const [text, found] of [
      ["SLOW", ["slower"]],
      ["rises dropout", ["wider, overfits"]],
      ["★", ["wider, overfits"]],
      ["stopped early", ["early stopping"]],
    ] as const) {
      await filter.fill(text);
      await eventually(async () => assert.deepEqual(await names(table), found));
    }
    await filter.fill("nothing like it");
    await page.getByText("No run has “nothing like it”.").waitFor();
  });
});

test("chosen runs are drawn beside each other, with what differs between them", async () => {
  await onPage("runs", { width: 1400, height: 900 }, async (page) => {
    const table = await openRuns(page);
    await choose(table, "Compare slower");
    await page.getByText("Check another run to see what differs.").waitFor();
    await choose(table, "Compare wider, overfits");
    const chart = page.getByRole("application", { name: /^Loss of 2 runs: 1 slower 0\.\d+; 2 wider, overfits 0\.\d+$/ });
    await chart.waitFor();
    const rows = page.locator(".differences tbody tr");
    await eventually(async () =>
      assert.deepEqual(await rows.allInnerTexts(), ["Linear 1 out_features\t16\t32", "Optimizer: lr\t0.003\t0.01"]),
    );
    await chart.focus();
    await page.keyboard.press("ArrowLeft");
    await page.locator("run-curves").getByText("epoch 99").waitFor();
    await page.getByRole("checkbox", { name: "Training rows (dashed)" }).focus();
    await page.keyboard.press("Space");
    await page.getByRole("combobox", { name: "What is drawn" }).selectOption("Accuracy");
    await page.getByRole("application", { name: /^Accuracy of 2 runs/ }).waitFor();
    const legend = page.locator("run-curves .legend li");
    for (const text of await legend.allInnerTexts()) assert.match(text, /0\.\d+\s+\(always setosa: 0\.4\)$/);
    const tick = await table
      .getByRole("checkbox", { checked: true })
      .first()
      .evaluate((box) => getComputedStyle(box, "::before").height);
    assert.equal(tick, "9px", "what is checked is ticked");
    await choose(table, /^Compare .*\+ Dropout/);
    await eventually(async () => assert.equal(await rows.first().innerText(), "Linear 1 out_features\t16\t32\t16"));
    await eventually(async () => assert.equal(await rows.nth(1).innerText(), "Dropout 2\t–\t–\tDropout(p=0.2)"));
    await screenshot(page, "runs-compared");
    const curves = (await calls(page)).filter((call) => call.startsWith("runCurve"));
    assert.equal(curves.length, 3, "a curve crosses once");
    await page.reload();
    await page.getByRole("application", { name: /of 3 runs/ }).waitFor();
  });
});

test("no more than ten are compared at a time", async () => {
  await onPage("runs-many", {}, async (page) => {
    const table = await openRuns(page);
    const boxes = table.getByRole("checkbox");
    for (let index = 0; index < 10; index++) await boxes.nth(index).check();
    await page.getByRole("application", { name: /of 10 runs/ }).waitFor();
    assert.equal(await boxes.nth(10).isDisabled(), true);
    await page.getByText("The run in the folder 2026-11-01T08-00-00-000Z cannot be read").waitFor();
    await screenshot(page, "runs-ten");
    await boxes.nth(0).uncheck();
    await eventually(async () => assert.equal(await boxes.nth(10).isDisabled(), false));
  });
});

test("by keyboard alone: arrow keys walk, Space chooses, F2 renames, Delete deletes", async () => {
  await onPage("runs", {}, async (page) => {
    const table = await openRuns(page);
    // A click on a line puts the keyboard there.
    await table.getByText("early stopping").click();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await page.locator("run-curves").waitFor();
    await page.keyboard.press("F2");
    await page.getByRole("textbox", { name: "Name of the run" }).waitFor();
    await page.keyboard.type("too fast");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal((await names(table))[1]?.trim(), "1\ntoo fast".trim()));
    await page.keyboard.press("F2");
    await page.keyboard.type("nothing");
    await page.keyboard.press("Escape");
    await eventually(async () => assert.equal((await names(table))[1], "1\ntoo fast"));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Delete");
    await eventually(async () => assert.equal((await names(table)).length, 5));
    await page.keyboard.press("End");
    await eventually(async () => assert.equal(await table.locator("tbody tr").last().locator("input:focus").count(), 1));
    assert.deepEqual(
      (await calls(page)).filter((call) => /Run/.test(call)).map((call) => call.replace(/ 2026-\S+/, "")),
      ['markRun {"name":"too fast"}', "deleteRuns"],
    );
  });
});

test("a star, a note, and what a run's buttons do", async () => {
  await onPage("runs", {}, async (page) => {
    const table = await openRuns(page);
    await table.getByRole("button", { name: "Star slower" }).click();
    await eventually(async () =>
      assert.equal(await table.getByRole("button", { name: "Star slower" }).getAttribute("aria-pressed"), "true"),
    );
    await page.getByRole("button", { name: "Note on slower" }).click();
    await page.getByRole("textbox", { name: "Note on the run" }).fill("twice as long?");
    await page.getByRole("textbox", { name: "Filter runs" }).click();
    assert.equal(await page.getByRole("textbox", { name: "Filter runs" }).evaluate((field) => field.matches(":focus")), true);
    await table.getByText("twice as long?").waitFor();
    const before = await documentText(page);
    await page.getByRole("button", { name: "Restore the document of slower" }).click();
    await eventually(async () => assert.notEqual(await documentText(page), before));
    for (const name of ["Use the weights of slower", "Show the files of slower", "Compare the document of slower with now"]) {
      await page.getByRole("button", { name }).click();
    }
    await page.getByRole("button", { name: "Verify slower against PyTorch" }).click();
    const badge = table.locator(".verified");
    await badge.waitFor();
    assert.equal(await badge.count(), 1);
    const found = "The same as in PyTorch 2.5.0 over 5 epochs. Largest differences: first weights 0, losses 2e-7, predictions 1e-7.";
    assert.equal(await badge.getAttribute("title"), found);
    await page.getByRole("status").getByText(found).waitFor();
    const asked = (await calls(page)).filter((call) => /^(restore|use|reveal|diff)/.test(call)).map((call) => call.split(" ")[0]);
    assert.deepEqual(asked, ["restoreRun", "useRunWeights", "revealRun", "diffRun"]);
  });
});

test("the host opens runs to compare, and an empty list says what to do", async () => {
  await onPage("runs", {}, async (page) => {
    await page.evaluate(() => window.stage.session.showRuns(["2026-11-24T09-19-17-000Z", "2026-11-24T09-26-34-000Z"]));
    await page.getByRole("application", { name: /of 2 runs: 1 slower/ }).waitFor();
  });
  await onPage("binary", {}, async (page) => {
    await page.getByRole("tab", { name: "Runs" }).click();
    await page.getByText("Press Train: every run is kept here").waitFor();
  });
});

const appearances: readonly PageOptions[] = [
  { theme: "dark" },
  { theme: "light" },
  { theme: "hc-black" },
  { theme: "hc-light" },
  { theme: "light", width: 400, height: 720 },
  { theme: "dark", language: "ko", width: 1200 },
  { theme: "dark", language: "ko", width: 400, height: 720 },
];

for (const options of appearances) {
  const name = `runs-${options.theme}-${options.language ?? "en"}-${options.width ?? 1200}`;
  test(`the runs, ${name}`, async () => {
    await onPage("runs", { ...options, forAxe: true }, async (page) => {
      await page.locator("#tab-runs").click();
      const boxes = page.locator("runs-view input[type=checkbox]");
      for (const index of [0, 2, 3, 4]) await boxes.nth(index).check();
      await page.locator("run-curves canvas").waitFor();
      await eventually(async () => assert.ok((await page.locator(".differences tbody tr").count()) > 1));
      await assertAccessible(page);
      await screenshot(page, name);
    });
  });
}
