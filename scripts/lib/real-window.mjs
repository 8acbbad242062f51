// A window of VS Code with the packaged extension on a few sample CSVs, for scripts that take pictures of it.

import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./project.mjs";
import { startServer, workbenchUrl } from "./vscode-server.mjs";

/** Milliseconds that a step may take. */
const PATIENCE = 120_000;

/**
 * Opens windows on a folder with iris.csv and penguins.csv, each with the Perceptron view shown, and hands them
 * one after the other to `steps`.
 */
export async function inRealWindows({ browser, vsix, theme, width, height }, steps) {
  const place = await mkdtemp(join(tmpdir(), "perceptron-pictures-"));
  const workspace = join(place, "flowers");
  await mkdir(workspace);
  for (const name of ["iris.csv", "penguins.csv"]) await copyFile(join(root, "samples", name), join(workspace, name));
  const settings = { "workbench.colorTheme": theme, "breadcrumbs.enabled": false };
  const server = await startServer({ folder: place, driver: false, vsix, settings });
  try {
    for (const step of steps) {
      const context = await browser.newContext({ viewport: { width, height } });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE);
      await page.goto(workbenchUrl(server, workspace));
      await page.locator(".activitybar .action-label[aria-label='Perceptron']").click();
      await viewOf(page, "Lessons").locator(".monaco-list-row").first().waitFor();
      await step(page);
      await context.close();
    }
  } finally {
    await server.stop();
    await rm(place, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A view of the side bar. */
export function viewOf(page, name) {
  return page.locator(".pane", { has: page.locator(".pane-header", { hasText: name }) });
}

/** The frame of the webview that shows `selector`. */
export async function frameWith(page, selector) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await page.waitForTimeout(100)) {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      const isShown = await frame
        .locator(selector)
        .first()
        .isVisible()
        .catch(() => false);
      if (isShown) return frame;
    }
  }
  throw new Error(`No webview shows ${selector}.`);
}
