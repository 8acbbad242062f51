// Templates in the builder: found in one place, what fits the data first, put into the document as one edit,
// by mouse and by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { assertAccessible } from "./axe.ts";
import { card, documentText, edits, eventually, haveLayers, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

/** Opens the list from the toolbar. */
async function openTemplates(page: Page): Promise<Locator> {
  await page.locator("builder-toolbar").getByRole("button", { name: "Templates…" }).click();
  const dialog = page.getByRole("dialog", { name: "Templates" });
  await dialog.waitFor();
  return dialog;
}

async function trainingOf(
  page: Page,
): Promise<{ loss: { type: string }; optimizer: { type: string }; seed?: number; scheduler?: unknown }> {
  return JSON.parse(await documentText(page)).training;
}

test("a template is one edit, says what it replaces, and one undo brings the old network back", async () => {
  await onPage("binary", {}, async (page) => {
    const before = await documentText(page);
    const dialog = await openTemplates(page);
    await dialog.getByText("This replaces the layers and the training settings. Ctrl+Z undoes it.").waitFor();
    await screenshot(page, "templates");
    await dialog.getByRole("option", { name: /^Small network/ }).click();
    await haveLayers(page, "Linear", "ReLU", "Linear", "ReLU", "Linear");
    assert.equal((await edits(page)).length, 1);
    assert.deepEqual(await trainingOf(page).then(({ loss, seed }) => [loss.type, seed]), ["BCEWithLogitsLoss", 4]);
    await page
      .getByRole("status")
      .filter({ hasText: "Small network is now in the document. Ctrl+Z undoes it." })
      .waitFor({ state: "attached" });
    await eventually(async () => assert.ok(await card(page, 0).evaluate((element) => element.matches(":focus"))));
    await page.keyboard.press("Control+z");
    await eventually(async () => assert.equal(await documentText(page), before));
  });
});

test("by keyboard: the name is typed, the arrows choose, Enter puts it in, Escape leaves everything as it is", async () => {
  await onPage("binary", {}, async (page) => {
    const button = page.locator("builder-toolbar").getByRole("button", { name: "Templates…" });
    await button.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Templates" });
    const field = dialog.getByRole("combobox", { name: "Template to start from" });
    await field.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await edits(page), []);
    await eventually(async () => assert.ok(await button.evaluate((element) => element.matches(":focus-within, :focus"))));
    await page.keyboard.press("Enter");
    await field.waitFor();
    await page.keyboard.type("xor");
    await eventually(async () => assert.equal(await dialog.getByRole("option").count(), 2));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await haveLayers(page, "Linear", "Tanh", "Linear", "Sigmoid");
    assert.equal((await edits(page)).length, 1);
  });
});

test("what fits the data comes first, with the sizes that the data want", async () => {
  await onPage("iris", {}, async (page) => {
    const dialog = await openTemplates(page);
    const fitting = dialog.getByRole("group", { name: "For this data" });
    await fitting.getByRole("option", { name: /^Softmax regression\s+Linear 3\b/ }).waitFor();
    await fitting.getByRole("option", { name: /4 × \(Linear 64 → ReLU\) → Linear 3/ }).waitFor();
    const others = dialog.getByRole("group", { name: "For other data" });
    await others.getByRole("option", { name: /^Perceptron/ }).waitFor();
    await others.getByRole("option", { name: /^Regression/ }).waitFor();
    const [first, second] = await Promise.all([fitting.boundingBox(), others.boundingBox()]);
    assert.ok(first && second && first.y < second.y);
    await dialog.getByRole("combobox").fill("nothing like it");
    await dialog.getByText("No template matches.").waitFor();
  });
});

test("an empty pipeline and an untouched template ask nothing and warn of nothing", async () => {
  await onPage("empty", {}, async (page) => {
    await screenshot(page, "templates-empty");
    await page.getByRole("region", { name: "Pipeline" }).getByRole("button", { name: "Templates…" }).click();
    const dialog = page.getByRole("dialog", { name: "Templates" });
    const warning = dialog.getByText(/It replaces the layers/);
    await dialog.getByRole("option", { name: /^Perceptron/ }).waitFor();
    assert.equal(await warning.count(), 0);
    await dialog.getByRole("option", { name: /^Perceptron/ }).click();
    await haveLayers(page, "Linear", "Sigmoid");
    await page
      .getByRole("status")
      .filter({ hasText: /^Perceptron is now in the document\.$/ })
      .waitFor({ state: "attached" });
    await openTemplates(page);
    assert.equal(await warning.count(), 0);
  });
});

test("without data there is one list, and no starter for a CSV", async () => {
  await onPage("new", {}, async (page) => {
    const dialog = await openTemplates(page);
    assert.equal(await dialog.getByRole("option").count(), 9);
    assert.equal(await dialog.getByText("For this data").count(), 0);
  });
});

test("the network cannot be replaced while its text cannot be read", async () => {
  await onPage("newer", {}, async (page) => {
    assert.equal(await page.getByRole("button", { name: "Templates…" }).count(), 0);
  });
});

for (const [theme, language, width] of [
  ["dark", "en", 400],
  ["light", "ko", 800],
  ["hc-black", "en", 1200],
  ["hc-light", "en", 1200],
] as const) {
  test(`the list in ${theme} at ${width} pixels, in ${language}: every rule of axe`, async () => {
    await onPage("iris", { theme, language, width, height: 640, forAxe: true }, async (page) => {
      await page
        .locator("builder-toolbar")
        .getByRole("button", { name: language === "ko" ? "템플릿…" : "Templates…" })
        .click();
      await page.getByRole("dialog").getByRole("option").first().waitFor();
      await screenshot(page, `templates-${theme}`);
      await assertAccessible(page, { within: "perceptron-builder" });
      const box = await page.getByRole("dialog").boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 640);
    });
  });
}
