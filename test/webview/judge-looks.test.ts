// The judgement in every theme, in Korean and at 400 pixels: axe finds nothing serious, nothing is wider than the window, a picture of each.

import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { test } from "node:test";
import { onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

for (const [theme, width, language] of [
  ["dark", 1200, "en"],
  ["light", 400, "en"],
  ["hc-black", 1200, "ko"],
  ["hc-light", 400, "ko"],
  ["light", 1200, "ko"],
] as const) {
  test(`the judgement in ${theme} at ${width} pixels in ${language}`, async () => {
    for (const [scenario, wanted] of [
      ["binary-trained", "xy-chart .mark"],
      ["iris", "confusion-matrix button"],
      ["rides", "judged-rows table"],
    ] as const) {
      await onPage(scenario, { theme, width, language, forAxe: true, height: 1400 }, async (page) => {
        await page.locator("#tab-evaluate").click();
        for (const [name, ready] of [
          ["quality", wanted],
          ["features", "importance-view xy-chart"],
          ["row", "row-explanation .bar-line"],
        ] as const) {
          await page.locator(`#judge-${name}`).click();
          await page.locator(`judge-view ${ready}`).first().waitFor();
          await screenshot(page, `judge-${theme}-${language}-${width}-${scenario}-${name}`);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
          assert.ok(
            await page.locator("judge-view .page").evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth),
            `${scenario} ${name} is wider than its page`,
          );
          const { violations } = await new AxeBuilder({ page }).analyze();
          assert.deepEqual(
            violations
              .filter(({ impact }) => impact === "serious" || impact === "critical")
              .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(" | ")}`),
            [],
          );
        }
      });
    }
  });
}
