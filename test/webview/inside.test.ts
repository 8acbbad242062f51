// The Inside panel in Chromium under the production policy, over the engine itself: a training step walked
// through stop by stop, every number opened and closed again, by mouse and by keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { assertAccessible, inDock } from "./axe.ts";
import type { TensorWindow } from "../../src/training/inside/types.ts";
import type { InsideView } from "../../webview/panels/inside/inside-view/inside-view.ts";
import { asked, eventually, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

async function open(page: Page): Promise<void> {
  await page.locator("#tab-inside").click();
  await page.locator("inside-view number-focus h3").waitFor();
}

/** The layers of the document, and what else is to be as it says. */
async function become(page: Page, change: Readonly<Record<string, unknown>>): Promise<void> {
  await page.evaluate((more) => {
    const document = JSON.parse(window.stage.text) as Record<string, unknown>;
    window.stage.write(JSON.stringify({ ...document, ...more }));
  }, change);
}

function title(page: Page): Locator {
  return page.locator("inside-view h2");
}

async function titleIs(page: Page, text: string | RegExp): Promise<void> {
  await eventually(async () =>
    assert.match((await title(page).textContent()) ?? "", text instanceof RegExp ? text : new RegExp(`^${text}$`)),
  );
}

function slider(page: Page): Locator {
  return page.locator("inside-view input[type=range]");
}

function heading(page: Page): Locator {
  return page.locator("number-focus h3");
}

/** The number in focus, once it is that of this symbol. */
async function valueOf(page: Page, symbol: string): Promise<string> {
  await eventually(async () => assert.equal(await heading(page).locator(".code").first().textContent(), symbol));
  return (await heading(page).locator(".value").textContent()) ?? "";
}

/** Texts of the picture by the address of their number. */
async function numbers(page: Page, prefix: string): Promise<Record<string, string>> {
  const all = await page
    .locator(`step-picture text[data-number^="${prefix}"]`)
    .evaluateAll((texts) => texts.map((text) => [text.getAttribute("data-number"), text.textContent] as const));
  return Object.fromEntries(all) as Record<string, string>;
}

function spoken(page: Page): Locator {
  return page.locator("inside-view > .unseen[role=status], inside-view .unseen[role=status]").last();
}

async function walk(page: Page, stops: number): Promise<void> {
  for (let stop = 0; stop < stops; stop++) {
    const before = await title(page).textContent();
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.notEqual(await title(page).textContent(), before));
  }
}

test("open iris, train, open Inside: the next key shows the first layer, and on to the update and the next batch", async () => {
  await onPage("iris", {}, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await open(page);
    await titleIs(page, "Batch 1");
    await page.keyboard.press("ArrowRight");
    await titleIs(page, "Forward, layer 1 of 3, Linear");
    const stops = [
      "Forward, layer 2 of 3, ReLU",
      "Forward, layer 3 of 3, Linear",
      "Loss, CrossEntropyLoss",
      "Backward, layer 3 of 3, Linear",
      "Backward, layer 3 of 3, Linear, parameters",
      "Backward, layer 2 of 3, ReLU",
      "Backward, layer 1 of 3, Linear",
      "Backward, layer 1 of 3, Linear, parameters",
      "Update, layer 1 of 3, Linear",
      "Update, layer 3 of 3, Linear",
      "Batch 2",
    ];
    for (const stop of stops) {
      await page.keyboard.press("ArrowRight");
      await titleIs(page, stop);
    }
    assert.equal(await page.getByRole("textbox", { name: "Step" }).inputValue(), "2");
    await page.keyboard.press("ArrowLeft");
    await titleIs(page, "Update, layer 3 of 3, Linear");
    assert.equal(await page.getByRole("textbox", { name: "Step" }).inputValue(), "1");
  });
});

test("buttons, phases and the slider lead to the same stops, and the pipeline marks the layer", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Next stop (→)" }).click();
    await titleIs(page, "Forward, layer 1 of 3, Linear");
    const followed = page.locator("layer-pipeline .card.followed");
    await eventually(async () => assert.equal(await followed.getAttribute("data-index"), "0"));
    await page.getByRole("button", { name: "Backward", exact: true }).click();
    await titleIs(page, "Backward, layer 3 of 3, Linear");
    await eventually(async () => assert.equal(await followed.getAttribute("data-index"), "2"));
    assert.equal(await slider(page).getAttribute("aria-valuetext"), "Backward, layer 3 of 3, Linear");
    await slider(page).focus();
    await page.keyboard.press("ArrowLeft");
    await titleIs(page, "Loss, CrossEntropyLoss");
    assert.equal(await followed.count(), 0);
    await page.keyboard.press("End");
    await titleIs(page, "Update, layer 3 of 3, Linear");
    await page.getByRole("button", { name: "Next batch" }).click();
    await eventually(async () => assert.equal(await page.getByRole("textbox", { name: "Step" }).inputValue(), "2"));
    await titleIs(page, "Update, layer 3 of 3, Linear");
    await page.getByRole("button", { name: "Next epoch" }).click();
    await eventually(async () => assert.match((await page.locator("inside-view .steps").textContent()) ?? "", /epoch 2, batch 1/));
    const step = page.getByRole("textbox", { name: "Step" });
    await step.fill("3");
    // What is typed stays while numbers arrive and are drawn.
    await page.locator("inside-view").evaluate(async (view: InsideView) => {
      view.requestUpdate();
      await view.updateComplete;
    });
    await page.keyboard.press("Enter");
    await eventually(async () => assert.match((await page.locator("inside-view .steps").textContent()) ?? "", /epoch 1, batch 3/));
    await step.fill("three");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await step.inputValue(), "3"));
    await page.locator("#tab-loss").click();
    assert.equal(await followed.count(), 0);
  });
});

test("the numbers of the picture are those of the explanation, of every unit and of the lines into it", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    await walk(page, 1);
    await eventually(async () => assert.equal(Object.keys(await numbers(page, "output 0 ")).length, 16));
    const outputs = await numbers(page, "output 0 0 ");
    for (const unit of [0, 3, 15]) {
      await page.getByRole("combobox", { name: "Unit" }).selectOption({ index: unit });
      const symbol = `z${String(unit + 1).replaceAll(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]!)}`;
      assert.equal(await valueOf(page, symbol), outputs[`output 0 0 ${unit}`]);
      const weights = await numbers(page, `before 0 ${unit} `);
      const factors = await page.locator("number-focus tbody tr td:nth-child(2) button").allTextContents();
      assert.deepEqual(
        factors.map((text) => text.trim()),
        [0, 1, 2, 3].map((from) => weights[`before 0 ${unit} ${from}`]),
      );
    }
    // A press on another unit chooses it.
    await eventually(async () => {
      await page.locator('step-picture text[data-number="output 0 0 1"]').click();
      assert.match((await heading(page).textContent()) ?? "", /z₂/);
    });
    assert.equal(await valueOf(page, "z₂"), outputs["output 0 0 1"]);
    // The row stays, and so does the unit, from stop to stop.
    await page.getByRole("combobox", { name: "Row" }).selectOption({ index: 5 });
    await page.locator("step-picture .stage").focus();
    await walk(page, 1);
    assert.equal(await valueOf(page, "a₂"), (await numbers(page, "output 1 5 "))["output 1 5 1"]);
    assert.equal(await page.locator("number-focus layer-curve circle.point").count(), 1);
    assert.equal(await page.locator("number-focus layer-curve line.tangent").count(), 1);
  });
});

test("down to the multiplication and up again, by mouse and by keys", async () => {
  await onPage("xor", {}, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Loss", exact: true }).click();
    const loss = await valueOf(page, "L");
    await page.getByRole("button", { name: /^L₁ = .*: open$/ }).click();
    const row = await valueOf(page, "L₁");
    await page
      .getByRole("button", { name: /^a₁ = .*: open$/ })
      .first()
      .click();
    await valueOf(page, "a₁");
    await page.getByRole("button", { name: /^z₁ = .*: open$/ }).click();
    await valueOf(page, "z₁");
    assert.match((await page.locator("number-focus .formula").first().textContent()) ?? "", /z₁ = Σ w x \+ b/);
    await page.getByRole("button", { name: /^w₂ = .*: open$/ }).click();
    await valueOf(page, "w₂");
    assert.equal(await page.locator("number-focus .line").count(), 0, "a weight before the step is given");
    const crumbs = page.getByRole("navigation", { name: "The way to this number" });
    assert.deepEqual(await crumbs.getByRole("button").allTextContents(), ["L", "L₁", "a₁", "z₁"]);
    assert.ok(await heading(page).evaluate((element) => element.matches(":focus")), "the number is read");
    await page.keyboard.press("Escape");
    await valueOf(page, "z₁");
    await crumbs.getByRole("button", { name: "L₁" }).click();
    assert.equal(await valueOf(page, "L₁"), row);
    await page.keyboard.press("Backspace");
    assert.equal(await valueOf(page, "L"), loss);
    assert.equal(await crumbs.count(), 0);
  });
});

test("∂L/∂w has its three factors for each row, and the finite difference beside it", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    await slider(page).fill("9");
    await titleIs(page, "Backward, layer 1 of 3, Linear, parameters");
    const value = await valueOf(page, "∂L/∂w₁");
    const heads = await page.locator("number-focus thead th.code").allTextContents();
    assert.deepEqual(
      heads.map((text) => text.trim()),
      ["∂L/∂a₁", "∂a₁/∂z₁", "x₁"],
    );
    assert.equal(await page.locator("number-focus tbody tr").count(), 16);
    const products = await page
      .locator("number-focus tbody tr td:last-child")
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("title")?.replace("−", "-"))));
    const sum = products.reduce((total, product) => total + product, 0);
    const shown = Number(value.replace("−", "-"));
    assert.ok(Math.abs(sum - shown) < 1e-3 * Math.abs(shown), `${sum} is not ${shown}`);
    await page.getByRole("button", { name: "Check this gradient" }).click();
    const check = page.locator("number-focus .check dd");
    await eventually(async () => assert.equal(await check.count(), 4));
    const [gradient, difference, , relative] = (await check.allTextContents()).map((text) => Number(text.replace("−", "-")));
    assert.ok(Math.abs(gradient! - shown) < 1e-3 * Math.abs(shown));
    assert.ok(Math.abs(difference! - gradient!) < 1e-4 * Math.abs(gradient!));
    assert.ok(relative! < 1e-4, `the relative difference is ${relative}`);
    // Of another number nothing was checked yet.
    await page.getByRole("combobox", { name: "Input" }).selectOption("petal_width");
    await valueOf(page, "∂L/∂w₄");
    await page.getByRole("button", { name: "Check this gradient" }).waitFor();
  });
});

test("the update tells the old weight, the gradient, moments and the new weight", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Update", exact: true }).click();
    const after = await valueOf(page, "w₁");
    const formulas = await page.locator("number-focus .formula").allTextContents();
    assert.match(formulas.join("\n"), /m = [\s\S]*v = [\s\S]*w₁ = /);
    assert.ok(formulas.at(-1)!.includes(`= ${after}`));
    assert.equal((await numbers(page, "after 0 0 "))["after 0 0 0"], after);
    // A bias has a number for each unit, in the unit's cell.
    await page.locator("step-picture .stage").focus();
    await walk(page, 1);
    await page.getByRole("button", { name: "bias", exact: true }).click();
    const bias = await valueOf(page, "b₁");
    assert.equal((await numbers(page, "after 2 0 "))["after 2 0 0"], bias);
  });
});

test("on to a condition in words or as an expression, and what is none is said", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "On until a condition holds…" }).click();
    const field = page.getByRole("textbox", { name: "On until" });
    await eventually(async () => assert.ok(await field.evaluate((input) => input.matches(":focus"))));
    await field.fill("step >= 20 && loss < 2");
    await page.keyboard.press("Enter");
    const step = page.getByRole("textbox", { name: "Step" });
    await eventually(async () => assert.ok(Number(await step.inputValue()) >= 20));
    const before = Number(await step.inputValue());
    await page.getByRole("button", { name: /^row \d+ is right$/ }).click();
    await eventually(async () => assert.ok(Number(await step.inputValue()) > before));
    await field.fill("loss <");
    await page.keyboard.press("Enter");
    await page.locator("inside-view .note").getByText("The condition ends too early").waitFor();
    await field.fill("layers[0].ded > 1");
    await page.keyboard.press("Enter");
    await page.locator("inside-view .note").getByText("There is no ded here. There are:").waitFor();
    await field.press("Escape");
    await eventually(async () => assert.equal(await field.count(), 0));
    await page.keyboard.press("ArrowRight");
    await titleIs(page, /^Forward, layer 1 of 3/);
  });
});

test("a search shows the step it is at and the number it goes by, moving, and stops where it is", async () => {
  await onPage("xor", {}, async (page) => {
    await become(page, { training: { epochs: 1_000_000, batch_size: 4, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 1e-4 } } });
    await open(page);
    await page.getByRole("button", { name: "On until a condition holds…" }).click();
    await page.getByRole("button", { name: "the gradient norm is above 10" }).click();
    const progress = page.locator("until-form .progress");
    const at = async (): Promise<number> => {
      const found = /^step ([\d,]+) of 1,000,000 · gradient norm [\d.e-]+$/.exec(await progress.innerText());
      assert.ok(found, await progress.innerText());
      return Number(found[1]!.replaceAll(",", ""));
    };
    await eventually(at);
    const first = await at();
    await eventually(async () => assert.ok((await at()) > first));
    await screenshot(page, "inside-search");
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await progress.waitFor({ state: "detached" });
    const step = page.getByRole("textbox", { name: "Step" });
    await eventually(async () => assert.ok(Number(await step.inputValue()) > first, "it stays where it was stopped"));
  });
});

/** Pixels that are not empty. */
async function painted(map: Locator): Promise<number> {
  return map.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, width, height);
    return data.filter((value, index) => index % 4 === 3 && value > 0).length;
  });
}

test("of a large network only what is seen is asked for, and every cell has its exact value", async () => {
  await onPage("deep", { height: 900 }, async (page) => {
    await open(page);
    await page.getByRole("button", { name: "Maximize panel" }).click();
    await page.locator("step-strips ol").focus();
    await page.keyboard.press("ArrowRight");
    await titleIs(page, /^Forward, layer 1 of 20/);
    await valueOf(page, "z₁");
    const map = page.locator("step-strips heat-map[whole]");
    await eventually(async () => assert.ok((await painted(map)) > 100));
    const windows = (await asked(page, "insideNumbers")).map(([window]) => window as TensorWindow);
    const numbers = windows.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
    assert.ok(numbers < 12_000, `${numbers} numbers were asked for`);
    const box = (await map.boundingBox())!;
    await page.mouse.move(box.x + 5, box.y + 4);
    const readout = page.locator("step-strips .readout");
    await eventually(async () => assert.match((await readout.textContent()) ?? "", /^Outputs of layer 1, Linear · row \d+ · unit 3: −?\d/));
    const exact = ((await readout.textContent()) ?? "").split(": ").at(-1)!;
    await page.mouse.click(box.x + 5, box.y + 4);
    await valueOf(page, "z₃");
    assert.equal(await heading(page).locator(".value").getAttribute("title"), exact);
    await page.locator("step-strips ol").focus();
    await page.keyboard.press("ArrowDown");
    await valueOf(page, "z₄");
    await page.keyboard.press("ArrowUp");
    await valueOf(page, "z₃");
    // By keys: into the map, a cell to the right and one down.
    await map.locator(".window").focus();
    await page.keyboard.press("ArrowRight");
    await valueOf(page, "z₄");
    await page.keyboard.press("ArrowDown");
    await eventually(async () => assert.match((await spoken(page).textContent()) ?? "", /unit 4: output/));
    await page.keyboard.press("Shift+ArrowRight");
    await titleIs(page, /^Forward, layer 2 of 20, Tanh/);
    await eventually(async () => assert.ok(await map.locator(".window").evaluate((window) => window.matches(":focus"))));
    await eventually(async () => assert.match((await readout.textContent()) ?? "", /^Row \d+ in strips/));
    await screenshot(page, "inside-large");
    // A long sum begins with what counts most; all of it is there in order.
    await slider(page).fill("3");
    await eventually(async () => assert.equal(await page.locator("number-focus tbody tr").count(), 24));
    await page.getByRole("button", { name: "Show all 1,025 in order" }).click();
    await eventually(async () => assert.equal(await page.locator("number-focus tbody tr").count(), 1025));
  });
});

test("a map is blue below zero and orange above, and a strip shows the chosen row", async () => {
  await onPage("deep", { height: 900 }, async (page) => {
    await open(page);
    await page.locator("step-strips ol").focus();
    await walk(page, 2);
    for (const row of [0, 2]) {
      await page.getByRole("combobox", { name: "Row" }).selectOption({ index: row });
      // The first layer is a strip now, the second a map of all rows.
      for (const [layer, at] of [
        [0, row],
        [1, 3],
      ] as const) {
        const map = page
          .locator("step-strips li")
          .nth(layer + 1)
          .locator("heat-map");
        await eventually(async () => {
          const found = await map.locator("canvas").evaluate(
            async (canvas: HTMLCanvasElement, { tensor, line, y }) => {
              const seen = { tensor, row: line, rows: 1, column: 0, columns: 100 };
              const numbers = await window.stage.worker.insideNumbers("memory:/binary.perceptron", seen);
              // A copy to read from: the canvas itself stays one to paint on.
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true })!;
              copy.drawImage(canvas, 0, 0);
              const { data } = copy.getImageData(0, y, canvas.width, 1);
              // 1,024 units are two pixels wide each.
              return [...(numbers?.data ?? [])].map((value, column) => {
                const pixel = 4 * (2 * column + 1);
                return { value, isBlue: data[pixel + 2]! > data[pixel]!, isOrange: data[pixel]! > data[pixel + 2]! };
              });
            },
            { tensor: { of: "output", layer } as const, line: at, y: layer === 0 ? 5 : Math.round(3.5 * 16) },
          );
          const clear = found.filter(({ value }) => Math.abs(value) > 0.02);
          assert.ok(clear.some(({ value }) => value < 0) && clear.some(({ value }) => value > 0), "both signs are there");
          for (const { value, isBlue, isOrange } of clear) assert.deepEqual([isBlue, isOrange], [value < 0, value > 0], String(value));
        });
      }
    }
  });
});

test("with the keyboard alone, and each stop is told", async () => {
  await onPage("xor", {}, async (page) => {
    await page.locator("#tab-loss").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.locator("inside-view number-focus h3").waitFor();
    assert.equal(await page.locator("#tab-inside").evaluate((tab) => tab.matches(":focus")), true, "walking through the tabs goes on");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.ok(await page.locator("step-picture .stage").evaluate((stage) => stage.matches(":focus"))));
    await page.keyboard.press("ArrowRight");
    await eventually(async () =>
      assert.match((await spoken(page).textContent()) ?? "", /^Forward, layer 1 of 4, Linear, unit 1: output −?[\d.]+$/),
    );
    await page.keyboard.press("ArrowDown");
    await eventually(async () => assert.match((await spoken(page).textContent()) ?? "", /^Forward, layer 1 of 4, Linear, unit 2: output/));
    await page.keyboard.press("PageDown");
    await eventually(async () => assert.notEqual(await page.getByRole("combobox", { name: "Row" }).inputValue(), "1"));
    await walk(page, 8);
    await eventually(async () =>
      assert.match((await spoken(page).textContent()) ?? "", /^Backward, layer 2 of 4, Tanh, unit 2: gradient −?[\d.e-]+$/),
    );
    await page.keyboard.press("Home");
    await titleIs(page, "Batch 1");
    // Tab leads on into the number in focus, and its operands are buttons with names.
    await page.keyboard.press("ArrowRight");
    await valueOf(page, "z₂");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await valueOf(page, "w₁");
    await page.keyboard.press("Escape");
    await valueOf(page, "z₂");
  });
});

test("where the person was is remembered, and a changed document is told", async () => {
  await onPage("iris", {}, async (page) => {
    await open(page);
    await walk(page, 2);
    await page.getByRole("combobox", { name: "Unit" }).selectOption({ index: 7 });
    await page.getByRole("button", { name: "Next batch" }).click();
    await eventually(async () => assert.equal(await page.getByRole("textbox", { name: "Step" }).inputValue(), "2"));
    await page.locator("#tab-data").click();
    await page.locator("#tab-inside").click();
    await titleIs(page, "Forward, layer 2 of 3, ReLU");
    await valueOf(page, "a₈");
    assert.equal(await page.getByRole("textbox", { name: "Step" }).inputValue(), "2");
    await become(page, { layers: [{ type: "Linear", out_features: 5 }, { type: "Tanh" }, { type: "Linear", out_features: 3 }] });
    const note = page.locator("inside-view .note");
    await note.getByText("The document has changed since.").waitFor();
    // Until it is opened anew, the step is what it was.
    await page.keyboard.press("ArrowRight");
    await titleIs(page, "Forward, layer 3 of 3, Linear");
    await eventually(async () => assert.equal(Object.keys(await numbers(page, "output 1 ")).length, 16));
    await page.keyboard.press("ArrowLeft");
    await note.getByRole("button", { name: "Open it anew" }).click();
    await titleIs(page, "Forward, layer 2 of 3, Tanh");
    await valueOf(page, "a₅");
    assert.equal(await page.getByRole("textbox", { name: "Step" }).inputValue(), "1");
    assert.equal(await note.count(), 0);
  });
});

test("what keeps a network from being trained is said, and mended it opens", async () => {
  await onPage("mismatch", {}, async (page) => {
    await page.locator("#tab-inside").click();
    await page.locator("inside-view .empty").getByText("Linear 3 expects 8 inputs, but the layer before gives 16.").waitFor();
    await page.locator("layer-pipeline").getByRole("button", { name: "Set in_features to 16" }).click();
    await titleIs(page, "Batch 1");
    await page.locator("inside-view number-focus h3").waitFor();
  });
});

test("every kind of layer is shown as honestly as Linear", async () => {
  await onPage("iris", {}, async (page) => {
    const kinds = ["Linear", "BatchNorm1d", "GLU", "LayerNorm", "Dropout", "Linear", "Softmax"];
    await become(page, {
      layers: kinds.map((type, index) => (type === "Linear" ? { type, out_features: index === 0 ? 8 : 3 } : { type })),
      training: {
        epochs: 3,
        batch_size: 8,
        loss: { type: "CrossEntropyLoss" },
        optimizer: { type: "SGD", lr: 0.1, momentum: 0.9, weight_decay: 0.01 },
        clip_grad_norm: 0.1,
      },
    });
    await open(page);
    const stops = Number(await slider(page).getAttribute("max"));
    for (let stop = 1; stop <= stops; stop++) {
      await page.locator("step-picture .stage").focus();
      await walk(page, 1);
      const name = (await title(page).textContent()) ?? "";
      await eventually(async () => assert.ok((await page.locator("number-focus .line").count()) > 0, `${name} shows no calculation`));
      await screenshot(page, `inside-kinds-${stop}`);
    }
  });
});

for (const theme of ["dark", "light", "hc-black", "hc-light"]) {
  test(`axe has nothing against it in ${theme}`, async () => {
    await onPage("iris", { theme, forAxe: true }, async (page) => {
      await open(page);
      await page.getByRole("button", { name: "On until a condition holds…" }).click();
      for (const stop of [1, 2, 4, 6, 9, 10]) {
        await slider(page).fill(String(stop));
        await eventually(async () => assert.ok((await page.locator("number-focus .line").count()) > 0));
        await screenshot(page, `inside-${theme}-${stop}`);
        if (stop === 2 || stop === 9) await assertAccessible(page, inDock);
      }
      await page.getByRole("button", { name: "Update", exact: true }).click();
      await become(page, { layers: [{ type: "Linear", out_features: 40 }, { type: "ReLU" }, { type: "Linear", out_features: 3 }] });
      await page.getByRole("button", { name: "Open it anew" }).click();
      await page.locator("step-strips heat-map[whole]").waitFor();
      await assertAccessible(page, inDock);
      await screenshot(page, `inside-${theme}-strips`);
    });
  });
}

for (const [width, language] of [
  [400, "en"],
  [400, "ko"],
  [900, "ko"],
] as const) {
  test(`nothing is wider than a window of ${width} in ${language}`, async () => {
    await onPage("iris", { width, height: 800, language }, async (page) => {
      await open(page);
      await page.locator("builder-dock vscode-toolbar-button").first().click();
      const count = Number(await slider(page).getAttribute("max"));
      for (let stop = 0; stop <= count; stop++) {
        await slider(page).fill(String(stop));
        await eventually(async () => assert.ok((await page.locator("number-focus .line").count()) > 0 || stop === 0));
        const wide = await page
          .locator("inside-view")
          .evaluate((view) =>
            [...view.shadowRoot!.querySelectorAll("*")]
              .filter((part) => part.getBoundingClientRect().right > innerWidth + 1 && !part.matches(".unseen"))
              .map((part) => part.className || part.tagName),
          );
        assert.deepEqual(wide, []);
        await screenshot(page, `inside-${width}-${language}-${stop}`);
      }
    });
  });
}

test("rows that a person picks are followed with the weights of the step, from their field and from the Data table", async () => {
  await onPage("iris", { height: 900 }, async (page) => {
    await open(page);
    const view = page.locator("inside-view");
    const rows = (): Promise<string[]> =>
      view
        .locator("label", { hasText: /^\s*Row/ })
        .locator("option")
        .allInnerTexts();
    const [own] = await rows();
    assert.ok(own);
    await view.getByRole("button", { name: "Pick rows…" }).click();
    const field = view.getByRole("textbox", { name: "Rows of the CSV" });
    await field.fill("17, 150");
    await field.press("Enter");
    await view.getByText("You picked the rows; the run takes this step with those of its batch.").waitFor();
    assert.deepEqual(await rows(), ["17", "150"]);
    await field.fill("0");
    await field.press("Enter");
    await view.getByText("Write numbers of rows, such as 1, 5, 17.").waitFor();
    await field.press("Escape");
    await view.getByRole("button", { name: "Show its batch" }).click();
    await eventually(async () => assert.equal((await rows())[0], own));
    await page.locator("#tab-data").click();
    const cell = page.getByRole("gridcell").first();
    await cell.click();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Alt+Enter");
    await view.getByText("You picked the rows; the run takes this step with those of its batch.").waitFor();
    assert.deepEqual(await rows(), ["3"]);
    await view.getByRole("button", { name: "Next batch" }).click();
    await eventually(async () => assert.ok((await rows()).length > 1, "the next step has its own rows"));
  });
});
