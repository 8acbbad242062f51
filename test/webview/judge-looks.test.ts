// The judgement in every theme, in Korean and at 400 pixels: axe finds nothing serious, nothing is wider than the window, a picture of each.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "./axe.ts";
import { onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

// The other regions have tests of their own.
const judgeView: [string, string, string] = ["perceptron-builder", "builder-dock", "judge-view"];

for (const [theme, width, language] of [
  ["dark", 1200, "en"],
  ["light", 400, "en"],
  ["hc-black", 1200, "ko"],
  ["hc-light", 400, "ko"],
  ["light", 1200, "ko"],
] as const) {
  test(`the judgement in ${theme} at ${width} pixels in ${language}`, async () => {
    for (const [scenario, pages] of [
      ["binary-trained", [["quality", "xy-chart .mark"]]],
      [
        "iris",
        [
          ["features", "importance-view xy-chart"],
          ["row", "row-explanation .bar-line"],
        ],
      ],
      ["rides", [["quality", "judged-rows table"]]],
    ] as const) {
      await onPage(scenario, { theme, width, language, forAxe: true, height: 1000 }, async (page) => {
        await page.locator("#tab-evaluate").click();
        for (const [name, ready] of pages) {
          await page.locator(`#judge-${name}`).click();
          await page.locator(`judge-view ${ready}`).first().waitFor();
          await screenshot(page, `judge-${theme}-${language}-${width}-${scenario}-${name}`);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
          assert.ok(
            await page.locator("judge-view .page").evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth),
            `${scenario} ${name} is wider than its page`,
          );
          const passed = await assertAccessible(page, { within: { fromShadowDom: judgeView }, onlySerious: true });
          assert.ok(passed.includes("color-contrast"), "axe has looked at the page");
        }
      });
    }
  });
}
