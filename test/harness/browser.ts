// The Chromium of the tests. `npm test` starts one for a whole layer and names its address, because pages are
// cheap and browsers are not; a test file that is run alone starts its own.

import { type Browser, chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "../../scripts/lib/chromium.mjs";

/**
 * A headless Chromium in which this process has its own contexts; closing it closes only these. Throws if
 * there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  const shared = process.env["PERCEPTRON_BROWSER"];
  if (shared) return chromium.connect(shared);
  const executablePath = await findChromium();
  if (!executablePath) throw new Error("There is no Chromium. Install one, or name it in PERCEPTRON_CHROMIUM.");
  return chromium.launch({ executablePath, args: [...chromiumFlags] });
}
