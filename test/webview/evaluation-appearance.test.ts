// The evaluation in every theme, in Korean and at 400 pixels: axe finds nothing serious, nothing is wider
// than the window, a picture of each.

import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, useGallery } from "./gallery.ts";
import { looks } from "./looks.ts";

useGallery();

for (const look of looks) {
  test(`the evaluation ${look.text}`, async () => {
    for (const [scenario, pages] of [
      ["binary-trained", [["quality", "xy-chart .mark"]]],
      [
        "iris",
        [
          ["features", "importance-view xy-chart"],
          ["row", "row-explanation .bar-line"],
        ],
      ],
      ["rides", [["quality", "evaluated-rows table"]]],
    ] as const) {
      await look.on(scenario, async (page) => {
        await page.locator("#tab-evaluate").click();
        for (const [name, ready] of pages) {
          await page.locator(`#evaluation-${name}`).click();
          await page.locator(`evaluation-view ${ready}`).first().waitFor();
          await look.judge(page, "evaluation-view", `evaluation-${scenario}-${name}`);
        }
      });
    }
  });
}

/** The contrast of two opaque colours, as WCAG 2 counts it. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const [low = 0, high = 0] = [one, other]
    .map((color) => {
      const [red = 0, green = 0, blue = 0] = color.map((value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    })
    .toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

// Axe does not look at the state that the pointer brings about.
for (const theme of ["dark", "light", "hc-black", "hc-light"]) {
  test(`a button under the pointer can be read in ${theme}`, async () => {
    await onPage("binary-trained", { theme, height: 1000 }, async (page) => {
      await page.locator("#tab-evaluate").click();
      const button = page.locator("class-evaluation vscode-button", { hasText: "Best F1" });
      await button.hover();
      const [letters = [], ground = []] = await button.locator(".base").evaluate((base) => {
        const { color, backgroundColor } = getComputedStyle(base);
        return [color, backgroundColor].map((text) => (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
      });
      assert.ok(contrast(letters, ground) >= 4.5, `${String(letters)} on ${String(ground)}`);
    });
  });
}
