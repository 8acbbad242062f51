// What is found to be sick about a run, as the builder shows it: on the layer, above and in the curve, and in
// Problems, with what mends it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, inDock } from "./axe.ts";
import { card, documentText, eventually, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

test("findings stand above the curve and lead to their sentences, which mend the network", async () => {
  await onPage("sick", { forAxe: true }, async (page) => {
    const line = page.locator("loss-view .health");
    await line.getByRole("button", { name: "Vanishing gradient in Linear 1, epoch 3" }).waitFor();
    await screenshot(page, "health");
    await assertAccessible(page, inDock);
    await line.getByRole("button", { name: "Plateau, epoch 24" }).click();
    const problems = page.locator("problems-view");
    await problems.getByText("Epoch 24: The loss has stayed at 1.1 for 20 epochs", { exact: false }).waitFor();
    await problems.getByRole("button", { name: "Set lr to 0.1" }).click();
    await eventually(async () => assert.equal(JSON.parse(await documentText(page)).training.optimizer.lr, 0.1));
  });
});

test("a finding of a layer stands under its card and is part of what a screen reader hears of it", async () => {
  await onPage("sick", {}, async (page) => {
    const described = await card(page, 0).evaluate((element) => {
      const id = element.getAttribute("aria-describedby");
      return id === null ? "" : ((element.getRootNode() as ShadowRoot).getElementById(id)?.textContent ?? "");
    });
    assert.match(described, /The gradient vanishes on its way back: at Linear 1/);
    await page
      .locator("loss-view .health")
      .getByRole("button", { name: /^Vanishing/ })
      .click();
    await eventually(async () => assert.equal(await card(page, 0).getAttribute("aria-current"), "true"));
  });
});

test("keys that come to the epoch of a finding say it", async () => {
  await onPage("sick", {}, async (page) => {
    const canvas = page.locator("loss-view canvas");
    await canvas.focus();
    const said = page.locator("loss-view .charts [role=status]");
    await eventually(async () => {
      await page.keyboard.press("ArrowLeft");
      assert.match((await said.textContent()) ?? "", /epoch 24, .*Plateau, epoch 24/);
    });
  });
});

test("of a network that was edited since nothing is said", async () => {
  await onPage("sick", {}, async (page) => {
    const line = page.locator("loss-view .health");
    await line.waitFor();
    await page.getByRole("button", { name: "Use ReLU for the hidden layers" }).first().click();
    await line.waitFor({ state: "detached" });
  });
});
