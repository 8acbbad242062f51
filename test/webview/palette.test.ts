// The palette: found by name, by purpose and in both languages; explained beside it; what was used last comes first.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { eventually, haveLayers, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

async function entries(page: Page): Promise<string[]> {
  const names = await page.getByRole("region", { name: "Palette" }).getByRole("button", { name: /^Add / }).allInnerTexts();
  return names.map((name) => name.trim());
}

test("layers are found by name, by purpose, and by words of both languages", async () => {
  await onPage("binary", {}, async (page) => {
    const search = page.getByRole("textbox", { name: "Search layers" });
    assert.equal((await entries(page)).length, 34);
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
    await page.getByText("No layer has this name.").waitFor();
  });
});

test("under the pointer, and with the focus, a layer is explained: curve, formula, derivative, purpose, pitfall", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Add Sigmoid", exact: true }).hover();
    const card = page.getByRole("tooltip");
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

test("the layers used last come first, and are still there when the page comes back", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Add Mish", exact: true }).click();
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid", "Mish");
    await page.getByRole("button", { name: "Add GELU", exact: true }).click();
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid", "Mish", "GELU");
    assert.equal((await entries(page))[0], "Linear", "nothing moves under the pointer");
    await page.mouse.move(600, 500);
    await eventually(async () => assert.deepEqual((await entries(page)).slice(0, 3), ["GELU", "Mish", "Linear"]));
    await screenshot(page, "palette-recent");
    await page.getByRole("heading", { name: "Recently used" }).waitFor();
    await page.reload();
    await eventually(async () => assert.deepEqual((await entries(page)).slice(0, 2), ["GELU", "Mish"]));
    await page.getByRole("textbox", { name: "Search layers" }).fill("mish");
    await eventually(async () => assert.deepEqual(await entries(page), ["Mish"]));
  });
});
