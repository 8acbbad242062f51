// The judgement in every theme, in Korean and at 400 pixels: axe finds nothing serious, nothing is wider than the window, a picture of each.

import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { test } from "node:test";
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
          const { violations, passes } = await new AxeBuilder({ page }).include({ fromShadowDom: judgeView }).analyze();
          assert.ok(
            passes.some(({ id }) => id === "color-contrast"),
            "axe has looked at the page",
          );
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

for (const theme of ["dark", "light", "hc-black", "hc-light"]) {
  test(`a button under the pointer can be read in ${theme}`, async () => {
    await onPage("binary-trained", { theme, forAxe: true, height: 1000 }, async (page) => {
      await page.locator("#tab-evaluate").click();
      const button = page.getByRole("button", { name: "Best F1" });
      await button.click();
      await button.hover();
      const { violations } = await new AxeBuilder({ page })
        .include({ fromShadowDom: [...judgeView, "class-judgement"] })
        .withRules("color-contrast")
        .analyze();
      assert.deepEqual(
        violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)),
        [],
      );
    });
  });
}
