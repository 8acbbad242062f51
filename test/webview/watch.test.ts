// The curve as a person looks at it: what is drawn, logarithmic axes, smoothing, and what can be taken along.

import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { calls, eventually, onPage, type PageOptions, screenshot, useGallery } from "./gallery.ts";

useGallery();

/** The image that the canvas has, as a string to compare. */
const drawn = (page: Page): Promise<string> => page.locator("loss-view canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

/** Waits for another picture than this. */
async function changed(page: Page, before: string): Promise<string> {
  await eventually(async () => assert.notEqual(await drawn(page), before));
  return drawn(page);
}

async function withTools(page: Page): Promise<string> {
  await page.getByRole("switch", { name: "Axes, smoothing, saving" }).click();
  await page.getByRole("group", { name: "Chart" }).waitFor();
  const empty = await page.evaluate(() => document.createElement("canvas").toDataURL());
  return changed(page, empty);
}

test("accuracy and learning rate are drawn as the loss is, with their values under the arrow keys and in the table", async () => {
  await onPage("iris", {}, async (page) => {
    const choice = page.getByRole("combobox", { name: "What is drawn" });
    assert.deepEqual(await choice.locator("option").allInnerTexts(), ["Loss", "Accuracy", "Learning rate"]);
    await choice.selectOption("Accuracy");
    const curve = page.getByRole("img", { name: /^Accuracy of 40 epochs\. Train 0\.\d+\. Validation 0\.\d+\.$/ });
    await curve.focus();
    await page.keyboard.press("ArrowLeft");
    await eventually(async () => assert.match(await page.locator(".legend").innerText(), /epoch 39\s+train 0\.\d+\s+validation 0\.\d+/));
    await screenshot(page, "accuracy");
    await page.getByRole("button", { name: "Show the numbers" }).click();
    await page.getByRole("region", { name: "Accuracy by epoch" }).waitFor();
    await choice.selectOption("Learning rate");
    await page.getByRole("region", { name: "Learning rate by epoch" }).waitFor();
    await page.getByRole("button", { name: "Show the curve" }).click();
    await page.getByRole("img", { name: "Learning rate of 40 epochs. Now 0.01000." }).waitFor();
  });
});

test("logarithmic axes and smoothing change the picture, by keyboard, and outlast the page", async () => {
  await onPage("iris", {}, async (page) => {
    let picture = await withTools(page);
    for (const name of ["Logarithmic epochs", "Logarithmic values"]) {
      await page.getByRole("checkbox", { name }).focus();
      await page.keyboard.press("Space");
      picture = await changed(page, picture);
    }
    await page.getByRole("slider", { name: "Smoothing", exact: true }).focus();
    for (let press = 0; press < 80; press++) await page.keyboard.press("ArrowRight");
    await changed(page, picture);
    await page.getByText("0.80").waitFor();
    await screenshot(page, "smoothed");
    await page.reload();
    await page.getByText("0.80").waitFor();
    assert.equal(await page.getByRole("checkbox", { name: "Logarithmic values" }).isChecked(), true);
  });
});

test("the chart is saved as a picture with its legend, the numbers as CSV", async () => {
  await onPage("iris", {}, async (page) => {
    const before = await withTools(page);
    await page.getByRole("button", { name: "Save as PNG…" }).click();
    await eventually(async () => assert.equal(await page.evaluate(() => window.fakeHost.pictures.length), 1));
    const { size, text } = await page.evaluate(async () => {
      const [{ kind, bytes }] = window.fakeHost.pictures as [{ kind: string; bytes: Uint8Array<ArrayBuffer> }];
      const image = await createImageBitmap(new Blob([bytes], { type: `image/${kind}` }));
      return { size: [image.width, image.height], text: Array.from(bytes) };
    });
    const box = (await page.locator("loss-view canvas").boundingBox())!;
    assert.deepEqual(size, [Math.round(box.width) * 2, (Math.round(box.height) + 24) * 2]);
    const { mkdirSync, writeFileSync } = await import("node:fs");
    mkdirSync(".out/screenshots/webview", { recursive: true });
    writeFileSync(".out/screenshots/webview/saved-curve.png", Uint8Array.from(text));
    await eventually(async () => assert.equal(await drawn(page), before, "the chart is another after it was saved"));
    await page.getByRole("button", { name: "Save as CSV…" }).click();
    await eventually(async () => assert.ok((await calls(page)).includes("saveCurve")));
    await page.getByRole("button", { name: "Save as TensorBoard…" }).click();
    await eventually(async () => assert.ok((await calls(page)).includes("saveEvents")));
  });
});

const looks: readonly PageOptions[] = [
  { theme: "dark" },
  { theme: "light" },
  { theme: "hc-light" },
  { theme: "light", width: 400, height: 720 },
  { theme: "dark", language: "ko", width: 800 },
  { theme: "dark", language: "ko", width: 400, height: 720 },
];

for (const options of looks) {
  const name = `watch-${options.theme}-${options.language ?? "en"}-${options.width ?? 1200}`;
  test(`the chart with its tools, ${name}`, async () => {
    await onPage("iris", { ...options, forAxe: true }, async (page) => {
      await page.locator("loss-view .buttons vscode-toolbar-button").first().click();
      await page.getByRole("slider").last().waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(
        violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => [id, nodes[0]?.html]),
        [],
      );
      const chart = (await page.locator("loss-view .chart").boundingBox())!;
      assert.ok(chart.height >= 60 && chart.x + chart.width <= (options.width ?? 1200), JSON.stringify(chart));
      await screenshot(page, name);
    });
  });
}
