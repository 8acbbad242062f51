// What lessons point at: every name of src/lessons/targets.ts is found in the builder, opened if need be and
// outlined, and what stands for it while it is not there.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { panelNames } from "../../src/lessons/lesson.ts";
import { plainTargets, settingTargets } from "../../src/lessons/targets.ts";
import type { BuilderPlace } from "../../src/lessons/lesson.ts";
import { asked, eventually, onPage, rewrite, screenshot, useGallery } from "./gallery.ts";

useGallery();

/** Points, and gives the name of what is outlined, once the outline is there. */
async function pointAt(page: Page, target: string): Promise<string> {
  // The outline of the target before must not be taken for this one.
  await page.keyboard.press("Escape");
  await page.evaluate((name) => window.stage.session.place.wish({ kind: "point", target: name }), target);
  const outline = page.locator(".pointed");
  await outline.waitFor();
  return outlined(page);
}

/**
 * The `data-target` of the element that the outline lies around, and whether a person can see all of it that
 * fits.
 */
async function outlined(page: Page): Promise<string> {
  return page.evaluate(() => {
    const root = document.querySelector("perceptron-builder")!.shadowRoot!;
    const own = root.querySelector(".pointed")!.getBoundingClientRect();
    const found: string[] = [];
    const look = (within: ParentNode): void => {
      for (const element of within.querySelectorAll<HTMLElement>("*")) {
        const target = element.dataset["target"];
        const { left, top, right, bottom, width } = element.getBoundingClientRect();
        const isAround =
          Math.abs(Math.max(1, left - 3) - own.left) < 1.5 &&
          Math.abs(Math.max(1, top - 3) - own.top) < 1.5 &&
          Math.abs(Math.min(innerWidth - 1, right + 3) - own.right) < 1.5 &&
          Math.abs(Math.min(innerHeight - 1, bottom + 3) - own.bottom) < 1.5;
        if (target && width > 0 && isAround) found.push(target);
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document);
    return found.join(" ");
  });
}

async function finds(page: Page, ...targets: readonly string[]): Promise<void> {
  for (const target of targets) {
    const found = await pointAt(page, target);
    assert.ok(found.split(" ").includes(target), `${target} was asked for, and ${found || "nothing"} is outlined`);
  }
}

/** What is there only now and then: while a run waits, or is over, or once the data is read. */
const passing = new Set([
  "data-rows",
  "step-batch",
  "step-epoch",
  "time-slider",
  "evaluate-threshold",
  "inside-next",
  "inside-back",
  "inside-check",
]);

test("every target that a document alone has is found and outlined", async () => {
  await onPage("binary", {}, async (page) => {
    await finds(page, ...plainTargets.filter((name) => !passing.has(name) && name !== "boundary-axes"));
    await finds(page, "palette:Sigmoid", "palette:Softmax", "palette:Step", "card:0", "card:3", "card-setting:0:out_features");
    await finds(page, ...panelNames.map((name) => `tab:${name}`));
    await page.getByRole("tab", { name: "Data" }).click();
    await page.locator("[data-target~=data-rows]").waitFor();
    await page.getByRole("tab", { name: "Loss" }).click();
    await finds(page, "data-rows");
    // Momentum belongs to SGD, which this document has.
    await finds(page, ...settingTargets.map((name) => `setting:${name}`));
    await screenshot(page, "targets-setting");
  });
});

test("targets of a trained network are found in their tabs", async () => {
  await onPage("binary-trained", {}, async (page) => {
    await finds(page, "boundary-axes", "time-slider", "evaluate-threshold", "inside-next", "inside-back");
    await page.evaluate(() => window.stage.session.place.wish({ kind: "open", place: { panel: "inside", stop: "gradient", layer: 0 } }));
    await page.getByRole("button", { name: "Check this gradient" }).waitFor();
    await finds(page, "inside-check");
    await screenshot(page, "targets-inside");
    // What is pressed by hand is told, and what a lesson wishes is done.
    await page.getByRole("button", { name: "Check this gradient" }).click();
    const checked = (): Promise<string | undefined> => page.evaluate(() => window.stage.session.place.shown?.checked);
    await eventually(async () => assert.equal(await checked(), "0.weight[0][0]"));
    await page.evaluate(() => window.stage.session.place.wish({ kind: "open", place: { panel: "inside", checked: "0.bias[2]" } }));
    await page.getByRole("button", { name: "Check this gradient" }).waitFor({ state: "detached" });
    await page.locator("number-focus h3").filter({ hasText: "∂L/∂b₃" }).waitFor();
    await eventually(async () => assert.equal(await checked(), "0.bias[2]"));
    await page.getByRole("button", { name: "Next batch" }).click();
    await eventually(async () => assert.equal(await checked(), undefined));
    // Once the document is another, it is opened anew.
    await rewrite(page, '"ReLU"', '"Tanh"');
    await page.getByText("The document has changed since.").waitFor();
    await page.evaluate(() => window.stage.session.place.wish({ kind: "open", place: { panel: "inside", stop: "forward", layer: 1 } }));
    await page.getByRole("heading", { name: /^Forward, layer 2 of \d+, Tanh/ }).waitFor();
    assert.equal(await page.getByText("The document has changed since.").count(), 0);
  });
});

test("while a run waits its steps are found; else the button that trains stands for them", async () => {
  await onPage("binary", {}, async (page) => {
    assert.match(await pointAt(page, "step-batch"), /train/);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "One batch" }).waitFor();
    await finds(page, "step-batch", "step-epoch", "pause");
  });
});

test("what is not there is stood for, and what stands for it is said", async () => {
  await onPage("binary", {}, async (page) => {
    assert.match(await pointAt(page, "card:9"), /pipeline/);
    assert.match(await pointAt(page, "card-setting:1:out_features"), /card:1/);
    assert.match(await pointAt(page, "inside-check"), /inside-next|tab:inside/);
    await finds(page, "train");
    await page.getByRole("status").filter({ hasText: "Outlined: Train" }).waitFor();
    await page.evaluate(() => window.stage.session.place.wish({ kind: "point", target: "nonsense" }));
    await page.getByRole("status").filter({ hasText: "That is not on the screen now." }).waitFor();
  });
});

test("at 400 pixels the drawer opens for settings, and the pipeline stands for the palette", async () => {
  await onPage("binary", { width: 400, height: 700 }, async (page) => {
    assert.match(await pointAt(page, "palette:Sigmoid"), /pipeline/);
    await finds(page, "setting:lr", "setting:optimizer", "card-setting:0:out_features", "train", "tab:problems");
    await screenshot(page, "targets-narrow");
  });
});

test("while the settings are a drawer, a layer of the palette is one press away", async () => {
  await onPage("binary", { width: 700, height: 800 }, async (page) => {
    await finds(page, "setting:batch_size");
    const cards = page.getByRole("button", { name: /^Layer \d+ of/ });
    const before = await cards.count();
    await page.getByRole("region", { name: "Palette" }).getByRole("button", { name: "Add Tanh", exact: true }).first().click();
    await eventually(async () => assert.equal(await cards.count(), before + 1));
  });
});

test("a press or Escape takes the outline away", async () => {
  await onPage("binary", {}, async (page) => {
    const outline = page.locator(".pointed");
    await finds(page, "train");
    await page.keyboard.press("Escape");
    await outline.waitFor({ state: "hidden" });
    await finds(page, "card:0");
    await page.mouse.click(600, 20);
    await outline.waitFor({ state: "hidden" });
  });
});

test("the builder says where it is, and goes where it is led", async () => {
  await onPage("binary", {}, async (page) => {
    const place = (): Promise<BuilderPlace | undefined> => page.evaluate(() => window.stage.session.place.shown);
    await eventually(async () => assert.deepEqual(await place(), { panel: "loss" }));
    await page.getByRole("tab", { name: "Data" }).click();
    await eventually(async () => assert.deepEqual(await place(), { panel: "data", page: "rows" }));
    await page.evaluate(() => window.stage.session.place.wish({ kind: "open", place: { panel: "evaluate", page: "features" } }));
    await eventually(async () => assert.deepEqual(await place(), { panel: "evaluate", page: "features" }));
    await page.evaluate(() => window.stage.session.place.wish({ kind: "open", place: { panel: "inside", stop: "forward", layer: 1 } }));
    await eventually(async () => assert.deepEqual(await place(), { panel: "inside", stop: "forward", layer: 1 }));
    await page.getByRole("button", { name: "Collapse" }).click();
    await eventually(async () => assert.equal(await place(), undefined));
  });
});

test("a layer that a text names is explained beside its entry, and a layer's description leads to its lesson", async () => {
  await onPage("binary", {}, async (page) => {
    await page.evaluate(() => window.stage.session.place.wish({ kind: "explain", layer: "Softmax" }));
    await page.getByRole("tooltip").getByRole("heading", { name: "Softmax" }).waitFor();
    await page.getByRole("button", { name: /^Layer 4 of/ }).click();
    await page.getByRole("button", { name: "See it in a lesson" }).click();
    assert.deepEqual(await asked(page, "openLesson"), [["binary-classification"]]);
  });
});
