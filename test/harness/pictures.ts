// Pictures of what the tests see. Nobody looks at most of them, so they are taken only on request: `npm test
// -- --pictures`.

import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";

const areKept = process.env["PERCEPTRON_PICTURES"] !== undefined;

/** Keeps a picture of the page as .out/screenshots/NAME.png, if pictures are asked for. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (!areKept) return;
  const path = join(".out", "screenshots", `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  // Icons are a font, which arrives after the page.
  await Promise.all(page.frames().map((frame) => frame.evaluate(loadIcons).catch(() => undefined)));
  await page.screenshot({ path });
}

/**
 * Lets a window of VS Code draw less, unless pictures are kept: what turns or runs along draws a frame sixty
 * times a second, and with round corners above a webview each frame draws the whole window.
 */
export async function drawLess(page: Page): Promise<void> {
  if (!areKept) await page.addInitScript(plainStyle);
}

/** Runs in the page before it is made. Webviews keep their look. */
function plainStyle(): void {
  if (window !== window.top) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ".progress-bit, .codicon-modifier-spin { animation: none !important } *, ::before, ::after { border-radius: 0 !important }",
  );
  document.adoptedStyleSheets.push(sheet);
}

/** Runs in the page. */
async function loadIcons(): Promise<void> {
  await document.fonts.load("16px codicon");
}
