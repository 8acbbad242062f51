// What axe-core has against a page of the gallery. It is loaded into a page once and runs there in one piece,
// and names only the elements with which something is wrong: a page has thousands with which all is well, and
// naming each took most of the time these tests had.

import type axe from "axe-core";
import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** Where the gallery serves it, for the browser to compile it once for all pages of a file. */
export const axePath = "/axe.js";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

export interface Demands {
  /**
   * The part to look at, by its selector, or by those of the hosts around it and its own; the whole page
   * if nothing is said.
   */
  readonly within?: string | { fromShadowDom: [string, string, ...string[]] };
  /** Leaves out what axe calls minor or moderate. */
  readonly onlySerious?: boolean;
}

/** The dock with its panel, for a test that is about no other part: these have tests of their own. */
export const inDock: Demands = { within: { fromShadowDom: ["perceptron-builder", "builder-dock"] }, onlySerious: true };

/**
 * Fails with axe's own words about each element that breaks a rule. The page has to be opened `forAxe`. The
 * names of the rules that something has passed.
 */
export async function assertAccessible(page: Page, { within, onlySerious = false }: Demands = {}): Promise<readonly string[]> {
  if (!(await page.evaluate(() => Object.hasOwn(window, "axe")))) await page.addScriptTag({ url: axePath });
  const { passed, broken } = await page.evaluate(async (part) => {
    // The size of targets is asked for by name only.
    const rules = { "target-size": { enabled: true } };
    const { passes, violations } = await window.axe.run(part ?? document, { resultTypes: ["violations"], rules });
    return {
      passed: passes.map(({ id }) => id),
      broken: violations.map(({ id, impact, nodes }) => ({
        impact,
        text: `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`).join(" | ")}`,
      })),
    };
  }, within);
  const counted = broken.filter(({ impact }) => !onlySerious || impact === "serious" || impact === "critical");
  assert.deepEqual(
    counted.map(({ text }) => text),
    [],
  );
  return passed;
}
