// Every chart is a table and a sound as well, and keys alone get to both. What each of them says is tested
// where the chart is; docs/accessibility.md lists them.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { card, eventually, onFigure, onPage, useGallery } from "./gallery.ts";

useGallery();

/** Keeps the highest and the lowest pitch of each tone that is played, in Hz, and counts marked points. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tones: (readonly [number, number])[] = [];
    Object.assign(window, { tones, marks: 0 });
    const start = Reflect.get(OscillatorNode.prototype, "start");
    OscillatorNode.prototype.start = function (when) {
      if (this.type === "square") Object.assign(window, { marks: (window as unknown as { marks: number }).marks + 1 });
      start.call(this, when);
    };
    const own = Reflect.get(AudioParam.prototype, "setValueCurveAtTime");
    AudioParam.prototype.setValueCurveAtTime = function (values, start, duration) {
      tones.push([Math.min(...values), Math.max(...values)]);
      return own.call(this, values, start, duration);
    };
  });
}

async function tonesOf(page: Page): Promise<readonly (readonly [number, number])[]> {
  return page.evaluate(() => (window as unknown as { tones: [number, number][] }).tones.splice(0));
}

/** Points that were marked since it was asked last. */
async function marksOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const told = window as unknown as { marks: number };
    const { marks } = told;
    told.marks = 0;
    return marks;
  });
}

async function press(button: Locator): Promise<void> {
  await button.focus();
  await button.press("Enter");
}

/** @param about in front of the buttons' names, where several charts are in sight */
async function assertTold(within: Locator, table: string, rows: number, tones: number, about = ""): Promise<void> {
  const page = within.page();
  await press(within.getByRole("button", { name: `${about}Show the numbers`, exact: true }));
  const region = within.getByRole("region", { name: table, exact: true }).first();
  await region.waitFor();
  assert.ok((await region.locator("tbody tr").count()) >= rows, `${table} has ${await region.locator("tbody tr").count()} rows`);
  assert.equal(await region.getAttribute("tabindex"), "0", `${table} can be scrolled by keys`);
  await press(within.getByRole("button", { name: new RegExp(`^${about}Show the (curve|picture)$`) }));
  await region.waitFor({ state: "detached" });
  if (tones > 0) await assertHeard(page, within, tones, about);
}

async function assertHeard(page: Page, within: Locator, tones: number, about = ""): Promise<void> {
  await press(within.getByRole("button", { name: `${about}Play as sound`, exact: true }));
  await within.getByRole("button", { name: `${about}Stop the sound`, exact: true }).waitFor();
  const heard = await tonesOf(page);
  assert.equal(heard.length, tones, about);
  for (const [low, high] of heard) assert.ok(low >= 219.9 && high <= 1760.1 && low <= high, `${about}${low} to ${high} Hz`);
  assert.ok(
    heard.some(([low, high]) => high > low),
    `${about}nothing moves`,
  );
  await page.keyboard.press("Escape");
  await within.getByRole("button", { name: `${about}Play as sound`, exact: true }).waitFor();
}

test("a layer's curve, the curves of an evaluation and the pictures of the space are told as tables and as sounds", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    await listen(page);
    await card(page, 1).click();
    await assertTold(page.locator("builder-inspector layer-curve"), "Curve as numbers", 25, 2, "Curve of ReLU: ");
    await card(page, 0).click();
    await page.locator("#tab-evaluate").click();
    const evaluation = page.locator("class-evaluation");
    await evaluation.locator("xy-chart").last().waitFor();
    for (const name of ["ROC curve", "Precision–recall curve", "Calibration curve"]) await assertTold(evaluation, name, 3, 2, `${name}: `);
    await page.locator("#tab-boundary").click();
    const space = page.locator("space-view");
    await space.getByRole("list", { name: "Units of layer" }).waitFor();
    // A surface has no one line to be heard; of one feature alone it is a curve, which is.
    await assertTold(space, "Decision boundary as numbers", 9, 0);
    await assertTold(space, "Units of layer", 8, 0);
    await space.locator("#space-histograms").click();
    await space.locator("histogram-page plane-picture").first().waitFor();
    await assertTold(space, "Weights and biases", 5, 0);
    for (const part of ["Weights and biases", "Outputs of the layer", "Gradients of the outputs"])
      await assertHeard(page, space, 1, `${part}: `);
    await space.locator("#space-landscape").click();
    await eventually(async () => assert.equal(await space.locator("landscape-page progress").count(), 0));
    await assertTold(space, "Loss landscape as numbers", 7 + 5, 0);
    await assertHeard(page, space, 1, "Loss along the way of the run: ");
  });
});

test("runs that are compared stand in a table by epoch, and are heard one after the other", async () => {
  await onPage("runs", { height: 1000 }, async (page) => {
    await listen(page);
    await page.locator("#tab-runs").click();
    for (const name of ["Compare slower", "Compare wider, overfits"]) await page.getByRole("checkbox", { name }).check();
    const curves = page.locator("run-curves");
    await assertTold(curves, "Loss by epoch", 10, 2);
    await press(curves.getByRole("checkbox", { name: "Training rows (dashed)" }));
    await page.keyboard.press("Space");
    await assertHeard(page, curves, 4);
  });
});

test("the confusion matrix is heard class by class, with a mark at the right answer", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    await listen(page);
    await page.locator("#tab-evaluate").click();
    const matrix = page.locator("confusion-matrix");
    await matrix.getByRole("table", { name: "Confusion matrix" }).waitFor();
    await assertHeard(page, matrix, 2, "Confusion matrix: ");
    assert.equal(await marksOf(page), 2);
  });
});

test("a stop of a training step is a table and a sound, and so is the curve below its number, with the point", async () => {
  await onPage("xor", { height: 1000 }, async (page) => {
    await listen(page);
    await page.locator("#tab-inside").click();
    const view = page.locator("inside-view");
    await view.locator("step-picture").waitFor();
    const about = "Numbers of the stop: ";
    await assertTold(view, "Inputs", 4, 0, about);
    await page.keyboard.press("ArrowRight");
    await view.getByRole("heading", { name: /^Forward, layer 1 of/ }).waitFor();
    await assertTold(view, "Outputs of layer 1, Linear", 4, 1, about);
    assert.equal(await marksOf(page), 1);
    await press(view.getByRole("button", { name: `${about}Show the numbers`, exact: true }));
    const table = view.getByRole("region", { name: "Outputs of layer 1, Linear", exact: true });
    assert.equal(await table.locator("[aria-current]").count(), 1, "the number in focus");
    assert.match((await table.locator("[aria-current]").getAttribute("title")) ?? "", /\d/);
    await page.keyboard.press("ArrowRight");
    await view.getByRole("region", { name: /^Outputs of layer 2, / }).waitFor();
    const curve = view.locator("number-focus layer-curve");
    const shape = /^Curve of (\w+)/.exec((await curve.getByRole("application").getAttribute("aria-label")) ?? "")![1]!;
    await assertHeard(page, curve, 2, `Curve of ${shape}: `);
    assert.equal(await marksOf(page), 1);
    await press(curve.getByRole("button", { name: `Curve of ${shape}: Show the numbers`, exact: true }));
    assert.equal(await curve.getByRole("rowheader", { name: /^the point / }).count(), 1);
  });
});

test("the line of a perceptron is a table of its steps, and a sound with a mark at the present one", async () => {
  await onFigure("perceptron-line", {}, async (page) => {
    await listen(page);
    const figure = page.locator("perceptron-line-figure");
    await page.getByRole("button", { name: "One step on" }).click();
    await press(figure.getByRole("button", { name: "Show the numbers", exact: true }));
    const region = figure.getByRole("region", { name: "The line step by step" });
    assert.equal(await region.getByRole("table").count(), 2, "of each document");
    assert.equal(await region.locator("[aria-current='step'] th").first().textContent(), "1");
    await press(figure.getByRole("button", { name: "Show the picture", exact: true }));
    await region.waitFor({ state: "detached" });
    // At the end both lines are in the picture, and SGD's still moves: the one before is heard with it.
    await figure.getByRole("slider", { name: "Present step" }).press("End");
    await assertHeard(page, figure, 1 + 2 + 2, "The line, then the mistakes step by step: ");
    assert.equal(await marksOf(page), 2);
  });
});
