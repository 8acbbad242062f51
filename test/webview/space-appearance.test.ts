// The Boundary panel in every theme, in Korean and at 400 pixels: axe finds nothing serious, nothing is wider
// than the window, a picture of each.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, useGallery } from "./gallery.ts";
import { looks } from "./looks.ts";

useGallery();

for (const look of looks) {
  test(`the Boundary panel ${look.text}`, async () => {
    for (const [scenario, pages] of [
      ["iris", ["boundary", "histograms", "landscape"]],
      ["rides", ["boundary"]],
    ] as const) {
      await look.on(scenario, async (page) => {
        await page.locator("#tab-boundary").click();
        for (const name of pages) {
          await page.locator(`#space-${name}`).click();
          await page
            .locator(`${name === "histograms" ? "histogram" : name}-page plane-picture`)
            .first()
            .waitFor();
          if (name === "landscape") await eventually(async () => assert.equal(await page.locator("landscape-page progress").count(), 0));
          await look.judge(page, "space-view", `space-${scenario}-${name}`);
        }
      });
    }
  });
}
