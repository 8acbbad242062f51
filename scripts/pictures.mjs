// The pictures of the walkthrough, taken of the real program: `node scripts/pictures.mjs`. A VS Code with the
// packaged extension does what each step says, and the part of the window that the step is about becomes a small
// WebP in media/walkthrough. The side bar is there in a dark and in a light theme; the others, which are large,
// in the dark one alone, because the package has 1.5 MB at most.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "./lib/chromium.mjs";
import { packageVsix, root } from "./lib/project.mjs";
import { frameWith, inRealWindows, viewOf } from "./lib/real-window.mjs";

const themes = { dark: "Default Dark Modern", light: "Default Light Modern" };
const [width, height] = [1100, 760];
/** Heights of what is shown. */
const [short, tall] = [380, 560];
/** How much smaller a large one is kept. */
const scale = 0.62;
/** The most bytes of a picture. */
const MOST = 60_000;
const folder = join(root, "media", "walkthrough");

const vsix = await packageVsix();
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: await findChromium(), args: [...chromiumFlags] });
try {
  for (const [name, theme] of Object.entries(themes)) {
    const steps = name === "dark" ? [takeNetwork, takeLesson] : [takeData];
    const take =
      (page) =>
      (picture, ...part) =>
        keep(page, join(folder, `${picture}.webp`), ...part);
    await inRealWindows(
      { browser, vsix, theme, width, height },
      steps.map((step) => (page) => step(page, take(page), name)),
    );
  }
} finally {
  await browser.close();
}

/** The CSVs of the workspace in the side bar. @returns the first's row */
async function takeData(page, take, theme) {
  const csv = viewOf(page, "Data").locator(".monaco-list-row", { hasText: "iris.csv" });
  await csv.waitFor();
  for (const name of ["Runs", "Lessons"]) await viewOf(page, name).locator(".pane-header").click();
  await take(`data-${theme}`, ".part.sidebar", { height: short });
  return csv;
}

/** From a CSV to code. */
async function takeNetwork(page, take, theme) {
  const csv = await takeData(page, take, theme);
  await csv.click();
  const builder = await frameWith(page, "perceptron-builder");
  await builder.getByRole("region", { name: "Pipeline" }).waitFor();
  await builder.getByText("3 classes").first().waitFor();
  await builder.getByRole("button", { name: "Train", exact: true }).click();
  await builder.getByText(/done in/).waitFor();
  await page.mouse.move(width - 4, height - 4);
  await take("train", ".part.editor", { height: tall, scale });

  await builder.locator("[data-target=show-code]").click();
  const code = page.locator(".monaco-editor .view-lines", { hasText: "import torch" });
  await code.waitFor();
  await page.mouse.move(width - 4, height - 4);
  await take("code", ".part.editor", { height: short, scale });
}

async function takeLesson(page, take) {
  await viewOf(page, "Lessons").locator(".monaco-list-row", { hasText: "Binary classification" }).click();
  const lesson = await frameWith(page, "lesson-page h1");
  await lesson.locator("h1").waitFor();
  const builder = await frameWith(page, "perceptron-builder");
  await builder.getByText("3 inputs").first().waitFor();
  await page.mouse.move(width - 4, height - 4);
  await take("lesson", ".part.editor", { height: tall, scale });
}

/** Keeps the top of a part of the window as a picture that is small enough. */
async function keep(page, file, part, { height, scale: by = 1 }) {
  // Fonts of icons and the last frame of a curve arrive a moment later.
  await page.waitForTimeout(1500);
  const clip = { ...(await page.locator(part).boundingBox()), height };
  const png = (await page.screenshot({ clip })).toString("base64");
  const blank = await browser.newPage();
  const webp = await blank.evaluate(
    async ([source, by]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const [width, height] = [Math.round(image.width * by), Math.round(image.height * by)];
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d");
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, width, height);
      return canvas.toDataURL("image/webp", 0.4).split(",")[1];
    },
    [png, by],
  );
  await blank.close();
  const bytes = Buffer.from(webp, "base64");
  if (bytes.length > MOST) throw new Error(`${file} has ${bytes.length} bytes; ${MOST} are the most.`);
  await writeFile(file, bytes);
  console.log(`${file.slice(root.length + 1)}: ${(bytes.length / 1000).toFixed(1)} kB`);
}
