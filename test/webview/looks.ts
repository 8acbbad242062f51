// A panel of the dock in its looks: every kind of theme, both languages, wide and narrow.

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { assertAccessible } from "./axe.ts";
import { onPage, screenshot } from "./gallery.ts";

const all = [
  ["dark", 1200, "en"],
  // 1280 pixels at 400 % (WCAG 2.2, 1.4.10).
  ["light", 320, "en"],
  ["hc-black", 1200, "ko"],
  ["hc-light", 320, "ko"],
  ["light", 1200, "ko"],
] as const;

export interface Look {
  /** As in the name of a test. */
  readonly text: string;
  /** Opens a scenario so. */
  on(scenario: string, test: (page: Page) => Promise<void>): Promise<void>;
  /**
   * Keeps a picture of what a panel shows, and looks at it: nothing is wider than the window or its page, and
   * axe finds nothing serious. The other regions have tests of their own.
   * @param panel the element's name; what it shows is its `.page`
   */
  judge(page: Page, panel: string, picture: string): Promise<void>;
}

export const looks: readonly Look[] = all.map(([theme, width, language]) => ({
  text: `in ${theme} at ${width} pixels in ${language}`,
  on: (scenario, test) => onPage(scenario, { theme, width, language, forAxe: true, height: 1000 }, test),
  judge: async (page, panel, picture) => {
    const [subject, ...rest] = picture.split("-");
    await screenshot(page, [subject, theme, language, width, ...rest].join("-"));
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    assert.ok(
      await page.locator(`${panel} .page`).evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth),
      `${picture} is wider than its page`,
    );
    const within = { fromShadowDom: ["perceptron-builder", "builder-dock", panel] as [string, string, string] };
    const passed = await assertAccessible(page, { within, onlySerious: true });
    assert.ok(passed.includes("color-contrast"), "axe has looked at the page");
  },
}));
