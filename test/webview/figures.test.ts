// Live figures of lessons over real documents: what they show is the engine's, keys and pointer move them,
// what they stand at is reported, and a value that is set from outside is shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { assertAccessible } from "./axe.ts";
import { eventually, onFigure, screenshot, useGallery } from "./gallery.ts";

useGallery();

const slider = (page: Page, name: string): Locator => page.getByRole("slider", { name, exact: true });

/** The numbers of a line of bars. */
function numbers(line: string | null): number[] {
  return Array.from(line!.matchAll(/: ([\d.]+(?:e-?\d+)?)/g), ([, digits]) => Number.parseFloat(digits!));
}

/** What the figure has told last. */
async function reported(page: Page, expected: number | undefined): Promise<void> {
  await eventually(async () => {
    const told = await page.locator(".figures > section > :last-child").getAttribute("data-reported");
    assert.equal(told === null ? undefined : Number(told), expected);
  });
}

/** Sets its value as the host does. */
async function put(page: Page, value: number): Promise<void> {
  await page.locator(".figures > section > :last-child").evaluate((figure, given) => Object.assign(figure, { value: given }), value);
}

async function says(locator: Locator, pattern: RegExp): Promise<void> {
  await eventually(async () => assert.match((await locator.getAttribute("aria-valuetext")) ?? "", pattern));
}

test("activation: the point moves by keys, by a click and from outside; its numbers are the sigmoid's", async () => {
  await onFigure("activation", {}, async (page) => {
    await page.getByText("y = 0.881").waitFor();
    await page.getByText("y′ = 0.105").waitFor();
    await reported(page, undefined);
    await slider(page, "x").focus();
    await page.keyboard.press("ArrowRight");
    await reported(page, 2.05);
    await says(slider(page, "x"), /Sigmoid: at x 2\.05, y is 0\.886 and the slope 0\.101/);
    await put(page, 0);
    await page.getByText("y = 0.5", { exact: true }).waitFor();
    await page.getByText("y′ = 0.25", { exact: true }).waitFor();
    // A click on the curve, three quarters to the right of it.
    const chart = page.getByRole("application", { name: /^Sigmoid/ });
    const box = (await chart.boundingBox())!;
    await chart.click({ position: { x: box.width * 0.85, y: box.height * 0.12 } });
    const told = Number(await page.locator("activation-figure").getAttribute("data-reported"));
    assert.ok(told > 3 && told < 5, `the point went to ${told}`);
  });
});

test("activation: several layers have one point", async () => {
  await onFigure("activations", {}, async (page) => {
    await page.getByText("y = −0.762").waitFor();
    await page.getByText("y = −0.1", { exact: true }).waitFor();
    await says(slider(page, "x"), /Tanh: .*LeakyReLU\(negative_slope=0\.1\): /);
  });
});

test("loss-slice: both losses over the same weight, each with its own slope", async () => {
  await onFigure("loss-slice", {}, async (page) => {
    await page.getByRole("application", { name: /^BCELoss/ }).waitFor();
    await page.getByRole("application", { name: /^MSELoss/ }).waitFor();
    await slider(page, "0.weight[0]").focus();
    await page.keyboard.press("Home");
    await reported(page, -5);
    await says(slider(page, "0.weight[0]"), /BCELoss: at 0\.weight\[0\] = −5 the loss is [\d.]+, its slope −.*MSELoss: /);
    await put(page, 5);
    await says(slider(page, "0.weight[0]"), /= 5 the loss is [\d.]+, its slope 0\./);
  });
});

test("weight-path: steps are counted, and both ways are told", async () => {
  await onFigure("weight-path", {}, async (page) => {
    await says(slider(page, "Steps"), /1 … 10: After step 40: .*mean 0: After step 40: /);
    await slider(page, "Steps").focus();
    await page.keyboard.press("ArrowLeft");
    await reported(page, 39);
    await put(page, 3);
    await page
      .getByText(/^After step 3: /)
      .first()
      .waitFor();
    await page
      .getByRole("application", { name: /After step 3/ })
      .first()
      .focus();
    await page.keyboard.press("ArrowRight");
    await page
      .getByText(/^After step 0: /)
      .first()
      .waitFor();
  });
});

test("softmax: sliders change the shares; only the temperature is reported", async () => {
  await onFigure("softmax", {}, async (page) => {
    await page.getByText("0.705", { exact: true }).waitFor();
    await slider(page, "dog").focus();
    await page.keyboard.press("End");
    await page
      .getByRole("status")
      .filter({ hasText: /Softmax: cat 0\.047, dog 0\.950/ })
      .waitFor();
    await reported(page, undefined);
    await slider(page, "T").focus();
    await page.keyboard.press("ArrowRight");
    await reported(page, 1.5);
    await page
      .getByRole("status")
      .filter({ hasText: /Softmax: cat 0\.117, dog 0\.867/ })
      .waitFor();
    await put(page, 10);
    await page
      .getByRole("status")
      .filter({ hasText: /Softmax: cat 0\.3/ })
      .waitFor();
  });
});

test("perceptron-line: step by step, with each mistake", async () => {
  await onFigure("perceptron-line", {}, async (page) => {
    await page.getByText("Before the first step: the first weights.").first().waitFor();
    await page.getByRole("button", { name: "One step on" }).click();
    await reported(page, 1);
    await slider(page, "Present step").focus();
    await page.keyboard.press("ArrowRight");
    await reported(page, 2);
    await says(slider(page, "Present step"), /Rosenblatt: Mistake\. Row 4 is 1, but the answer was 0\. The weights move\. w₁ 0\.331/);
    await page.getByRole("button", { name: "One step back" }).click();
    await reported(page, 1);
    await says(
      slider(page, "Present step"),
      /Rosenblatt: Row \d is 0, and so was the answer\. Nothing changes\..*SGD: .*The weights move\./,
    );
    await put(page, 40);
    await says(slider(page, "Present step"), /0 of 4 wrong.*0 of 4 wrong/);
    assert.ok(await page.getByRole("button", { name: "One step on" }).isDisabled());
  });
});

test("layer-bars: the gradient of ten sigmoids vanishes, that of ReLU does not", async () => {
  await onFigure("layer-bars", {}, async (page) => {
    const lines = page.getByRole("list").getByRole("listitem");
    await eventually(async () => assert.equal(await lines.count(), 11));
    const [first, last] = await Promise.all([lines.first().textContent(), lines.last().textContent()]);
    const [sigmoidFirst, reluFirst] = numbers(first);
    const [sigmoidLast] = numbers(last);
    assert.ok(sigmoidFirst! < 1e-8 * sigmoidLast!, `${sigmoidFirst} of ${sigmoidLast}`);
    assert.ok(reluFirst! > 1e-3);
  });
});

test("table: what the untrained network answers, right or wrong", async () => {
  await onFigure("table", {}, async (page) => {
    await page.getByText("3 of 4 answered right.").waitFor();
    assert.equal(await page.getByRole("row").count(), 5);
    await page.getByRole("row", { name: "1 1 1 0 0.000 ✗ wrong" }).waitFor();
  });
});

test("a figure that its document does not fit says why, and asks again when the document has changed", async () => {
  await onFigure("loss-slice", {}, async (page) => {
    await page.getByRole("application", { name: /^BCELoss/ }).waitFor();
    await page
      .locator("loss-slice-figure")
      .evaluate((figure) => Object.assign(figure, { options: { weight: "7.weight[0]", losses: ["BCELoss"] } }));
    await page.getByRole("status").getByText("The network has no weight 7.weight[0].").waitFor();
    await page
      .locator("loss-slice-figure")
      .evaluate((figure) => Object.assign(figure, { options: { weight: "0.weight[0]", losses: ["BCELoss"] } }));
    await page.getByRole("application", { name: /^BCELoss/ }).waitFor();
    await page.locator("loss-slice-figure").evaluate((figure) => Object.assign(figure, { version: 1, ask: async () => undefined }));
    await page.getByText("This needs data and a network that fits it.").waitFor();
  });
});

for (const [theme, width, language] of [
  ["dark", 700, "en"],
  ["light", 400, "ko"],
  ["hc-black", 360, "en"],
  ["hc-light", 700, "ko"],
] as const) {
  test(`all figures in ${theme} at ${width} pixels in ${language}`, async () => {
    await onFigure("all", { theme, width, language, forAxe: true, height: 4800 }, async (page) => {
      await eventually(async () => {
        const waiting = await page
          .locator(".figures > section > :last-child")
          .evaluateAll((figures) => figures.filter(({ shadowRoot }) => !shadowRoot?.querySelector(".figure")).length);
        assert.equal(waiting, 0);
      });
      await page.locator("perceptron-line-figure").evaluate((figure) => Object.assign(figure, { value: 2 }));
      await page.locator("perceptron-line-figure .mistake").first().waitFor();
      await screenshot(page, `figures-${theme}-${width}-${language}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      assert.equal(await page.locator(".figures").evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), 0);
      const passed = await assertAccessible(page, { within: ".figures" });
      assert.ok(passed.includes("color-contrast"), "axe has looked at the page");
    });
  });
}
