// The inspector: a field commits once, a slider is one step of undo, bad input changes nothing, a default can
// be restored.

import assert from "node:assert/strict";
import { test } from "node:test";
import { card, documentText, edits, eventually, haveLayers, onPage, pointOf, screenshot, useGallery } from "./gallery.ts";

useGallery();

test("a number field commits on Enter and on leaving it, and Escape takes back what was typed", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).click();
    const field = page.getByRole("textbox", { name: "out_features" });
    await field.fill("24");
    assert.deepEqual(await edits(page), [], "typing alone changes nothing");
    await field.press("Enter");
    await eventually(async () => assert.match((await card(page, 0).getAttribute("aria-label")) ?? "", /3 to 24, 96 parameters/));
    await field.fill("12");
    await card(page, 1).focus();
    await eventually(async () => assert.match((await card(page, 0).getAttribute("aria-label")) ?? "", /3 to 12/));
    await field.fill("99");
    await field.press("Escape");
    assert.equal(await field.inputValue(), "12");
    await field.press("Enter");
    assert.deepEqual(
      await edits(page),
      [24, 12].map((value) => ({ op: "set", path: ["layers", 0, "out_features"], value })),
    );
  });
});

test("bad input gets a sentence under the field and changes nothing", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).click();
    const field = page.getByRole("textbox", { name: "out_features" });
    for (const [text, sentence] of [
      ["0", "out_features must be at least 1."],
      ["2.5", "out_features must be a whole number."],
      ["many", '"many" is not a number. Write out_features as in 0.01 or 1e-3.'],
      ["", "out_features needs a number."],
    ] as const) {
      await field.fill(text);
      await field.press("Enter");
      await page.getByText(sentence).waitFor();
      assert.equal(await field.getAttribute("aria-invalid"), "true");
    }
    await screenshot(page, "field-error");
    await field.press("Escape");
    assert.equal(await field.inputValue(), "8");
    assert.equal(await field.getAttribute("aria-invalid"), "false");
    assert.deepEqual(await edits(page), []);
  });
});

test("dragging a slider shows the new shape at once and is one edit", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).click();
    const slider = page.getByRole("slider", { name: "out_features, slider" });
    const from = await pointOf(slider, 0.06);
    const to = await pointOf(slider, 0.5);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 10 });
    await eventually(async () => assert.match((await card(page, 0).getAttribute("aria-label")) ?? "", /3 to 6\d/));
    assert.deepEqual(await edits(page), [], "nothing is in the document yet");
    await page.mouse.up();
    await eventually(async () => assert.equal((await edits(page)).length, 1));
    await page.keyboard.press("Control+z");
    await eventually(async () => assert.match((await card(page, 0).getAttribute("aria-label")) ?? "", /3 to 8/));
  });
});

test("a parameter that follows from the layers before shows it, and may be written and left out again", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 2).click();
    const field = page.getByRole("textbox", { name: "in_features" });
    assert.equal(await field.inputValue(), "");
    assert.equal(await field.getAttribute("placeholder"), "8");
    await field.fill("9");
    await field.press("Enter");
    const sentence = "Linear 3 expects 9 inputs, but the layer before gives 8. Set in_features to 8.";
    await page.getByRole("region", { name: "Inspector" }).getByText(sentence).waitFor();
    await page.getByRole("button", { name: "Restore the default of in_features" }).click();
    await page.getByText(sentence).first().waitFor({ state: "detached" });
    assert.doesNotMatch(await documentText(page), /in_features/);
  });
});

test("switches and lists change the document, and PyTorch's default is restored by leaving the field out", async () => {
  await onPage("iris", {}, async (page) => {
    const text = await documentText(page);
    await card(page, 2).click();
    await page.getByRole("checkbox", { name: "bias" }).focus();
    await page.keyboard.press("Space");
    await eventually(async () => assert.match((await card(page, 2).getAttribute("aria-label")) ?? "", /48 parameters, bias=False/));
    await page.getByRole("combobox", { name: "init" }).selectOption("zeros");
    await eventually(async () => assert.match(await documentText(page), /"out_features": 3, "bias": false, "init": "zeros"/));
    await page.getByRole("button", { name: "Restore the default of bias" }).click();
    await page.getByRole("button", { name: "Restore the default of init" }).click();
    await eventually(async () => assert.equal(await documentText(page), text));
  });
});

test("with nothing selected the training is set: epochs, batch size and learning rate first, the rest below More", async () => {
  await onPage("iris", {}, async (page) => {
    const inspector = page.getByRole("region", { name: "Inspector" });
    const fields = inspector.locator("training-settings parameter-field");
    await eventually(async () => assert.deepEqual(await fields.locator(".name").allInnerTexts(), ["epochs", "batch_size", "lr"]));
    assert.equal(await inspector.getByRole("combobox", { name: "Optimizer" }).count(), 0);
    const more = inspector.getByRole("button", { name: /^More/ });
    assert.match(await more.innerText(), /CrossEntropyLoss · Adam/);
    await screenshot(page, "training-settings-common");
    await more.click();
    await inspector.getByRole("combobox", { name: "Optimizer" }).selectOption("SGD");
    await eventually(async () => assert.match(await documentText(page), /"optimizer": \{ "type": "SGD", "lr": 0.01 \}/));
    await inspector.getByRole("combobox", { name: "Optimizer" }).selectOption("Adam");
    await inspector.getByRole("textbox", { name: "betas" }).fill("0.8, 0.99");
    await inspector.getByRole("textbox", { name: "betas" }).press("Enter");
    await eventually(async () => assert.match(await documentText(page), /"betas": \[0.8, 0.99\]/));
    await inspector.getByRole("textbox", { name: "betas" }).fill("0.8");
    await inspector.getByRole("textbox", { name: "betas" }).press("Enter");
    await inspector.getByText("betas needs 2 numbers, not 1.").waitFor();
    await inspector.getByRole("textbox", { name: "betas" }).press("Escape");
    await inspector.getByRole("textbox", { name: "epochs" }).fill("250");
    await inspector.getByRole("textbox", { name: "epochs" }).press("Enter");
    await eventually(async () => assert.match(await documentText(page), /"epochs": 250/));
    await inspector.getByRole("textbox", { name: "test" }).fill("0.2");
    await inspector.getByRole("textbox", { name: "test" }).press("Enter");
    await eventually(async () => assert.match(await documentText(page), /"split": \{ "train": 0.7, "validation": 0.1, "test": 0.2 \}/));
    await screenshot(page, "training-settings");
    await page.reload();
    await inspector.getByRole("combobox", { name: "Optimizer" }).waitFor();
    assert.equal(await more.getAttribute("aria-expanded"), "true");
    assert.equal(await inspector.getByRole("textbox", { name: "lr" }).count(), 1, "the learning rate stands once");
  });
});

test("Rosenblatt's rule is chosen with its own rate, and what it has no use for is not asked, but shown where it is", async () => {
  await onPage("rosenblatt", {}, async (page) => {
    const inspector = page.getByRole("region", { name: "Inspector" });
    const choice = (name: string) => inspector.getByRole("combobox", { name, exact: true });
    const clipping = inspector.getByRole("textbox", { name: "clip_grad_norm" });
    await inspector.getByRole("button", { name: /^More/ }).click();
    await inspector.getByRole("heading", { name: "Early stopping", exact: true }).waitFor();
    assert.deepEqual([await choice("Scheduler").count(), await clipping.count()], [0, 0]);
    await screenshot(page, "training-settings-rosenblatt");
    await choice("Optimizer").selectOption("SGD");
    await eventually(async () => assert.match(await documentText(page), /"optimizer": \{ "type": "SGD", "lr": 0.01 \}/));
    await choice("Scheduler").selectOption("ExponentialLR");
    await clipping.fill("2");
    await clipping.press("Enter");
    await choice("Optimizer").selectOption("Perceptron");
    await eventually(async () => assert.match(await documentText(page), /"optimizer": \{ "type": "Perceptron" \}/));
    await inspector.getByText("Rosenblatt's rule (Perceptron) has no use for scheduler. Remove it.").waitFor();
    await inspector.getByText("Rosenblatt's rule (Perceptron) has no use for clip_grad_norm. Remove it.").waitFor();
    await choice("Scheduler").selectOption("");
    await clipping.fill("");
    await clipping.press("Enter");
    await eventually(async () => assert.deepEqual([await choice("Scheduler").count(), await clipping.count()], [0, 0]));
  });
});

test("a label is shown on the card, with the type beside it", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).click();
    await page.getByRole("textbox", { name: "Label" }).fill("first look");
    await page.getByRole("textbox", { name: "Label" }).press("Enter");
    await eventually(async () => assert.match((await card(page, 0).getAttribute("aria-label")) ?? "", /first look, Linear, 3 to 8/));
    await page.getByRole("button", { name: "Remove layer" }).click();
    await haveLayers(page, "ReLU", "Linear", "Sigmoid");
  });
});

test("an activation shows its curve with its parameters, which follows the slider and is exact under the cross-hair", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Add LeakyReLU", exact: true }).click();
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid", "LeakyReLU");
    const curve = page.getByRole("region", { name: "Inspector" }).getByRole("application", { name: /^Curve of LeakyReLU/ });
    assert.match((await curve.getAttribute("aria-label")) ?? "", /−6: −0\.06/);
    const slider = page.getByRole("slider", { name: "negative_slope, slider" });
    await slider.scrollIntoViewIfNeeded();
    const from = await pointOf(slider, 0.03);
    const to = await pointOf(slider, 0.5);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await eventually(async () => assert.match((await curve.getAttribute("aria-label")) ?? "", /−6: −1\.5/));
    assert.equal((await edits(page)).length, 1, "only the insertion is in the document");
    await page.mouse.up();
    await eventually(async () => assert.equal((await edits(page)).length, 2));
    await screenshot(page, "inspector-curve");
    const middle = await pointOf(curve, 0.25, 0.5);
    await page.mouse.move(middle.x, middle.y);
    await page.getByText(/^y′ 0\.25$/).waitFor();
    await page.mouse.move(5, 5);
    await curve.focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText(/^y′ 1$/).waitFor();
    await page.getByRole("button", { name: "Restore the default of negative_slope" }).click();
    await eventually(async () => assert.match((await curve.getAttribute("aria-label")) ?? "", /−6: −0\.06/));
  });
});

test("after an edit of one layer among 200 only the cards are drawn that it changes", async () => {
  await onPage("long", {}, async (page) => {
    await page.locator("layer-pipeline .card").nth(199).waitFor();
    await page.evaluate(() => {
      const pipeline = customElements.get("layer-pipeline")!.prototype as unknown as {
        card: (this: unknown, card: { readonly index: number }) => unknown;
      };
      const draw = pipeline.card;
      pipeline.card = function (drawn) {
        window.stage.calls.push({ name: "drawn", args: [drawn.index] });
        return draw.call(this, drawn);
      };
    });
    const drawn = () => page.evaluate(() => window.stage.calls.flatMap(({ name, args }) => (name === "drawn" ? [args[0] as number] : [])));
    await page.evaluate(async () => {
      const edit = { op: "set", path: ["layers", 100, "out_features"], value: 33 } as const;
      await window.stage.session.edit(window.stage.document.version, edit);
    });
    await eventually(async () => assert.match((await card(page, 100).getAttribute("aria-label")) ?? "", /to 33/));
    // The next ones take what it gives, or have it above them.
    assert.deepEqual(
      [...new Set(await drawn())].filter((index) => index < 100 || index > 102),
      [],
    );
    assert.ok((await drawn()).includes(100));
  });
});
