// Pictures of what the tests see. Nobody looks at most of them, so they are taken only on request: `npm test
// -- --pictures`.

import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";

/** Keeps a picture of the page as .out/screenshots/NAME.png, if pictures are asked for. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env["PERCEPTRON_PICTURES"] === undefined) return;
  const path = join(".out", "screenshots", `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  // Icons are a font, which arrives after the page.
  await Promise.all(page.frames().map((frame) => frame.evaluate(loadIcons).catch(() => undefined)));
  await page.screenshot({ path });
}

/** Runs in the page. */
async function loadIcons(): Promise<void> {
  await document.fonts.load("16px codicon");
}
