// The builder in the real VS Code: from a click to the first paint, of documents with 6 and 200 layers, and
// back to a builder that was hidden. Several packages take turns in each round.
//   node .out/bench/workbench.mjs ROUNDS VSIX [VSIX …]     prints one JSON object a line, one for each package

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { launchBrowser } from "../harness/browser.ts";
import { startTestServer } from "../harness/server.ts";
import { openWorkbench, type Workbench } from "../harness/workbench.ts";

const [rounds, ...packages] = process.argv.slice(2);
const LAYERS = { short: 6, long: 200 };

/**
 * Milliseconds: `frame` from the making of the webview's frame, `click` from the click that asked for it. A
 * page that was kept makes no frame; `present` is from the click until it has what it missed.
 */
interface Paint {
  readonly frame?: number;
  readonly click: number;
  readonly present?: number;
}

/** A document of so many layers, of the size of samples/iris.perceptron. */
function documentOf(layers: number): string {
  const middle = Array.from({ length: (layers - 2) / 2 }, () => [{ type: "Linear", out_features: 8 }, { type: "Tanh" }]).flat();
  return JSON.stringify({
    format: 1,
    data: { file: "iris.csv", target: "species" },
    layers: [...middle, { type: "Linear", out_features: 3 }, { type: "Identity" }],
    training: { loss: { type: "CrossEntropyLoss" }, optimizer: { type: "SGD", lr: 0.1 } },
  });
}

/** Clicks, and waits for the builder of a document with so many layers. */
async function paintOf(workbench: Workbench, layers: number, click: () => Promise<void>): Promise<Paint> {
  const clicked = Date.now();
  await click();
  const frame = await shownBuilder(workbench, layers);
  const { origin, start } = await frame.evaluate(
    () =>
      new Promise<{ origin: number; start: number }>((done) => {
        new PerformanceObserver((list) => {
          const [paint] = list.getEntriesByName("first-contentful-paint");
          if (paint !== undefined) done({ origin: performance.timeOrigin, start: paint.startTime });
        }).observe({ type: "paint", buffered: true });
      }),
  );
  return { frame: start, click: origin + start - clicked };
}

/** The same for a builder that was hidden; `hidden` is its page, which is gone if it is not kept. */
async function paintOfHidden(workbench: Workbench, hidden: Frame, layers: number, click: () => Promise<void>): Promise<Paint> {
  const isKept = await hidden.evaluate(() => true).catch(() => false);
  if (!isKept) return paintOf(workbench, layers, click);
  const element = await hidden.parentFrame()!.frameElement();
  // A frame after that in which it happens has painted it.
  const shown = element.evaluate(
    (frame) =>
      new Promise<number>((done) => {
        const look = (): void => {
          if (getComputedStyle(frame as HTMLElement).visibility === "visible") requestAnimationFrame(() => done(Date.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  const present = hidden.evaluate(
    () =>
      new Promise<number>((done) => {
        addEventListener("message", function heard({ data }: MessageEvent<{ value?: { curve?: unknown } } | undefined>): void {
          if (data?.value?.curve === undefined) return;
          removeEventListener("message", heard);
          requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
        });
      }),
  );
  const clicked = Date.now();
  await click();
  return { click: (await shown) - clicked, present: (await present) - clicked };
}

async function shownBuilder(workbench: Workbench, layers: number): Promise<Frame> {
  for (;;) {
    const frame = await workbench.webview("perceptron-builder");
    const first = frame.getByRole("button", { name: new RegExp(`^Layer 1 of ${layers}\\b`) });
    if (await first.isVisible().catch(() => false)) return frame;
  }
}

const browser = await launchBrowser();
const contenders = [];
for (const vsix of packages) {
  const server = await startTestServer({ vsix, driver: false });
  const folder = await server.workspace("networks");
  await mkdir(folder, { recursive: true });
  await copyFile(join("samples", "iris.csv"), join(folder, "iris.csv"));
  for (const [name, layers] of Object.entries(LAYERS)) await writeFile(join(folder, `${name}.perceptron`), documentOf(layers));
  const workbench = await openWorkbench(browser, server, folder, { width: 1440, height: 900 });
  await workbench.offersCommand("Perceptron: New Network");
  contenders.push({
    vsix,
    server,
    workbench,
    first: undefined as Paint | undefined,
    short: [] as Paint[],
    long: [] as Paint[],
    back: [] as Paint[],
  });
}
for (let round = 0; round < Number(rounds); round++) {
  for (const contender of contenders) {
    const { workbench } = contender;
    const paint = await paintOf(workbench, LAYERS.short, () => workbench.file("short.perceptron").dblclick());
    if (contender.first === undefined) contender.first = paint;
    else contender.short.push(paint);
    const hidden = await shownBuilder(workbench, LAYERS.short);
    contender.long.push(await paintOf(workbench, LAYERS.long, () => workbench.file("long.perceptron").dblclick()));
    contender.back.push(await paintOfHidden(workbench, hidden, LAYERS.short, () => workbench.tab("short.perceptron").click()));
    await workbench.page.keyboard.press("Control+K");
    await workbench.page.keyboard.press("Control+W");
    await workbench.page.locator(".tab").first().waitFor({ state: "detached" });
  }
}
for (const { vsix, first, short, long, back } of contenders) console.log(JSON.stringify({ vsix, first, short, long, back }));
await browser.close();
for (const { server } of contenders) await server.stop();
