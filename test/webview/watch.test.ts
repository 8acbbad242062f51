// The curve as a person looks at it: what is drawn, logarithmic axes, smoothing, and what can be taken along.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import type { LossView } from "../../webview/panels/loss/loss-view/loss-view.ts";
import { assertAccessible, inDock } from "./axe.ts";
import {
  calls,
  drag,
  eventually,
  onPage,
  type PageOptions,
  type Picture,
  pictureBytes,
  pictures,
  pointOf,
  screenshot,
  useGallery,
} from "./gallery.ts";

useGallery();

/** The image that the canvas has, as a string to compare. */
const drawn = (page: Page): Promise<string> => page.locator("loss-view canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

/** Waits for another picture than this. */
async function changed(page: Page, before: string): Promise<string> {
  await eventually(async () => assert.notEqual(await drawn(page), before));
  return drawn(page);
}

async function withTools(page: Page): Promise<string> {
  await page.getByRole("switch", { name: "Axes, smoothing, saving" }).click();
  await page.getByRole("group", { name: "Chart" }).waitFor();
  const empty = await page.evaluate(() => document.createElement("canvas").toDataURL());
  return changed(page, empty);
}

test("accuracy and learning rate are drawn as the loss is, with their values under the arrow keys and in the table", async () => {
  await onPage("iris", {}, async (page) => {
    const choice = page.getByRole("combobox", { name: "What is drawn" });
    assert.deepEqual(await choice.locator("option").allInnerTexts(), [
      "Loss",
      "Accuracy",
      "Learning rate",
      "Gradient norm",
      "All, side by side",
    ]);
    await choice.selectOption("Accuracy");
    const curve = page.getByRole("application", { name: /^Accuracy of 40 epochs\. Train 0\.\d+\. Validation 0\.\d+\.$/ });
    await curve.focus();
    await page.keyboard.press("ArrowLeft");
    await eventually(async () =>
      assert.match(await page.locator("loss-view .legend").innerText(), /epoch 39\s+train 0\.\d+\s+validation [01]\.\d+/),
    );
    await screenshot(page, "accuracy");
    await page.getByRole("button", { name: "Show the numbers" }).click();
    await page.getByRole("region", { name: "Accuracy by epoch" }).waitFor();
    await choice.selectOption("Learning rate");
    await page.getByRole("region", { name: "Learning rate by epoch" }).waitFor();
    await page.getByRole("button", { name: "Show the curve" }).click();
    await page.getByRole("application", { name: "Learning rate of 40 epochs. Now 0.01000." }).waitFor();
  });
});

test("all measures stand side by side with one cross-hair, one zoom and one table, and are saved as one picture", async () => {
  await onPage("iris", {}, async (page) => {
    await page.getByRole("combobox", { name: "What is drawn" }).selectOption("All, side by side");
    const [loss, accuracy, rate, norm] = ["Loss curve", "Accuracy", "Learning rate", "Gradient norm"].map((name) =>
      page.getByRole("application", { name: new RegExp(`^${name} of 40 epochs`) }),
    ) as [Locator, Locator, Locator, Locator];
    const images = (): Promise<string[]> =>
      page.locator("loss-view canvas").evaluateAll((canvases) => canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
    const empty = await page.evaluate(() => document.createElement("canvas").toDataURL());
    await eventually(async () => assert.ok((await images()).every((image) => image.length > empty.length + 1000)));
    const before = await images();
    const boxes = await Promise.all([loss, accuracy, rate, norm].map(async (chart) => (await chart.boundingBox())!));
    assert.deepEqual(new Set(boxes.map(({ y }) => y)).size, 1, "all in a row");
    await accuracy.focus();
    await page.keyboard.press("ArrowLeft");
    await eventually(async () => assert.equal(await page.locator("loss-view").getByRole("status").innerText(), await said(page, 39)));
    await eventually(async () => {
      const now = await images();
      assert.ok(
        now.every((image, index) => image !== before[index]),
        "the cross-hair is on each",
      );
    });
    const captions = (await page.locator("loss-view figcaption").allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
    assert.match(
      captions.join(" | "),
      /^Loss train 0\.\d+ validation 0\.\d+ \| Accuracy train 0\.\d+ validation [01]\.\d+ \| Learning rate lr 0\.01000 \| Gradient norm norm of the last/,
    );
    await page.keyboard.press("+");
    for (const chart of [loss, accuracy, rate, norm])
      await eventually(async () => assert.match((await chart.getAttribute("aria-label")) ?? "", /Zoomed to epochs/));
    await page.keyboard.press("0");
    await screenshot(page, "side-by-side");
    await page.getByRole("switch", { name: "Axes, smoothing, saving" }).click();
    await page.getByRole("button", { name: "Save as SVG…" }).click();
    await page.getByRole("button", { name: "Save as PNG…" }).click();
    await eventually(async () => assert.equal(await pictures(page), 2));
    const saved = await page.evaluate(async () => {
      const [svg, png] = window.pictures().map(({ bytes }) => bytes);
      const image = await createImageBitmap(new Blob([png!], { type: "image/png" }));
      const { documentElement } = new DOMParser().parseFromString(new TextDecoder().decode(svg), "image/svg+xml");
      const size = ["width", "height"].map((name) => Number(documentElement.getAttribute(name)));
      return { size, image: [image.width, image.height], lines: documentElement.getElementsByTagName("polyline").length };
    });
    assert.equal(saved.lines, 6);
    await savePicture(page, "saved-all.png", 1);
    const [width, height] = saved.size as [number, number];
    assert.ok(width > 900 && height > 100 && height < 250, JSON.stringify(saved));
    assert.deepEqual(
      saved.image.map((pixels, axis) => Math.abs(pixels - 2 * saved.size[axis]!) <= 2),
      [true, true],
      JSON.stringify(saved),
    );
    await page.getByRole("button", { name: "Show the numbers" }).click();
    const table = page.getByRole("region", { name: "All measures by epoch" });
    assert.deepEqual(await table.getByRole("columnheader").allInnerTexts(), [
      "epoch",
      "Loss, train",
      "Loss, validation",
      "Accuracy, train",
      "Accuracy, validation",
      "Gradient norm",
      "lr",
    ]);
    await page.reload();
    await table.waitFor();
  });
});

/** What is heard of the accuracy of an epoch, as the caption of its chart has it. */
async function said(page: Page, epoch: number): Promise<string> {
  const caption = await page.locator("loss-view figcaption").nth(1).innerText();
  const [train, validation] = caption.match(/\d\.\d+/g)!;
  return `epoch ${epoch}, train ${train}, validation ${validation}`;
}

test("logarithmic axes and smoothing change the picture, by keyboard, and outlast the page", async () => {
  await onPage("iris", {}, async (page) => {
    let picture = await withTools(page);
    for (const name of ["Logarithmic epochs", "Logarithmic values"]) {
      await page.getByRole("checkbox", { name }).focus();
      await page.keyboard.press("Space");
      picture = await changed(page, picture);
    }
    await page.getByRole("slider", { name: "Smoothing", exact: true }).focus();
    for (let press = 0; press < 80; press++) await page.keyboard.press("ArrowRight");
    await changed(page, picture);
    await page.getByText("0.80").waitFor();
    await screenshot(page, "smoothed");
    await page.reload();
    await page.getByText("0.80").waitFor();
    assert.equal(await page.getByRole("checkbox", { name: "Logarithmic values" }).isChecked(), true);
  });
});

/** Puts a picture that was saved beside the screenshots, to be looked at. */
async function savePicture(page: Page, name: string, index: number): Promise<void> {
  mkdirSync(".out/screenshots/webview", { recursive: true });
  writeFileSync(join(".out/screenshots/webview", name), await pictureBytes(page, index));
}

test("the chart is saved as a picture with its legend, the numbers as CSV", async () => {
  await onPage("iris", {}, async (page) => {
    const before = await withTools(page);
    await page.getByRole("button", { name: "Save as PNG…" }).click();
    await eventually(async () => assert.equal(await pictures(page), 1));
    const size = await page.evaluate(async () => {
      const [{ kind, bytes }] = window.pictures() as [Picture];
      const image = await createImageBitmap(new Blob([bytes], { type: `image/${kind}` }));
      return [image.width, image.height];
    });
    const box = (await page.locator("loss-view canvas").boundingBox())!;
    assert.deepEqual(size, [Math.round(box.width) * 2, (Math.round(box.height) + 24) * 2]);
    await savePicture(page, "saved-curve.png", 0);
    await eventually(async () => assert.equal(await drawn(page), before, "the chart is another after it was saved"));
    await page.getByRole("button", { name: "Save as CSV…" }).click();
    await eventually(async () => assert.ok((await calls(page)).includes("saveCurve")));
    await page.getByRole("button", { name: "Save as TensorBoard…" }).click();
    await eventually(async () => assert.ok((await calls(page)).includes("saveEvents")));
  });
});

const curve = (page: Page): Locator => page.locator("loss-view canvas");

/** The epochs that are shown, from what a screen reader hears; undefined if all are. */
async function zoomedTo(page: Page): Promise<readonly [number, number] | undefined> {
  const found = /Zoomed to epochs (\d+) to (\d+)\./.exec((await curve(page).getAttribute("aria-label")) ?? "");
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}

async function zoomIs(page: Page, check: (window: readonly [number, number] | undefined) => void): Promise<void> {
  await eventually(async () => check(await zoomedTo(page)));
}

function isWithin(window: readonly [number, number] | undefined, from: number, to: number): void {
  assert.ok(window && window[0] >= from && window[1] <= to, JSON.stringify(window));
}

test("Ctrl and the wheel zoom around the pointer, the wheel alone is the page's; a double click shows everything again", async () => {
  await onPage("iris", {}, async (page) => {
    const before = await changed(page, await page.evaluate(() => document.createElement("canvas").toDataURL()));
    const { x, y } = await pointOf(curve(page), 0.75);
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -200);
    assert.equal(await zoomedTo(page), undefined);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -200);
    await page.keyboard.up("Control");
    await zoomIs(page, (window) => isWithin(window, 15, 38));
    const [from] = (await zoomedTo(page))!;
    await page.keyboard.down("Shift");
    await page.mouse.wheel(0, -100);
    await page.keyboard.up("Shift");
    await zoomIs(page, (window) => assert.ok(window![0] < from, JSON.stringify(window)));
    await page.mouse.dblclick(x, y);
    await zoomIs(page, (window) => assert.equal(window, undefined));
    await page.mouse.move(x, 20);
    await eventually(async () => assert.equal(await drawn(page), before, "the whole curve looks other than before"));
  });
});

test("a drag shows the epochs it was over, with their exact values under the pointer, and the button shows everything", async () => {
  await onPage("iris", {}, async (page) => {
    await changed(page, await page.evaluate(() => document.createElement("canvas").toDataURL()));
    await drag(page, await pointOf(curve(page), 0.55), await pointOf(curve(page), 0.8), () => screenshot(page, "zoom-drag"));
    await zoomIs(page, (window) => isWithin(window, 18, 33));
    const [from, to] = (await zoomedTo(page))!;
    const middle = await pointOf(curve(page), 0.5);
    await page.mouse.move(middle.x, middle.y);
    await eventually(async () => {
      const [, epoch] = /epoch (\d+)/.exec(await page.locator("loss-view .legend").innerText())!;
      assert.ok(Number(epoch) > from && Number(epoch) < to, epoch);
    });
    await screenshot(page, "zoomed");
    await page.getByRole("button", { name: "Reset zoom" }).click();
    await zoomIs(page, (window) => assert.equal(window, undefined));
    assert.equal(await page.getByRole("button", { name: "Reset zoom" }).count(), 0);
  });
});

test("keys zoom, move and show everything; an arrow says epoch and values in every measure and brings the epoch into sight", async () => {
  await onPage("iris", {}, async (page) => {
    const choice = page.getByRole("combobox", { name: "What is drawn" });
    await curve(page).focus();
    for (let press = 0; press < 4; press++) await page.keyboard.press("+");
    await zoomIs(page, (window) => isWithin(window, 12, 28));
    const [from, to] = (await zoomedTo(page))!;
    await page.keyboard.press("Shift+ArrowRight");
    await zoomIs(page, (window) => assert.ok(window![0] > from && window![1] > to, JSON.stringify(window)));
    for (const [measure, said] of [
      ["Loss", /^epoch \d+, train 0\.\d+, validation 0\.\d+$/],
      ["Accuracy", /^epoch \d+, train 0\.\d+, validation 0\.\d+$/],
      ["Learning rate", /^epoch \d+, lr 0\.0\d+$/],
      ["Gradient norm", /^epoch \d+, norm of the last batch \d+\.\d+$/],
    ] as const) {
      await choice.selectOption(measure);
      await curve(page).focus();
      await page.keyboard.press("ArrowLeft");
      await eventually(async () => assert.match(await page.locator("loss-view").getByRole("status").innerText(), said));
    }
    await screenshot(page, "gradient-norm");
    for (let press = 0; press < 40; press++) await page.keyboard.press("ArrowLeft");
    await zoomIs(page, (window) => assert.equal(window![0], 1));
    await page.keyboard.press("-");
    await page.keyboard.press("0");
    await zoomIs(page, (window) => assert.equal(window, undefined));
  });
});

test("the cross-hair of a run before is gone with the next run, though the pointer rests where it was", async () => {
  await onPage("binary", {}, async (page) => {
    const press = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).dispatchEvent("click");
    await press("Train");
    await curve(page).waitFor();
    await press("Pause");
    await page.evaluate(() => window.stage.advance(500));
    const { x, y } = await pointOf(curve(page), 0.5);
    await eventually(async () => {
      await page.mouse.move(x, y);
      await page.mouse.move(x + 1, y);
      assert.equal(await page.locator("loss-view .pace").count(), 0, "a point is under the pointer");
    });
    await press("Stop");
    await press("Train");
    await eventually(async () => assert.equal(await page.locator("loss-view .pace").count(), 1));
  });
});

test("a window stays where it is while epochs come, and at the right edge goes along", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await curve(page).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.evaluate(() => window.stage.advance(500));
    await curve(page).focus();
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    await zoomIs(page, (window) => assert.ok(window));
    const fixed = await zoomedTo(page);
    await page.evaluate(() => window.stage.advance(100));
    await curve(page)
      .and(page.getByRole("application", { name: /curve of 6\d\d epochs|curve of [1-9],?\d+ epochs/ }))
      .waitFor();
    assert.deepEqual(await zoomedTo(page), fixed);
    for (let press = 0; press < 8; press++) await page.keyboard.press("Shift+ArrowRight");
    const [from, to] = (await zoomedTo(page))!;
    await page.evaluate(() => window.stage.advance(100));
    await zoomIs(page, (window) => assert.deepEqual(window, [from + 100, to + 100]));
  });
});

/**
 * Gives the chart of a run that goes on so many of its points, one by one, and says how far its image is from
 * that of the same points drawn at once.
 */
const growthOf = (page: Page, counts: readonly number[]): Promise<{ readonly grown: number; readonly off: number }> =>
  page.evaluate(async (steps) => {
    const find = (root: Document | ShadowRoot): LossView | undefined => {
      for (const element of root.querySelectorAll("*")) {
        if (element.localName === "loss-view") return element as LossView;
        const found = element.shadowRoot && find(element.shadowRoot);
        if (found) return found;
      }
      return undefined;
    };
    const view = find(document)!;
    const canvas = view.shadowRoot!.querySelector("measure-chart")!.shadowRoot!.querySelector("canvas")!;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true })!;
    const pixels = (): Uint8ClampedArray => {
      copy.clearRect(0, 0, canvas.width, canvas.height);
      copy.drawImage(canvas, 0, 0);
      return copy.getImageData(0, 0, canvas.width, canvas.height).data;
    };
    const between = (one: Uint8ClampedArray, other: Uint8ClampedArray): number => {
      // Nearly all pixels are the same, so they are compared whole first.
      const [ones, others] = [new Uint32Array(one.buffer), new Uint32Array(other.buffer)];
      let count = 0;
      for (let pixel = 0; pixel < copy.canvas.width * copy.canvas.height; pixel++) {
        if (ones[pixel] === others[pixel]) continue;
        for (let index = 4 * pixel; index < 4 * pixel + 4; index++) if (Math.abs(one[index]! - other[index]!) > 64) count++;
      }
      return count;
    };
    const all = view.points;
    const running = { ...view.state.run, state: "running" } as typeof view.state.run;
    view.state = { ...view.state, run: running };
    view.memory = { ...view.memory, chart: { ...view.memory.chart, smoothing: 0.5 } };
    let grown = 0;
    let off = 0;
    let before = pixels();
    for (const count of steps) {
      view.points = all.slice(0, count);
      await view.updateComplete;
      await view.shadowRoot!.querySelector("measure-chart")!.updateComplete;
      const step = pixels();
      grown += between(before, step);
      // As where the theme changes.
      document.body.classList.toggle("other");
      await new Promise((done) => setTimeout(done));
      before = pixels();
      off += between(step, before);
    }
    return { grown, off };
  }, counts);

test("a curve that grows epoch by epoch looks as if it were drawn at once", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await curve(page).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.evaluate(() => window.stage.advance(5000));
    await page.getByRole("application", { name: /curve of 5,\d+ epochs/ }).waitFor();
    const { grown, off } = await growthOf(page, [
      ...Array.from({ length: 90 }, (_, step) => step + 3),
      ...Array.from({ length: 60 }, (_, step) => 4300 + 7 * step),
    ]);
    // Edges are not quite as smooth where a part of a line is drawn by itself; without the margin, say, it is
    // thousands.
    assert.ok(grown > 100_000 && off < 300, `${off} of ${grown} pixels`);
  });
});

test("the chart is saved as an SVG that a browser shows, with axes, titles, both lines and legend", async () => {
  await onPage("iris", { theme: "light" }, async (page) => {
    await withTools(page);
    await page.getByRole("button", { name: "Save as SVG…" }).click();
    await eventually(async () => assert.equal(await pictures(page), 1));
    const svg = await page.evaluate(() => {
      const [{ kind, bytes }] = window.pictures() as [Picture];
      return kind === "svg" ? new TextDecoder().decode(bytes) : kind;
    });
    await savePicture(page, "saved-curve.svg", 0);
    const found = await page.evaluate((text) => {
      const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
      const all = (name: string): Element[] => [...root.getElementsByTagName(name)];
      return {
        root: root.tagName,
        errors: all("parsererror").length,
        texts: all("text").map(({ textContent }) => textContent),
        lines: all("polyline").map((line) => [line.getAttribute("stroke-dasharray"), line.getAttribute("points")!.split(" ").length]),
        colours: new Set(all("polyline").map((line) => line.getAttribute("stroke"))).size,
      };
    }, svg);
    assert.deepEqual([found.root, found.errors, found.colours], ["svg", 0, 2]);
    assert.deepEqual(found.lines, [
      [null, 40],
      ["6 3", 40],
    ]);
    for (const text of ["epoch", "CrossEntropyLoss", "40", "20"])
      assert.ok(found.texts.includes(text), `${text}: ${found.texts.join(" | ")}`);
    assert.match(found.texts.join(" "), /train 0\.\d+ validation 0\.\d+/);
    const box = (await curve(page).boundingBox())!;
    const other = await page.context().newPage();
    await other.setViewportSize({ width: Math.ceil(box.width), height: Math.ceil(box.height) + 24 });
    await other.goto(`data:image/svg+xml,${encodeURIComponent(svg)}`);
    await screenshot(other, "saved-curve-svg");
    await other.close();
  });
});

test("the curve plays as sound, and the same button or Escape stops it; where there is no sound a sentence says so", async () => {
  await onPage("iris", {}, async (page) => {
    await page.evaluate(() => {
      const contexts: AudioContext[] = [];
      Object.assign(window, { contexts });
      window.AudioContext = class extends AudioContext {
        constructor() {
          super();
          contexts.push(this);
        }
      };
    });
    const states = (): Promise<string[]> =>
      page.evaluate(() => (window as unknown as { contexts: AudioContext[] }).contexts.map(({ state }) => state));
    await withTools(page);
    const [start, stop] = ["Play as sound", "Stop the sound"].map((name) => page.getByRole("button", { name })) as [Locator, Locator];
    await start.click();
    await eventually(async () => assert.deepEqual(await states(), ["running"]));
    await stop.click();
    await start.waitFor();
    await eventually(async () => assert.deepEqual(await states(), ["closed"]));
    await start.click();
    await stop.waitFor();
    await page.keyboard.press("Escape");
    await start.waitFor();
    await start.click();
    await stop.waitFor();
    // It ends by itself.
    await start.waitFor();
    await eventually(async () => assert.deepEqual(await states(), ["closed", "closed", "closed"]));
    await page.evaluate(() => Reflect.deleteProperty(window, "AudioContext"));
    await page.getByRole("switch", { name: "Axes, smoothing, saving" }).click();
    await page.getByRole("switch", { name: "Axes, smoothing, saving" }).click();
    await page.getByText("This window cannot play sounds.").waitFor();
    assert.equal(await start.count(), 0);
  });
});

const appearances: readonly PageOptions[] = [
  { theme: "dark" },
  { theme: "light" },
  { theme: "hc-light" },
  { theme: "light", width: 400, height: 720 },
  { theme: "dark", language: "ko", width: 800 },
  { theme: "dark", language: "ko", width: 400, height: 720 },
];

for (const options of appearances) {
  const name = `watch-${options.theme}-${options.language ?? "en"}-${options.width ?? 1200}`;
  test(`the chart with its tools, ${name}`, async () => {
    await onPage("iris", { ...options, forAxe: true }, async (page) => {
      await page.locator("loss-view .buttons vscode-toolbar-button").first().click();
      await page.getByRole("slider").last().waitFor();
      await assertAccessible(page, inDock);
      const chart = (await page.locator("loss-view measure-chart").boundingBox())!;
      assert.ok(chart.height >= 60 && chart.x + chart.width <= (options.width ?? 1200), JSON.stringify(chart));
      await screenshot(page, name);
      await page.locator("loss-view select").selectOption("all");
      await page.locator("loss-view figure").nth(3).locator("canvas").waitFor();
      await screenshot(page, `${name}-all`);
    });
  });
}
