// The network view in Chromium under the production policy: what is drawn follows document and run, every
// gesture by mouse and by keyboard, pictures that are what they say, axe in the four themes, and a picture of
// each to be looked at.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { assertAccessible, inDock } from "./axe.ts";
import { asked, calls, card, eventually, onPage, pictureBytes, pictures, pointOf, rewrite, screenshot, useGallery } from "./gallery.ts";

useGallery();

function stage(page: Page): Locator {
  return page.getByRole("application");
}

async function open(page: Page): Promise<void> {
  await page.locator("#tab-network").click();
  await stage(page).waitFor();
  await eventually(async () => assert.ok((await page.locator("network-view svg g circle").count()) > 0));
}

async function readout(page: Page): Promise<string> {
  const line = page.locator("network-view .readout");
  return (await line.count()) === 0 ? "" : ((await line.textContent()) ?? "");
}

/** The window's zoom and place. */
async function viewport(page: Page): Promise<readonly number[]> {
  const transform = (await page.locator("network-view svg g").getAttribute("transform")) ?? "";
  return [...transform.matchAll(/-?[\d.]+(?:e-?\d+)?/g)].map(([number]) => Number(number));
}

/** The weights as they are drawn: width and class of each line. */
async function lines(page: Page): Promise<string[]> {
  return page
    .locator("network-view svg g line")
    .evaluateAll((all) => all.map((line) => `${line.getAttribute("stroke-width")} ${line.getAttribute("class")}`));
}

/** The middle of the n-th circle that has a line around it, on the screen. */
async function unit(page: Page, index: number): Promise<{ x: number; y: number }> {
  return pointOf(page.locator("network-view svg g circle[stroke-width]").nth(index));
}

test("it draws inputs, units and classes, and follows the document", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    assert.equal(await page.locator("network-view svg g line").count(), 4 * 16 + 16 * 3);
    const texts = await page.locator("network-view svg g text").allTextContents();
    for (const name of ["sepal_length", "setosa", "virginica", "Linear 16", "ReLU", "4 inputs"]) assert.ok(texts.includes(name), name);
    assert.match((await stage(page).getAttribute("aria-label")) ?? "", /^Network: 4 inputs, Linear 16, ReLU, Linear 3$/);
    await rewrite(page, '"out_features": 16', '"out_features": 5');
    await eventually(async () => assert.equal(await page.locator("network-view svg g line").count(), 4 * 5 + 5 * 3));
    await eventually(async () => assert.ok((await lines(page)).every((line) => !line.includes("stroke-line"))));
    await page.evaluate(() => window.stage.write("{"));
    await eventually(async () => assert.equal(await page.locator("network-view svg g line").count(), 4 * 5 + 5 * 3));
  });
});

test("weights are live while it trains, asked for at most five times a second, and not when nobody looks", async () => {
  await onPage("binary", {}, async (page) => {
    await open(page);
    await page.locator("network-view").getByText("Initial weights of seed 4").waitFor();
    const questions = async (): Promise<number> => (await asked(page, "weights")).length;
    const before = await lines(page);
    await page.getByRole("button", { name: "Train" }).click();
    await page.locator("#tab-network").click();
    await page.locator("network-view").getByText("Live weights").waitFor();
    await eventually(async () => assert.notDeepEqual(await lines(page), before));
    const middle = await lines(page);
    await eventually(async () => assert.notDeepEqual(await lines(page), middle));
    const [start, from] = [Date.now(), await questions()];
    await page.waitForTimeout(1000);
    const [count, seconds] = [(await questions()) - from, (Date.now() - start) / 1000];
    assert.ok(count >= 1 && count <= 5 * seconds + 1, `asked ${count} times in ${seconds} s`);
    await page.locator("#tab-data").click();
    await page.waitForTimeout(250);
    const left = await questions();
    await page.waitForTimeout(500);
    assert.equal(await questions(), left, "somebody asks for a view that is not there");
    await page.locator("#tab-network").click();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator("network-view").getByText("Trained weights").waitFor();
    const end = await questions();
    await page.waitForTimeout(500);
    assert.equal(await questions(), end);
  });
});

test("the pointer tells a unit's and a connection's value, and a click selects the layer", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    const hidden = await unit(page, 6);
    await page.mouse.move(hidden.x, hidden.y);
    await eventually(async () => assert.match(await readout(page), /^Linear 1, unit 3 · strongest from \w+: -?[\d.e-]+$/));
    const output = await unit(page, 4 + 16);
    await page.mouse.move(output.x, output.y);
    await eventually(async () =>
      assert.match(await readout(page), /^Linear 3, unit 1 \(setosa\) · bias -?[\d.]+ · strongest from Linear 1, unit \d+: -?[\d.]+$/),
    );
    const input = await unit(page, 0);
    const near = { x: input.x + (hidden.x - input.x) * 0.12, y: input.y + (hidden.y - input.y) * 0.12 };
    await page.mouse.move(near.x, near.y);
    await eventually(async () => assert.match(await readout(page), /^sepal_length → Linear 1, unit \d+: weight -?[\d.]+$/));
    await page.mouse.click(output.x, output.y);
    await eventually(async () => assert.equal((await asked(page, "selected")).at(-1)?.[0], 2));
    await page.mouse.move(20, 20);
    await eventually(async () => assert.match(await readout(page), /setosa/));
  });
});

test("keys walk through units and connections and select, and a screen reader hears each step", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    await stage(page).focus();
    const spoken = page.locator("network-view [role=status]");
    await page.keyboard.press("ArrowDown");
    await eventually(async () => assert.equal(await spoken.textContent(), "sepal_length"));
    await page.keyboard.press("ArrowDown");
    await eventually(async () => assert.equal(await spoken.textContent(), "sepal_width"));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.match((await spoken.textContent()) ?? "", /^Linear 3, unit \d \(\w+\)/));
    await page.keyboard.press("PageDown");
    await eventually(async () => assert.match((await spoken.textContent()) ?? "", /^Linear 1, unit 1 → Linear 3, unit \d .*: weight/));
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal((await asked(page, "selected")).at(-1)?.[0], 2));
    // What is Ctrl's or Alt's stays VS Code's.
    const before = await viewport(page);
    await page.keyboard.press("Alt+ArrowLeft");
    await page.keyboard.press("Control+0");
    assert.deepEqual(await viewport(page), before);
  });
});

test("zoom, move and fit, by wheel, buttons, keys and drag", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    const fit = await viewport(page);
    const middle = await pointOf(stage(page));
    await page.mouse.move(middle.x, middle.y);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -120);
    await page.keyboard.up("Control");
    await eventually(async () => assert.ok((await viewport(page))[2]! > fit[2]! * 1.3));
    const zoomed = await viewport(page);
    await page.mouse.wheel(0, 60);
    await eventually(async () => assert.equal((await viewport(page))[1], zoomed[1]! - 60));
    await page.mouse.down();
    await page.mouse.move(middle.x + 50, middle.y + 10, { steps: 5 });
    await page.mouse.up();
    await eventually(async () => assert.equal((await viewport(page))[0], zoomed[0]! + 50));
    assert.deepEqual(
      (await asked(page, "selected")).map(([layer]) => layer),
      [undefined],
      "a drag is no click",
    );
    await page.getByRole("button", { name: "Fit (0)" }).click();
    await eventually(async () => assert.deepEqual(await viewport(page), fit));
    await page.getByRole("button", { name: "Zoom in (+)" }).click();
    await eventually(async () => assert.ok((await viewport(page))[2]! > fit[2]!));
    await stage(page).focus();
    await page.keyboard.press("0");
    await eventually(async () => assert.deepEqual(await viewport(page), fit));
    await page.keyboard.press("+");
    await page.keyboard.press("Shift+ArrowRight");
    const [x, , scale] = await viewport(page);
    await page.keyboard.press("-");
    await eventually(async () => assert.ok(Math.abs((await viewport(page))[2]! - fit[2]!) < 1e-9));
    assert.ok(scale! > fit[2]! && x! < fit[0]!);
  });
});

test("a network too wide to be read as a whole shows its beginning, follows the keys, and fits when asked", async () => {
  await onPage("deep", { width: 400 }, async (page) => {
    await open(page);
    const first = await viewport(page);
    assert.deepEqual([first[0], first[2]], [0, 0.5]);
    await stage(page).focus();
    for (let step = 0; step < 11; step++) await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.match(await readout(page), /^Linear 19, unit 1 \(pass\)/));
    assert.ok((await viewport(page))[0]! < -100);
    await page.keyboard.press("0");
    await eventually(async () => assert.ok((await viewport(page))[2]! < 0.5));
    assert.ok((await viewport(page))[0]! > -0.01);
  });
});

test("a layer that is selected in the pipeline stands out in the network", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    await card(page, 1).click();
    await eventually(async () => assert.equal(await page.locator("network-view svg g circle.stroke-focus").count(), 16));
    await page.evaluate(() => window.stage.session.select(2));
    await eventually(async () => assert.equal(await page.locator("network-view svg g circle.stroke-focus").count(), 3));
    assert.deepEqual(
      (await asked(page, "selected")).map(([layer]) => layer),
      [undefined, 1, 2],
    );
  });
});

test("large layers are blocks with the spread of their weights", async () => {
  await onPage("deep", {}, async (page) => {
    await open(page);
    await stage(page).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.match(await readout(page), /^Linear 1 · 1,024 units · 3,072 weights · mean .* · largest [\d.]+$/));
    assert.ok((await page.locator("network-view svg g rect").count()) > 6 * 21);
  });
});

test("the numbers stand in a table", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Show the numbers" }).click();
    await page.getByRole("row", { name: /^0\.weight 16 × 4/ }).waitFor();
    assert.equal(await page.getByRole("region", { name: "Weights by layer" }).getByRole("row").count(), 4 + 1 + 19);
    await page.getByRole("row", { name: /^Linear 1, unit 16 / }).waitFor();
    await page.getByRole("button", { name: "Show the network" }).click();
    await eventually(async () => assert.equal(await page.locator("network-view svg g line").count(), 112));
  });
});

for (const theme of ["dark", "light"])
  test(`pictures in ${theme} are an SVG and a PNG in the theme's colours`, async () => {
    await onPage("iris", { theme }, async (page) => {
      await open(page);
      await page.getByRole("button", { name: "Save picture as SVG…" }).click();
      await page.getByRole("button", { name: "Save picture as PNG…" }).click();
      await eventually(async () => assert.equal(await pictures(page), 2));
      assert.deepEqual(await page.evaluate(() => window.pictures().map(({ kind }) => kind)), ["svg", "png"]);
      const text = (await pictureBytes(page, 0)).toString();
      const read = await page.evaluate((source) => {
        const parsed = new DOMParser().parseFromString(source, "image/svg+xml");
        const names = [...new Set([...parsed.querySelectorAll("*")].map(({ tagName }) => tagName))].toSorted();
        return { error: parsed.querySelector("parsererror")?.textContent, names, lines: parsed.querySelectorAll("line").length };
      }, text);
      assert.deepEqual(read, { error: undefined, names: ["circle", "line", "rect", "svg", "text", "title"], lines: 112 });
      const background = /<rect width="\d+" height="\d+" fill="#(\w{2})/.exec(text)?.[1] ?? "";
      assert.ok(
        theme === "dark" ? Number.parseInt(background, 16) < 64 : Number.parseInt(background, 16) > 192,
        `the background is ${background}`,
      );
      assert.ok(!/var\(|style=|<script/.test(text));
      const bytes = await pictureBytes(page, 1);
      assert.equal(bytes.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
      const [width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(text)!.slice(1).map(Number);
      assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [2 * width!, 2 * height!]);
      mkdirSync(".out/screenshots/webview", { recursive: true });
      writeFileSync(`.out/screenshots/webview/network-saved-${theme}.png`, bytes);
    });
  });

test("without data it says what to do, and does it", async () => {
  await onPage("new", {}, async (page) => {
    await page.locator("#tab-network").click();
    await page.locator("network-view").getByRole("button", { name: "Choose CSV…" }).click();
    assert.ok((await calls(page)).includes("chooseCsv"));
    await screenshot(page, "network-new");
  });
});

for (const theme of ["dark", "light", "hc-black", "hc-light"])
  test(`the network in ${theme}`, async () => {
    for (const scenario of ["xor", "iris", "deep"]) {
      await onPage(scenario, { theme, forAxe: true }, async (page) => {
        await open(page);
        await card(page, 0).click();
        await stage(page).focus();
        for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
        await assertAccessible(page, inDock);
        await screenshot(page, `network-${scenario}-${theme}`);
      });
    }
  });

test("the network at 400 pixels, in Korean", async () => {
  for (const scenario of ["iris", "deep"]) {
    await onPage(scenario, { width: 400, height: 720, language: "ko" }, async (page) => {
      await open(page);
      await screenshot(page, `network-${scenario}-400`);
      await stage(page).focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await screenshot(page, `network-${scenario}-400-readout`);
      const { x, width } = (await page.locator("network-view .buttons").boundingBox())!;
      assert.ok(x >= 0 && x + width <= 400);
    });
  }
});
