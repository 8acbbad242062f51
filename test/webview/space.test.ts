// The Boundary panel over a run that the engine really trained: the plane and its rows by mouse and keyboard,
// features chosen, units of a layer, moments moved through and saved as a film, histograms, the landscape
// with its progress and its stop.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { asked, calls, card, eventually, onPage, type Picture, pictures, pointOf, rewrite, screenshot, useGallery } from "./gallery.ts";

useGallery();

async function openSpace(page: Page, part = "boundary"): Promise<Locator> {
  await page.locator("#tab-boundary").click();
  const view = page.locator("space-view");
  await view.getByRole("tablist").waitFor();
  await view.locator(`#space-${part}`).click();
  return view;
}

/** The pixels of a canvas as one string: it changes with the picture. */
async function pixels(canvas: Locator): Promise<string> {
  return canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
}

const plane = (page: Page): Locator => page.locator("plane-picture canvas").first();

test("the boundary over the two proposed features, with a score, a matrix and a legend", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    await view
      .getByRole("application", { name: /^Decision boundary over x and y, [\d.]+ %: of 100 validation rows answered right, epoch 12$/ })
      .waitFor();
    const counts = await view.locator(".confusion tbody td").allInnerTexts();
    assert.equal(
      counts.map(Number).reduce((sum, count) => sum + count, 0),
      100,
    );
    const right = (Number(counts[0]) + Number(counts[3])) / 100;
    assert.equal(await view.locator(".figure strong").innerText(), `${(100 * right).toFixed(1)} %`);
    assert.deepEqual(await view.locator(".legend li").allInnerTexts(), ["False", "True", "answered wrong"]);
    assert.equal(await view.getByText(/^The other features are held at their median or most frequent value: z \d+\.$/).count(), 1);
    await screenshot(page, "space-boundary");
  });
});

test("other features are chosen, none of them twice, and one alone is a curve", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    const before = await pixels(plane(page));
    await view.getByLabel("Vertical").selectOption({ label: "z" });
    await view.getByRole("application", { name: /^Decision boundary over x and z/ }).waitFor();
    await eventually(async () => assert.notEqual(await pixels(plane(page)), before));
    await view.getByLabel("Horizontal").selectOption({ label: "z" });
    await view.getByRole("application", { name: /^Decision boundary over z and x/ }).waitFor();
    assert.deepEqual(await view.getByLabel("Vertical").locator("option").allInnerTexts(), ["None: a curve", "x", "y"]);
    await view.getByLabel("Vertical").selectOption("");
    await view.locator("xy-chart").getByText("Answer over z").waitFor();
    await screenshot(page, "space-curve");
    // The choice outlives a look at another tab.
    await page.locator("#tab-loss").click();
    await openSpace(page);
    await view.locator("xy-chart").getByText("Answer over z").waitFor();
  });
});

test("rows are walked through by keys and read; Enter holds the others there, and its line of the CSV opens", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    const canvas = plane(page);
    await canvas.waitFor();
    await canvas.focus();
    await page.keyboard.press("ArrowRight");
    const reading = view.locator(".reading");
    await eventually(async () =>
      assert.match(await reading.innerText(), /^Row \d+: x \d+, y \d+; (True|False), answered (right|True|False)$/),
    );
    const first = await reading.innerText();
    await page.keyboard.press("ArrowUp");
    await eventually(async () => assert.notEqual(await reading.innerText(), first));
    assert.equal(await view.locator("plane-picture [role=status]").innerText(), await reading.innerText());
    const row = /^Row (\d+)/.exec(await reading.innerText())![1]!;
    await page.keyboard.press("Enter");
    await view.getByText(`The other features have the values of row ${row}.`).waitFor();
    await view.getByRole("button", { name: "Show in CSV" }).click();
    await eventually(async () => assert.ok((await calls(page)).includes(`openCsv binary.csv:${Number(row) + 1}`)));
    await view.getByRole("button", { name: "Hold at median" }).click();
    await view.getByText(/^The other features are held at their median or most frequent value: z \d+\.$/).waitFor();
  });
});

test("a click on a row leads to it", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    const canvas = plane(page);
    await canvas.waitFor();
    // Rows lie all over the plane, so one is near its middle.
    const box = (await canvas.boundingBox())!;
    const middle = { x: box.x + 56 + (box.width - 64) / 2, y: box.y + 8 + (box.height - 46) / 2 };
    await page.mouse.move(middle.x, middle.y);
    await eventually(async () => assert.match(await view.locator(".reading").innerText(), /^Row \d+: x \d+, y \d+/));
    await page.mouse.down();
    await page.mouse.up();
    await view.getByText(/^The other features have the values of row \d+\.$/).waitFor();
  });
});

test("units of the layer that is selected anywhere, as small pictures", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    const units = view.getByRole("list", { name: "Units of layer" }).getByRole("listitem");
    await eventually(async () => assert.equal(await units.count(), 8));
    assert.match((await units.first().locator("canvas").getAttribute("aria-label"))!, /^Unit 1: from \S+ to \S+$/);
    await card(page, 3).click();
    await eventually(async () => assert.equal(await units.count(), 1));
    await view.locator("unit-maps").getByRole("combobox").selectOption({ label: "1 Linear (8)" });
    await eventually(async () => assert.equal(await units.count(), 8));
    assert.deepEqual((await asked(page, "selected")).at(-1), [0], "it is selected in the whole builder");
  });
});

test("the slider moves boundary, score and matrix to a moment, by keys as well", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    const slider = view.getByRole("slider", { name: "Moment of the run" });
    await slider.waitFor();
    const last = await pixels(plane(page));
    assert.equal(await slider.getAttribute("aria-valuetext"), "Epoch 12");
    await slider.focus();
    await page.keyboard.press("Home");
    await view.getByRole("application", { name: /epoch 0$/ }).waitFor();
    await eventually(async () => assert.notEqual(await pixels(plane(page)), last));
    await page.keyboard.press("ArrowRight");
    await view.getByRole("application", { name: /epoch 1$/ }).waitFor();
    assert.equal(await slider.getAttribute("aria-valuetext"), "Epoch 1");
    await page.keyboard.press("End");
    await view.getByRole("application", { name: /epoch 12$/ }).waitFor();
    assert.equal(await slider.getAttribute("aria-valuetext"), "Epoch 12");
  });
});

test("the network is drawn with the weights of the moment, until the newest ones are chosen again", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    const slider = view.getByRole("slider", { name: "Moment of the run" });
    await slider.focus();
    await page.keyboard.press("Home");
    await view.getByRole("application", { name: /epoch 0$/ }).waitFor();
    await page.locator("#tab-network").click();
    await page.getByText("Weights of epoch 0, chosen in the tab Boundary").waitFor();
    await screenshot(page, "space-network");
    await openSpace(page);
    await slider.focus();
    await page.keyboard.press("End");
    await view.getByRole("application", { name: /epoch 12$/ }).waitFor();
    await page.locator("#tab-network").click();
    await page.getByText("Trained weights").waitFor();
  });
});

test("a unit that the keys come to in the network is seen over the same features", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    await page.locator("#tab-network").click();
    const network = page.locator("network-view");
    await network.locator(".stage").focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await network.locator("unit-glance").count(), 0, "an input is no unit of a layer");
    await page.keyboard.press("ArrowRight");
    const glance = network.locator("unit-glance");
    await glance.getByText("x across, y up").waitFor();
    assert.match((await glance.locator("canvas").getAttribute("aria-label"))!, /^Unit \d: from \S+ to \S+$/);
    await screenshot(page, "space-unit");
    await page.locator("#tab-loss").click();
    await eventually(async () => assert.ok((await calls(page)).includes("closeSpace")));
  });
});

test("the run is played from its beginning, paused, and saved as a film of all its moments", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    await view.getByRole("button", { name: "Play the run as a film" }).click();
    await view.getByRole("application", { name: /epoch 0$/ }).waitFor();
    await view.getByRole("application", { name: /epoch 1$/ }).waitFor();
    await view.getByRole("button", { name: "Pause the film" }).click();
    await view.getByRole("button", { name: "Save the film as GIF…" }).click();
    await eventually(async () => assert.equal(await pictures(page), 1));
    const { kind, head, frames } = await page.evaluate(() => {
      const [{ kind, bytes }] = window.pictures() as [Picture];
      // Each picture has a graphic control extension of its own.
      let frames = 0;
      for (let at = 0; at + 2 < bytes.length; at++) if (bytes[at] === 0x21 && bytes[at + 1] === 0xf9 && bytes[at + 2] === 4) frames++;
      return { kind, head: String.fromCharCode(...bytes.slice(0, 6)), frames };
    });
    const moments = Number(await view.getByRole("slider", { name: "Moment of the run" }).getAttribute("max")) + 1;
    assert.deepEqual([kind, head, frames], ["gif", "GIF89a", moments]);
  });
});

test("while it trains the boundary moves by itself, the moments grow, and nobody is asked once the panel is closed", async () => {
  await onPage("binary", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    await view.getByText("First weights, not trained").waitFor();
    const untrained = await pixels(plane(page));
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.evaluate(() => window.stage.advance(3000));
    await view.getByText("Live weights").waitFor();
    await eventually(async () => assert.notEqual(await pixels(plane(page)), untrained));
    const slider = view.getByRole("slider", { name: "Moment of the run" });
    assert.equal(await slider.getAttribute("aria-valuetext"), "now");
    const before = Number(await slider.getAttribute("max"));
    await page.evaluate(() => window.stage.advance(4000));
    await eventually(async () => assert.ok(Number(await slider.getAttribute("max")) > before));
    await page.locator("#tab-loss").click();
    await eventually(async () => assert.ok((await calls(page)).includes("closeSpace")));
  });
});

test("histograms of weights, outputs and gradients over the epochs, read by keys and as a table", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page, "histograms");
    await view.locator("histogram-page").getByRole("combobox").selectOption({ label: "1 Linear (8)" });
    await view.getByRole("application", { name: /^Weights and biases\. Epoch 12: mean \S+, deviation \S+, from \S+ to \S+$/ }).waitFor();
    const picture = view.getByRole("application", { name: /^Outputs of the layer/ });
    await picture.focus();
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.match(await view.locator("figure .reading").nth(1).innerText(), /^Epoch 0: /));
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.match(await view.locator("figure .reading").nth(1).innerText(), /^Epoch 1: /));
    await screenshot(page, "space-histograms");
    await view.getByRole("slider", { name: "Moment of the run" }).focus();
    await page.keyboard.press("Home");
    await view.getByRole("application", { name: /^Weights and biases\. Epoch 0: / }).waitFor();
    await view.getByRole("button", { name: "Show the numbers" }).click();
    const table = view.getByRole("region", { name: "Weights and biases" });
    assert.deepEqual(await table.getByRole("columnheader").allInnerTexts(), ["Epoch", "Mean", "Deviation", "Smallest", "Largest"]);
    // Epochs 0, 1, 2, 4, 8 and 12, below the head.
    assert.equal(await table.getByRole("row").count(), 7);
  });
});

test("the landscape comes piece by piece, is stopped and gone on with, and the way leads to its moments", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    await page.evaluate(() => (window.stage.isSlow = true));
    const view = await openSpace(page, "landscape");
    const stop = view.getByRole("button", { name: "Stop", exact: true });
    await stop.click();
    const known = (): Promise<string> => view.locator(".progress .code").innerText();
    await view.getByRole("button", { name: "Continue" }).waitFor();
    const at = await known();
    assert.match(at, /^\d+ of 961 points$/);
    await screenshot(page, "space-landscape-stopped");
    await page.evaluate(() => (window.stage.isSlow = false));
    await view.getByRole("button", { name: "Continue" }).click();
    await view.getByRole("button", { name: "Compute again" }).waitFor();
    await view
      .getByRole("application", { name: /^Loss landscape with the way of the run\. Epoch 12: loss on 100 validation rows$/ })
      .waitFor();
    const canvas = plane(page);
    await canvas.focus();
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.match(await view.locator(".reading").innerText(), /^Epoch 0: loss [\d.]+$/));
    await screenshot(page, "space-landscape");
    await view.getByLabel("Directions").selectOption("random");
    await view.getByText("Two random directions, each filter as long as the network's own.").waitFor();
    await view.getByRole("button", { name: "Compute again" }).waitFor();
    await view.getByRole("slider", { name: "Moment of the run" }).focus();
    await page.keyboard.press("Home");
    await view.getByRole("application", { name: /Epoch 0: loss on/ }).waitFor();
  });
});

test("answers as numbers for whoever does not see the picture", async () => {
  await onPage("iris", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    await view.getByRole("button", { name: "Show the numbers" }).click();
    const table = view.getByRole("region", { name: "Decision boundary as numbers" });
    assert.equal(await table.getByRole("row").count(), 10);
    assert.match(await table.getByRole("cell").first().innerText(), /^(setosa|versicolor|virginica) [\d.]+ %$/);
    await view.getByRole("button", { name: "Show the picture" }).click();
    await plane(page).waitFor();
  });
});

test("of a number the surface, with its scale", async () => {
  await onPage("rides", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    await view.getByText("Colour: the predicted number; in the circles the right one.").waitFor();
    assert.match(await view.locator(".figure > span").innerText(), /^R² on 99 validation rows, epoch 40$/);
    await screenshot(page, "space-surface");
    const canvas = plane(page);
    await canvas.hover({ position: { x: 80, y: 40 } });
    assert.ok(await pointOf(canvas));
  });
});

test("of a document that was changed since it says that these are the weights before", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openSpace(page);
    await view.getByText("The run's last weights").waitFor();
    await rewrite(page, '"ReLU"', '"Tanh"');
    await view.getByText("The network before your changes").waitFor();
  });
});

test("without data there is nothing to draw, and it says so", async () => {
  await onPage("new", {}, async (page) => {
    await page.locator("#tab-boundary").click();
    await page.getByText("The boundary is drawn here once the document can be trained.").waitFor();
  });
});

test("below each card its units stand over the same features, as long as the tab is open", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    await openSpace(page);
    const strip = (layer: number): Locator => page.locator("layer-pipeline unit-strip").nth(layer).locator("canvas");
    await eventually(async () => assert.deepEqual([await strip(0).count(), await strip(1).count(), await strip(3).count()], [8, 8, 1]));
    const before = await pixels(strip(0).first());
    assert.match((await strip(0).first().getAttribute("title"))!, /^Unit 1: from \S+ to \S+$/);
    await page.getByRole("slider", { name: "Moment of the run" }).focus();
    await page.keyboard.press("Home");
    await eventually(async () => assert.notEqual(await pixels(strip(0).first()), before));
    await screenshot(page, "space-pipeline");
    await page.locator("#tab-loss").click();
    await eventually(async () => assert.equal(await page.locator("layer-pipeline unit-strip").count(), 0));
  });
});

test("of a deep network the units stand below the cards that are on the screen, and no others are asked for", async () => {
  await onPage("long", { height: 1000 }, async (page) => {
    await openSpace(page);
    const strip = (layer: number): Locator => page.locator("layer-pipeline unit-strip").nth(layer).locator("canvas");
    await eventually(async () => assert.equal(await strip(0).count(), 16));
    const layers = async (): Promise<readonly number[]> => {
      const questions = (await asked(page, "askSpace")).filter(([kind]) => kind === "units");
      return ((questions.at(-1) ?? [])[1] as { readonly layers: readonly number[] }).layers;
    };
    assert.ok((await layers()).length < 20, String(await layers()));
    assert.equal(await strip(150).count(), 0);
    await card(page, 150).scrollIntoViewIfNeeded();
    await eventually(async () => assert.equal(await strip(150).count(), 16));
    assert.ok((await layers()).includes(150) && !(await layers()).includes(0), String(await layers()));
    await screenshot(page, "space-deep");
  });
});
