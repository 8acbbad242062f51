// The palette: what is common first; found by name, by purpose and in both languages; explained beside it;
// what was used last at its foot.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { documentLayers, eventually, haveLayers, onPage, pointOf, screenshot, useGallery } from "./gallery.ts";

useGallery();

async function entries(page: Page): Promise<string[]> {
  const names = await page.getByRole("region", { name: "Palette" }).getByRole("button", { name: /^Add / }).allInnerTexts();
  return names.map((name) => name.trim());
}

async function placeOf(page: Page, name: string): Promise<number | undefined> {
  return (await page.getByRole("button", { name: `Add ${name}`, exact: true }).boundingBox())?.y;
}

test("it begins with what most networks are made of, and a hidden layer is two layers at once", async () => {
  await onPage("binary", {}, async (page) => {
    assert.deepEqual((await entries(page)).slice(0, 7), ["Linear", "ReLU", "Sigmoid", "Tanh", "Dropout", "Softmax", "Hidden layer"]);
    assert.equal(await page.getByRole("button", { name: "Add Linear", exact: true }).count(), 1, "each stands once");
    await page.getByRole("button", { name: "Layer 1 of 4, Linear" }).click();
    await page.getByRole("button", { name: "Add Hidden layer" }).click();
    await haveLayers(page, "Linear", "Linear", "ReLU", "ReLU", "Linear", "Sigmoid");
    const selected = page.getByRole("region", { name: "Pipeline" }).locator(".card.selected");
    await eventually(async () => assert.match((await selected.getAttribute("aria-label")) ?? "", /^Layer 2 of 6, Linear/));
    await page.getByRole("region", { name: "Pipeline" }).focus();
    await page.keyboard.press("Control+z");
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid");
    const search = page.getByRole("textbox", { name: "Search layers" });
    await search.fill("은닉");
    await eventually(async () => assert.deepEqual(await entries(page), ["Hidden layer"]));
    await search.press("Enter");
    await eventually(async () => assert.equal((await documentLayers(page)).length, 6));
  });
});

test("a still pointer explains nothing, whatever moves below it", async () => {
  await onPage("binary", {}, async (page) => {
    const card = page.getByRole("tooltip");
    const point = await pointOf(page.getByRole("button", { name: "Add Tanh", exact: true }));
    await page.mouse.move(point.x, point.y + 400);
    await page.mouse.move(point.x, point.y);
    await card.waitFor();
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
    await page.locator("layer-palette .groups").evaluate((list) => list.scrollBy(0, 90));
    // What a browser tells of a pointer below which something has moved.
    await page
      .getByRole("button", { name: "Add ELU", exact: true })
      .dispatchEvent("pointermove", { pointerType: "mouse", movementX: 0, movementY: 0 });
    // Longer than a pointer has to rest.
    await page.waitForTimeout(700);
    assert.equal(await card.count(), 0);
    await page.mouse.move(point.x + 2, point.y);
    await card.waitFor();
  });
});

test("an explanation is whole in the window, also at its lower edge", async () => {
  await onPage("binary", { height: 520 }, async (page) => {
    const last = page.getByRole("button", { name: "Add Step", exact: true });
    await last.scrollIntoViewIfNeeded();
    await page.mouse.move(600, 100);
    await last.hover();
    const card = page.getByRole("tooltip");
    await card
      .getByText(/perceptron/i)
      .first()
      .waitFor();
    await eventually(async () => {
      const box = await card.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= 520, JSON.stringify(box));
      assert.equal(await card.evaluate((element) => element.scrollHeight > element.clientHeight), false, "nothing of it is cut");
    });
  });
});

test("layers are found by name, by purpose, and by words of both languages", async () => {
  await onPage("binary", {}, async (page) => {
    const search = page.getByRole("textbox", { name: "Search layers" });
    assert.equal((await entries(page)).length, 35);
    for (const [words, first, ...others] of [
      ["sig", "Sigmoid", "LogSigmoid", "Hardsigmoid"],
      ["batch norm", "BatchNorm1d"],
      ["시그모이드", "Sigmoid", "LogSigmoid"],
      ["배치 정규화", "BatchNorm1d"],
      ["swish", "Hardswish", "SiLU"],
      ["rectified", "ReLU", "LeakyReLU"],
      ["probability", "Sigmoid"],
    ] as const) {
      await search.fill(words);
      await eventually(async () => assert.ok((await entries(page)).includes(first), words));
      const found = await entries(page);
      for (const name of others) assert.ok(found.includes(name), `${words}: ${found.join()}`);
      assert.ok(found.length < 14, `${words}: ${found.join()}`);
    }
    await search.fill("nothing at all");
    await page.getByText("No layer matches.").waitFor();
  });
});

test("under the pointer, and with the focus, a layer is explained: curve, formula, derivative, purpose, pitfall", async () => {
  await onPage("binary", {}, async (page) => {
    const card = page.getByRole("tooltip");
    await page.mouse.move(600, 400);
    await page.getByRole("button", { name: "Add Sigmoid", exact: true }).hover();
    await card.getByText("y′ = y (1 − y)").waitFor();
    await card.getByText(/gradients vanish in deep networks; its outputs are not centred on zero/).waitFor();
    await card.getByRole("img", { name: /^Curve of Sigmoid.*0: 0\.5/ }).waitFor();
    await screenshot(page, "palette-card");
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Add Tanh", exact: true }).hover();
    await card.waitFor();
    await page.mouse.move(600, 400);
    await card.waitFor({ state: "detached" });
    await page.getByRole("textbox", { name: "Search layers" }).focus();
    await page.keyboard.press("ArrowDown");
    await card.getByText("y = x Wᵀ + b").waitFor();
    const described = await page.getByRole("button", { name: "Add Linear", exact: true }).getAttribute("aria-describedby");
    assert.equal(described, "explanation");
    await page.keyboard.press("Escape");
    await card.waitFor({ state: "detached" });
    const entry = page.getByRole("button", { name: "Add Linear", exact: true });
    assert.ok(await entry.evaluate((element) => element.matches(":focus")), "the focus stays where it is");
  });
});

test("the layers used last stand at the foot, and are still there when the page comes back", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Add Mish", exact: true }).click();
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid", "Mish");
    await page.getByRole("button", { name: "Add GELU", exact: true }).click();
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid", "Mish", "GELU");
    assert.equal(await page.getByRole("heading", { name: "Recently used" }).count(), 0, "nothing moves under the pointer");
    const top = await placeOf(page, "Linear");
    await page.mouse.move(600, 500);
    await page.getByRole("heading", { name: "Recently used" }).waitFor();
    await eventually(async () => assert.deepEqual((await entries(page)).slice(-2), ["GELU", "Mish"]));
    assert.equal(await placeOf(page, "Linear"), top, "the list is not pushed down");
    await screenshot(page, "palette-recent");
    await page.reload();
    await eventually(async () => assert.deepEqual((await entries(page)).slice(-2), ["GELU", "Mish"]));
    await page.getByRole("button", { name: "Add ReLU", exact: true }).click();
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid", "ReLU");
    await page.mouse.move(600, 500);
    assert.deepEqual((await entries(page)).slice(-2), ["GELU", "Mish"], "what is common is at hand without that");
  });
});
