// The target as a choice: one click opens its page with the columns to choose from, the second chooses one,
// and everything follows in one step. What is wrong or lost is named, in one line, with what helps.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { assertAccessible } from "./axe.ts";
import { activeCell, dataPanel, openData } from "./data.ts";
import { cards, documentText, edits, eventually, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

interface Document {
  readonly data: {
    readonly target: string;
    readonly features?: readonly string[];
    readonly missing?: unknown;
    readonly normalize?: unknown;
  };
  readonly layers: readonly { readonly type: string; readonly out_features?: number; readonly bias?: boolean }[];
  readonly training: { readonly loss: { readonly type: string } };
}

const read = async (page: Page): Promise<Document> => JSON.parse(await documentText(page)) as Document;
const lastStop = (page: Page): Locator => page.getByRole("button", { name: /^What is predicted/ });
const picker = (page: Page): Locator => page.getByRole("combobox", { name: "Find a column to predict" });
const layersOf = ({ layers }: Document): string =>
  layers.map(({ type, out_features: units }) => (units ? `${type} ${units}` : type)).join(", ");

test("two clicks change the target: features, last layer and loss follow in one step, and what would change is said before", async () => {
  await onPage("iris", { forAxe: true, height: 900 }, async (page) => {
    const before = await documentText(page);
    await lastStop(page).click();
    await picker(page).waitFor();
    await eventually(async () =>
      assert.ok(await picker(page).evaluate((element) => element.matches(":focus")), "typing finds a column at once"),
    );
    const option = page.getByRole("option", { name: /petal_length/ });
    assert.match(await option.innerText(), /number/, "each column with its kind");
    await option.hover();
    const about = page.locator("column-picker .about");
    await eventually(async () => assert.match(await about.innerText(), /Loss: CrossEntropyLoss → MSELoss/));
    assert.match(await about.innerText(), /Last layer: Linear 3 → Linear 1, scale/);
    assert.match(await about.innerText(), /"species" becomes a feature/);
    await screenshot(page, "target-choice");
    await assertAccessible(page, { onlySerious: true });
    assert.equal(await documentText(page), before, "nothing is done before the click");
    await option.click();
    await eventually(async () => assert.equal((await read(page)).data.target, "petal_length"));
    const after = await read(page);
    assert.equal(layersOf(after), "Linear 16, ReLU, Linear 1, Linear 1");
    assert.equal(after.training.loss.type, "MSELoss");
    assert.equal((await edits(page)).length, 1);
    await page.getByRole("region", { name: "Column petal_length" }).waitFor();
    await page.keyboard.press("Control+Z");
    await eventually(async () => assert.equal(await documentText(page), before, "one undo takes all of it back"));
  });
});

test("the same by keyboard, and Escape leaves everything as it is", async () => {
  await onPage("iris", { height: 900 }, async (page) => {
    await lastStop(page).focus();
    await page.keyboard.press("Enter");
    await picker(page).waitFor();
    await eventually(async () => assert.ok(await picker(page).evaluate((element) => element.matches(":focus"))));
    await page.keyboard.type("width");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal((await read(page)).data.target, "petal_width"));
    await picker(page).focus();
    await page.keyboard.type("zzz");
    await page.getByText("No column has this name.").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await picker(page).waitFor({ state: "detached" });
    assert.equal((await edits(page)).length, 1);
  });
});

test("what choosing a column would change stays to be read while a network is trained", async () => {
  await onPage("xor", { height: 900 }, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await lastStop(page).click();
    await page.getByRole("option", { name: /^x1/ }).hover();
    const about = page.locator("column-picker .about");
    await about.getByText(/becomes a feature/).waitFor();
    for (let epochs = 0; epochs < 3; epochs++) {
      await page.evaluate(() => window.stage.advance(1));
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      assert.match(await about.innerText(), /becomes a feature/);
    }
  });
});

test("why this column was guessed is said until something is trained, with the way to another", async () => {
  await onPage("xor", {}, async (page) => {
    const note = page.locator("layer-pipeline .note");
    assert.match(await note.innerText(), /"y" is predicted: /);
    await note.getByRole("button", { name: "Change target…" }).click();
    await picker(page).waitFor();
    await page.evaluate(() => window.stage.advance(1));
  });
  await onPage("iris", {}, async (page) => {
    assert.equal(await page.locator("layer-pipeline .note").count(), 0, "nobody wonders any more");
  });
});

test("few whole numbers are offered as classes, and many classes of a number as a number, with one click", async () => {
  await onPage("titanic", { height: 900 }, async (page) => {
    await openData(page);
    await page.getByRole("columnheader", { name: "Pclass" }).click();
    await page.getByText(/^As the target: /).waitFor();
    await page.getByLabel("Role").selectOption("target");
    await eventually(async () => assert.equal((await read(page)).data.target, "Pclass"));
    const isNumber = (await read(page)).training.loss.type === "MSELoss";
    if (isNumber) await page.locator("layer-pipeline .note").getByRole("button", { name: "Learn it as 3 classes" }).click();
    await eventually(async () => assert.equal(layersOf(await read(page)), "Linear 8, ReLU, Linear 3"));
    assert.equal((await read(page)).training.loss.type, "CrossEntropyLoss");
    await page.evaluate(() => {
      const text = window.stage.text.replace('"target": "Pclass"', '"target": "Age"');
      window.stage.write(text);
    });
    await page.locator("layer-pipeline .note").getByRole("button", { name: "Learn it as a number" }).click();
    await eventually(async () => assert.equal((await read(page)).training.loss.type, "MSELoss"));
    assert.equal(layersOf(await read(page)), "Linear 8, ReLU, Linear 1, Linear 1");
  });
});

test("a loss that does not fit: the banner names it and mends it, and the columns are still there", async () => {
  await onPage("misfit", {}, async (page) => {
    const banner = page.locator("builder-banner");
    await banner.getByText('MSELoss needs numbers, but target "species" is text.').waitFor();
    assert.equal(await page.getByText("The data cannot be read.").count(), 0);
    assert.match(await page.getByRole("button", { name: /^Inputs from the data/ }).innerText(), /sepal_length.*4 inputs/s);
    await banner.getByRole("button", { name: "Change target…" }).click();
    await picker(page).waitFor();
    await banner.getByRole("button", { name: 'Learn "species" as 3 classes' }).click();
    await eventually(async () => assert.equal((await read(page)).training.loss.type, "CrossEntropyLoss"));
  });
});

test("an edit that met another one: the banner says which is lost, and lets go", async () => {
  await onPage("binary", {}, async (page) => {
    await cards(page).first().click();
    const units = page.getByRole("region", { name: "Inspector" }).getByRole("textbox", { name: "out_features" });
    await units.waitFor();
    await page.evaluate(() => {
      window.stage.isDeaf = true;
      window.stage.write(window.stage.text.replace('"seed": 4', '"seed": 5'));
    });
    await units.fill("12");
    await units.press("Enter");
    const banner = page.locator("builder-banner");
    await banner.getByText("“Set out_features to 12” was not done, because the document changed at the same moment.").waitFor();
    await screenshot(page, "target-lost-edit");
    await banner.getByRole("button", { name: "Close" }).click();
    await eventually(async () => assert.equal((await banner.innerText()).trim(), ""));
  });
});

test("rows really used: in the toolbar, in the data tab with a page of their own, and one button fills all gaps", async () => {
  await onPage("titanic", { forAxe: true, height: 900 }, async (page) => {
    const fact = page.getByRole("button", { name: /titanic\.csv/ });
    assert.match(await fact.innerText(), /714 of 891 rows/);
    await openData(page);
    const panel = dataPanel(page);
    await panel.getByText("177 of 891 rows are left out because some column has no value there.").waitFor();
    await panel.getByRole("button", { name: "714 of 891 rows" }).click();
    const rows = panel.getByRole("region", { name: "Rows that are used" });
    await rows.waitFor();
    assert.match(
      await rows.locator("dl").first().innerText(),
      /In the file\s+891\s+Without a target\s+0\s+Left out for missing values\s+177\s+Used\s+714/,
    );
    await screenshot(page, "target-rows");
    await assertAccessible(page, { onlySerious: true });
    await rows.getByLabel("Scaling of numbers").selectOption("standard");
    await eventually(async () => assert.equal((await read(page)).data.normalize, "standard"));
    await rows.getByLabel("If a value is missing").selectOption("constant");
    await eventually(async () => assert.deepEqual((await read(page)).data.missing, { constant: 0 }));
    await rows.getByLabel("If a value is missing").selectOption("drop");
    await eventually(async () => assert.equal("missing" in (await read(page)).data, false, "what is the default is not written"));
    await panel.getByRole("button", { name: "Fill the gaps of all columns" }).first().click();
    await eventually(async () => assert.equal((await read(page)).data.missing, "median"));
    await eventually(async () => assert.match(await fact.innerText(), /· 891 rows/));
    assert.equal(await panel.getByRole("button", { name: "Fill the gaps of all columns" }).count(), 0);
  });
});

test("Find column… among 10,000: few are drawn, and the one that is chosen is there with its page", async () => {
  await onPage("wide", { forAxe: true, height: 900 }, async (page) => {
    await openData(page);
    await page.getByRole("button", { name: "Find column…" }).click();
    const field = page.getByRole("combobox", { name: "Find column…" });
    await field.waitFor();
    assert.ok((await page.getByRole("option").count()) < 20, "only what is seen is drawn");
    const fifth = await page.getByRole("option").nth(4).elementHandle();
    const name = await fifth?.innerText();
    await page.getByRole("listbox", { name: "Find column…" }).evaluate((list) => list.scrollBy(0, 60));
    await eventually(async () => assert.equal(await page.getByRole("option").first().getAttribute("aria-posinset"), "3"));
    assert.equal(await fifth?.innerText(), name, "an option stays its column's while the list scrolls");
    await field.fill("g987");
    await eventually(async () => assert.equal(await page.getByRole("option").first().getAttribute("aria-setsize"), "11"));
    await screenshot(page, "target-find");
    await assertAccessible(page, { onlySerious: true });
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Column g9870" }).waitFor();
    await page.getByRole("columnheader", { name: "g9870" }).waitFor();
    await eventually(async () => assert.match(await activeCell(page), /-9869$/));
  });
});

test("what is suspicious takes one line of the data tab, in a narrow window one notice, and counts in a column's head are never cut", async () => {
  for (const width of [1200, 600, 400])
    await onPage("suspicious", { width, height: 900 }, async (page) => {
      await openData(page);
      const lines = page.locator("data-view .notice");
      await lines.first().waitFor();
      const heights = (await Promise.all((await lines.all()).map((line) => line.boundingBox()))).flatMap((box) => box?.height ?? []);
      // There the sentence is whole and its button stands below it.
      if (width < 600) assert.ok(heights.length === 1 && heights[0]! <= 80, `${heights.join()} at ${width}`);
      else assert.ok(heights.length === 2 && heights.every((height) => height <= 40), `${heights.join()} at ${width}`);
      const cut = await page.locator("data-grid .counts").evaluateAll((heads) =>
        heads.flatMap((head) => {
          const box = head.getBoundingClientRect();
          // One that has no room stands on a second line, which is not seen.
          return [...head.children]
            .map((count) => ({ text: count.textContent, own: count.getBoundingClientRect() }))
            .filter(({ own }) => own.top < box.bottom - 2 && own.right > box.right + 0.5)
            .map(({ text }) => text);
        }),
      );
      assert.deepEqual(cut, [], `at ${width}`);
    });
});

test("buttons of an empty data tab have the height of buttons", async () => {
  await onPage("no-file", {}, async (page) => {
    await openData(page);
    for (const name of ["Choose CSV…", "Read again"])
      assert.ok(((await dataPanel(page).getByRole("button", { name }).boundingBox())?.height ?? 99) < 40, name);
  });
});

test("twelve notes of one kind are said once, without a warning's edge, and mended at once", async () => {
  await onPage("notes", { height: 900 }, async (page) => {
    const pipeline = page.getByRole("region", { name: "Pipeline" });
    const all = pipeline.getByRole("button", { name: "Fix all 12" });
    await all.waitFor();
    assert.equal(
      await pipeline
        .getByText(/^The bias of Linear/)
        .filter({ visible: true })
        .count(),
      12,
    );
    assert.equal(await pipeline.locator(".problem").count(), 1, "eleven are for a screen reader alone");
    assert.equal(await pipeline.locator(".card.warning, .card.error").count(), 0);
    await all.click();
    await eventually(async () => {
      const { layers } = await read(page);
      assert.equal(layers.filter(({ bias }) => bias === false).length, 12);
    });
    assert.equal((await edits(page)).length, 1);
  });
});
