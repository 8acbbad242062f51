// The training repeated: with several seeds as a band, with other settings as a table and parallel coordinates, and the way back into the document.

import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { calls, documentText, eventually, onPage, type PageOptions, screenshot, useGallery } from "./gallery.ts";

useGallery();

async function open(page: Page, what: "seeds" | "settings"): Promise<Locator> {
  await page.locator("#tab-repeat").click();
  const view = page.locator("sweep-view");
  await view.locator(".bar select").selectOption(what);
  return view;
}

/** Starts, and waits for the end. */
async function run(view: Locator): Promise<void> {
  await view.locator(".bar vscode-button").click();
  await view.locator(".bar .secondary").waitFor();
}

const looks: readonly PageOptions[] = [
  { theme: "dark", width: 1400 },
  { theme: "light" },
  { theme: "hc-black" },
  { theme: "light", width: 400, height: 720 },
  { theme: "dark", language: "ko", width: 800 },
];

for (const options of looks) {
  for (const what of ["seeds", "settings"] as const) {
    const name = `repeat-${what}-${options.theme}-${options.language ?? "en"}-${options.width ?? 1200}`;
    test(`${what}, ${name}`, async () => {
      await onPage("iris", { ...options, forAxe: true }, async (page) => {
        const view = await open(page, what);
        await run(view);
        await page.waitForTimeout(300);
        await screenshot(page, name);
        const { violations } = await new AxeBuilder({ page }).analyze();
        assert.deepEqual(
          violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => [id, nodes[0]?.html]),
          [],
        );
      });
    });
  }
}
void [calls, documentText, eventually];
