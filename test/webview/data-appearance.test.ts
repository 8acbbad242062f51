// The data tab in every theme and width and in Korean: axe finds nothing serious, nothing is wider than the
// window, a picture of each.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, inDock } from "./axe.ts";
import { dataPanel, openData } from "./data.ts";
import { onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

for (const theme of ["dark", "light", "hc-black", "hc-light"]) {
  test(`the data in ${theme}`, async () => {
    await onPage("suspicious", { theme, forAxe: true, height: 900 }, async (page) => {
      await openData(page);
      await screenshot(page, `data-${theme}-rows`);
      await assertAccessible(page, inDock);
      await page.getByRole("columnheader", { name: "Age" }).click();
      await dataPanel(page).getByRole("region", { name: "Column Age" }).waitFor();
      await screenshot(page, `data-${theme}-column`);
      await assertAccessible(page, inDock);
      await page.getByRole("button", { name: /utf-8/ }).click();
      await screenshot(page, `data-${theme}-dialect`);
      await assertAccessible(page, inDock);
      await page.getByRole("tab", { name: "What the network gets" }).click();
      await screenshot(page, `data-${theme}-inputs`);
      await assertAccessible(page, inDock);
    });
    // The colours of the high contrast themes are few, and the table shows them all.
    const others = theme.startsWith("hc") ? [] : ["reading", "reading-again", "changed", "unsaved", "new", "no-file"];
    for (const scenario of others) {
      await onPage(scenario, { theme, forAxe: true }, async (page) => {
        await openData(page);
        await screenshot(page, `data-${theme}-${scenario}`);
        await assertAccessible(page, inDock);
      });
    }
  });
}

for (const [language, width] of [
  ["en", 320],
  ["ko", 320],
  ["ko", 1200],
] as const) {
  test(`the data at ${width} pixels in ${language}`, async () => {
    await onPage("suspicious", { language, width, height: 900 }, async (page) => {
      await page.getByRole("tab", { name: language === "ko" ? "데이터" : "Data", exact: true }).click();
      await page.getByRole("grid").waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await screenshot(page, `data-${language}-${width}-rows`);
      await page.getByRole("grid").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.locator("column-panel").waitFor();
      await screenshot(page, `data-${language}-${width}-column`);
      await page.keyboard.press("Escape");
      await page.locator("#part-inputs").click();
      await screenshot(page, `data-${language}-${width}-inputs`);
    });
  });
}
