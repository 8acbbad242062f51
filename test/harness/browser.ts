// The Chromium of the tests. It is the one `npm test` found; a test that is run alone looks for one itself.

import { type Browser, chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "../../scripts/lib/chromium.mjs";

/** Starts a headless Chromium; throws where there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error("There is no Chromium. Install one, or name it in PERCEPTRON_CHROMIUM.");
  return chromium.launch({ executablePath, args: [...chromiumFlags] });
}
