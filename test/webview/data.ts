// What the tests of the data tab share: how it is opened and looked at.

import type { Locator, Page } from "playwright-core";

export function dataPanel(page: Page): Locator {
  return page.getByRole("region", { name: "Panel" });
}

/** Opens the data tab. */
export async function openData(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Data", exact: true }).click();
  await page.locator("data-view").waitFor();
}

/** The cell that the keys move. */
export async function activeCell(page: Page): Promise<string> {
  return (await page.getByRole("grid").getAttribute("aria-activedescendant")) ?? "";
}
