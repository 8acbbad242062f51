// The Boundary panel in every theme, in Korean and at 400 pixels: axe finds nothing serious, nothing is wider
// than the window, a picture of each.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "./axe.ts";
import { eventually, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

// The other regions have tests of their own.
const spaceView: [string, string, string] = ["perceptron-builder", "builder-dock", "space-view"];

for (const [theme, width, language] of [
  ["dark", 1200, "en"],
  ["light", 400, "en"],
  ["hc-black", 1200, "ko"],
  ["hc-light", 400, "ko"],
  ["light", 1200, "ko"],
] as const) {
  test(`the Boundary panel in ${theme} at ${width} pixels in ${language}`, async () => {
    for (const [scenario, pages] of [
      ["iris", ["boundary", "histograms", "landscape"]],
      ["rides", ["boundary"]],
    ] as const) {
      await onPage(scenario, { theme, width, language, forAxe: true, height: 1000 }, async (page) => {
        await page.locator("#tab-boundary").click();
        for (const name of pages) {
          await page.locator(`#space-${name}`).click();
          await page
            .locator(`${name === "histograms" ? "histogram" : name}-page plane-picture`)
            .first()
            .waitFor();
          if (name === "landscape") await eventually(async () => assert.equal(await page.locator("landscape-page progress").count(), 0));
          await screenshot(page, `space-${theme}-${language}-${width}-${scenario}-${name}`);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
          assert.ok(
            await page.locator("space-view .page").evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth),
            `${scenario} ${name} is wider than its page`,
          );
          const passed = await assertAccessible(page, { within: { fromShadowDom: spaceView }, onlySerious: true });
          assert.ok(passed.includes("color-contrast"), "axe has looked at the page");
        }
      });
    }
  });
}
