// The film and the picture of README.md, taken of the real program: `node scripts/film.mjs`. A VS Code with the
// packaged extension goes from a CSV to a trained network and into one of its steps; what the window shows on
// the way becomes docs/builder.gif, and the builder with its curve docs/builder.png, the still of it. Neither is in the package.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import gifenc from "gifenc";
import { chromium } from "playwright-core";
import { chromiumFlags, findChromium } from "./lib/chromium.mjs";
import { packageVsix, root } from "./lib/project.mjs";
import { frameWith, inRealWindows, viewOf } from "./lib/real-window.mjs";

const [width, height] = [1200, 800];
/** Milliseconds that a frame is shown: of a movement, of a curve that falls, and to be looked at. */
const [MOVE, FALL, LOOK] = [60, 120, 1300];
/** Frames of a movement of the pointer. */
const STEPS = 5;
/** The most bytes of the film. */
const MOST = 1_500_000;
/** What a pixel that stays as it was is written as: the last colour of the palette. */
const SAME = 255;

/** PNGs as base64, with the time each is shown. */
const frames = [];
const vsix = await packageVsix();
const browser = await chromium.launch({ executablePath: await findChromium(), args: [...chromiumFlags] });
try {
  await inRealWindows({ browser, vsix, theme: "Default Dark Modern", width, height }, [play]);
  const film = await filmOf(frames);
  if (film.length > MOST) throw new Error(`The film has ${film.length} bytes; ${MOST} are the most.`);
  await writeFile(join(root, "docs", "builder.gif"), film);
  console.log(`docs/builder.gif: ${frames.length} frames, ${(film.length / 1000).toFixed(0)} kB`);
} finally {
  await browser.close();
}

async function play(page) {
  await page.addStyleTag({ content: "#pointer { left: 0; pointer-events: none; position: fixed; top: 0; z-index: 9999999 }" });
  await page.evaluate(() => {
    const arrow = "M1 1v16l4-4 3 7 3-1-3-7h6z";
    const svg = `<svg id="pointer" width="18" height="24"><path d="${arrow}" fill="#fff" stroke="#000"/></svg>`;
    document.body.append(document.createRange().createContextualFragment(svg));
  });
  for (const name of ["Runs", "Lessons"]) await viewOf(page, name).locator(".pane-header").click();
  const csv = viewOf(page, "Data").locator(".monaco-list-row", { hasText: "penguins.csv" });
  await csv.waitFor();
  await page.mouse.move(width / 2, height / 2);
  const pointer = { x: width / 2, y: height / 2 };
  const shoot = async (time) => frames.push({ time, png: (await page.screenshot()).toString("base64") });
  const click = async (target) => {
    const { x, y, width: wide, height: high } = await target.boundingBox();
    const to = { x: x + Math.min(wide / 2, 60), y: y + high / 2 };
    const from = { ...pointer };
    for (let step = 1; step <= STEPS; step++) {
      Object.assign(pointer, { x: from.x + ((to.x - from.x) * step) / STEPS, y: from.y + ((to.y - from.y) * step) / STEPS });
      await page.mouse.move(pointer.x, pointer.y);
      await page.evaluate(({ x: left, y: top }) => {
        document.querySelector("#pointer").style.translate = `${left}px ${top}px`;
      }, pointer);
      await shoot(step === STEPS ? MOVE * 6 : MOVE);
    }
    await target.click({ position: { x: Math.min(wide / 2, 60), y: high / 2 } });
  };

  await shoot(LOOK);
  await click(csv);
  const builder = await frameWith(page, "perceptron-builder");
  await builder.getByRole("region", { name: "Pipeline" }).waitFor();
  await builder.getByText("3 classes").first().waitFor();
  await page.keyboard.press("Control+b");
  await page.locator(".part.sidebar").waitFor({ state: "hidden" });
  await page.waitForTimeout(1500);
  await shoot(LOOK);

  // Many small steps, so that there is time to see the curve fall.
  for (const [setting, value] of [
    ["epochs", "10000"],
    ["lr", "0.00002"],
  ]) {
    await click(builder.getByRole("textbox", { name: setting }).first());
    await page.keyboard.press("Control+a");
    await page.keyboard.type(value);
    await page.keyboard.press("Enter");
    await shoot(LOOK / 2);
  }
  await click(builder.getByRole("button", { name: "Train", exact: true }));
  const done = builder.getByText(/done in/);
  while (!(await done.isVisible())) await shoot(FALL);
  await page.waitForTimeout(500);
  await shoot(LOOK * 2);
  await writeFile(join(root, "docs", "builder.png"), await page.screenshot());

  await click(builder.getByRole("tab", { name: "Inside", exact: true }));
  const next = builder.locator("[data-target=inside-next]");
  await next.waitFor();
  await click(builder.getByRole("button", { name: "Maximize panel" }));
  await page.waitForTimeout(1000);
  await shoot(LOOK);
  for (let step = 0; step < 4; step++) {
    await click(next);
    await page.waitForTimeout(300);
    await shoot(LOOK);
  }
  await shoot(LOOK);
}

/** A GIF in which each frame has the pixels alone that changed, in 255 colours for all. */
async function filmOf(shots) {
  const page = await browser.newPage();
  const pixels = [];
  for (const { png } of shots) pixels.push(Buffer.from(await page.evaluate(decode, png), "base64"));
  await page.close();
  // oxlint-disable-next-line import/no-named-as-default-member -- Node finds no names in the library's CommonJS.
  const { GIFEncoder, quantize, applyPalette } = gifenc;
  // Colours of the whole film: a few pixels of each frame.
  const some = pixels.map((one) =>
    Buffer.concat(Array.from({ length: one.length / 44 }, (_, index) => one.subarray(index * 44, index * 44 + 4))),
  );
  const palette = quantize(Buffer.concat(some), SAME);
  const gif = GIFEncoder();
  let shown;
  for (const [at, one] of pixels.entries()) {
    const index = applyPalette(one, palette);
    const changed = shown === undefined ? index : index.map((colour, place) => (colour === shown[place] ? SAME : colour));
    gif.writeFrame(changed, width, height, {
      ...(shown === undefined ? { palette: [...palette, [0, 0, 0]] } : {}),
      delay: shots[at].time,
      transparent: shown !== undefined,
      transparentIndex: SAME,
      dispose: 1,
    });
    shown = index;
  }
  gif.finish();
  return gif.bytes();
}

/** The pixels of a PNG, four bytes each, as base64; runs in a page. */
async function decode(png) {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.split(",")[1]));
    reader.readAsDataURL(new Blob([data]));
  });
}
