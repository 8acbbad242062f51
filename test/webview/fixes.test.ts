// What mends a problem stands beside its sentence, on the card, in the inspector and in the list: one press,
// one edit, and the focus stays near.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { card, cards, documentText, edits, eventually, haveLayers, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

const region = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const inFocus = (locator: Locator): Promise<void> =>
  eventually(async () => assert.ok(await locator.evaluate((element) => element.matches(":focus"))));

test("the link under a card mends it as one edit, says so, and the card has the focus", async () => {
  await onPage("mismatch", {}, async (page) => {
    const before = await documentText(page);
    const link = region(page, "Pipeline").getByRole("button", { name: "Set in_features to 16" });
    await link.waitFor();
    await screenshot(page, "fix-on-card");
    await link.click();
    await eventually(async () => assert.match(await documentText(page), /"in_features": 16/));
    assert.equal((await edits(page)).length, 1);
    await link.waitFor({ state: "detached" });
    await page.getByRole("status").filter({ hasText: "Done: Set in_features to 16." }).waitFor({ state: "attached" });
    await inFocus(card(page, 2));
    await page.keyboard.press("Control+z");
    await eventually(async () => assert.equal(await documentText(page), before));
  });
});

test("by keyboard: Ctrl+. goes from a card to its fix, Tab too, and Enter makes it", async () => {
  await onPage("mismatch", {}, async (page) => {
    const link = region(page, "Pipeline").getByRole("button", { name: "Set in_features to 16" });
    await card(page, 0).focus();
    for (const _ of [0, 1]) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await inFocus(link);
    await card(page, 2).focus();
    await page.keyboard.press("Control+.");
    await inFocus(link);
    await page.keyboard.press("Enter");
    await eventually(async () => assert.match(await documentText(page), /"in_features": 16/));
  });
});

test("several fixes: the best one is there, the others open with it", async () => {
  await onPage("unknown", {}, async (page) => {
    const pipeline = region(page, "Pipeline");
    await pipeline.getByRole("button", { name: 'Change "RelU" to "ReLU"' }).waitFor();
    const remove = pipeline.getByRole("button", { name: /^Remove/ });
    assert.equal(await remove.isVisible(), false);
    await card(page, 0).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+.");
    await page.keyboard.press("Tab");
    await inFocus(pipeline.getByText("1 more"));
    await page.keyboard.press("Enter");
    await remove.waitFor();
    assert.equal(await card(page, 1).getAttribute("aria-current"), "true", "a click on the list is none on the background");
    await screenshot(page, "fix-several");
    await remove.click();
    await haveLayers(page, "Linear", "Linear", "Sigmoid");
  });
});

test("the inspector mends the selected layer, at the field or under the title", async () => {
  await onPage("mismatch", {}, async (page) => {
    await card(page, 2).click();
    await region(page, "Inspector").getByRole("button", { name: "Set in_features to 16" }).click();
    await eventually(async () => assert.match(await documentText(page), /"in_features": 16/));
  });
  await onPage("warning", {}, async (page) => {
    await card(page, 3).click();
    const link = region(page, "Inspector").getByRole("button", { name: /^Remove Softmax/ });
    await link.waitFor();
    await screenshot(page, "fix-in-inspector");
    await link.click();
    await eventually(async () => assert.equal(await cards(page).count(), 3));
    assert.equal((await edits(page)).length, 1);
  });
});

test("the list of problems mends too", async () => {
  await onPage("mismatch", {}, async (page) => {
    await page.getByRole("tab", { name: /Problems 1/ }).click();
    await page.getByRole("tabpanel").getByRole("button", { name: "Set in_features to 16", exact: true }).click();
    await page.getByText("No problems were found.").waitFor();
    assert.equal((await edits(page)).length, 1);
  });
});

test("a training setting mends at its field", async () => {
  await onPage("training", {}, async (page) => {
    await region(page, "Inspector").getByRole("button", { name: "Set batch_size to 1" }).click();
    await eventually(async () => assert.match(await documentText(page), /"batch_size": 1,/));
  });
});
