// Everything without a pointer: walking, moving, removing, inserting, and the keys that belong to VS Code or
// to a field.

import assert from "node:assert/strict";
import { test } from "node:test";
import { card, documentText, edits, eventually, haveLayers, onPage, useGallery } from "./gallery.ts";
import type { Page } from "playwright-core";

useGallery();

/** The accessible name of what has the focus, through the shadow roots. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? "";
  });
}

test("arrows walk the cards and select them; Home and End lead to the ends", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.match(await focused(page), /^Layer 3 of 4, Linear, 8 to 1, 9 parameters$/);
    assert.equal(await card(page, 2).getAttribute("aria-current"), "true");
    await page.keyboard.press("End");
    assert.match(await focused(page), /^Layer 4 of 4, Sigmoid/);
    await page.keyboard.press("Home");
    assert.match(await focused(page), /^Layer 1 of 4/);
    await page.keyboard.press("ArrowUp");
    assert.match(await focused(page), /^Layer 1 of 4/);
    assert.deepEqual(await edits(page), []);
  });
});

test("two quick moves both count, the focus stays on the layer, and the move is announced", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).focus();
    await page.evaluate(() => {
      let card = document.activeElement;
      while (card?.shadowRoot?.activeElement) card = card.shadowRoot.activeElement;
      const key = { key: "ArrowDown", altKey: true, bubbles: true, composed: true };
      for (let time = 0; time < 2; time++) card?.dispatchEvent(new KeyboardEvent("keydown", key));
    });
    await eventually(async () => assert.equal((await edits(page)).length, 2));
    await haveLayers(page, "ReLU", "Linear", "Linear", "Sigmoid");
    await eventually(async () => assert.match(await focused(page), /^Layer 3 of 4, Linear, 1 to 8/));
    await page.getByRole("status").filter({ hasText: "Linear moved to place 3 of 4." }).waitFor({ state: "attached" });
  });
});

test("Delete removes and the focus goes to the neighbour", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 1).focus();
    await page.keyboard.press("Delete");
    await haveLayers(page, "Linear", "Linear", "Sigmoid");
    await eventually(async () => assert.match(await focused(page), /^Layer 2 of 3, Linear/));
    await page.getByRole("status").filter({ hasText: "ReLU removed." }).waitFor({ state: "attached" });
  });
});

test("right after opening, and where no card has the focus, A opens the list and arrows lead to the cards", async () => {
  await onPage("binary", {}, async (page) => {
    await page.keyboard.press("a");
    await page.getByRole("combobox", { name: "Layer to insert" }).fill("mish");
    await page.keyboard.press("Enter");
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid", "Mish");
    await page.keyboard.press("Escape");
    await page.locator("layer-pipeline .scroller").click({ position: { x: 8, y: 8 } });
    await page.keyboard.press("ArrowUp");
    await eventually(async () => assert.ok(await card(page, 4).evaluate((element) => element.matches(":focus"))));
  });
});

test("A opens the list of layers; typing and Enter insert after the card", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).focus();
    await page.keyboard.press("a");
    await page.keyboard.type("tan");
    const options = page.getByRole("listbox", { name: "Layers" }).getByRole("option");
    // Names that begin with the letters come first.
    assert.match((await options.first().getAttribute("aria-label")) ?? (await options.first().innerText()), /^Tanh\b/);
    assert.ok((await options.count()) < 8);
    await page.keyboard.press("Enter");
    await haveLayers(page, "Linear", "Tanh", "ReLU", "Linear", "Sigmoid");
    await eventually(async () => assert.match(await focused(page), /^Layer 2 of 5, Tanh/));
  });
});

test("Escape closes the list of layers and the focus is on the card again", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 1).click();
    await page.keyboard.press("Insert");
    await page.getByRole("combobox", { name: "Layer to insert" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: "Layer to insert" }).waitFor({ state: "detached" });
    await eventually(async () => assert.match(await focused(page), /^Layer 2 of 4/));
    assert.deepEqual(await edits(page), []);
  });
});

test("the palette inserts after the selected layer with Enter, and Escape leads back to the card", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).click();
    await page.getByRole("textbox", { name: "Search layers" }).focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "Add Linear");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "Add Sigmoid");
    await page.keyboard.press("Enter");
    await haveLayers(page, "Linear", "Sigmoid", "ReLU", "Linear", "Sigmoid");
    assert.equal(await focused(page), "Add Sigmoid");
    await page.keyboard.press("Escape");
    await eventually(async () => assert.match(await focused(page), /^Layer 2 of 5, Sigmoid/));
  });
});

test("Enter leads into the inspector, Escape back, and Escape on a card to the training settings", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 2).focus();
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await focused(page), "in_features"));
    await page.keyboard.press("Escape");
    await eventually(async () => assert.match(await focused(page), /^Layer 3 of 4/));
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Training" }).waitFor();
  });
});

test("undo and redo reach VS Code, but not while a field has text that is not committed", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 1).focus();
    await page.keyboard.press("Delete");
    await haveLayers(page, "Linear", "Linear", "Sigmoid");
    await page.keyboard.press("Control+z");
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid");
    await page.keyboard.press("Control+y");
    await haveLayers(page, "Linear", "Linear", "Sigmoid");

    await card(page, 0).click();
    const text = await documentText(page);
    const field = page.getByRole("textbox", { name: "out_features" });
    await field.click();
    await page.keyboard.press("End");
    await page.keyboard.type("7");
    assert.equal(await field.inputValue(), "87");
    await page.keyboard.press("Control+z");
    assert.equal(await field.inputValue(), "8", "the typing is undone");
    assert.equal(await documentText(page), text, "the document is not");
    await page.keyboard.press("Control+z");
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid");
  });
});

test("a letter begins the name of the layer to insert", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 1).focus();
    await page.keyboard.type("sof");
    const options = page.getByRole("listbox", { name: "Layers" }).getByRole("option");
    await eventually(async () => assert.match(await options.first().innerText(), /^Soft/));
    assert.equal(await page.getByRole("combobox", { name: "Layer to insert" }).inputValue(), "sof");
    await page.keyboard.type("tsi");
    await page.keyboard.press("Enter");
    await haveLayers(page, "Linear", "ReLU", "Softsign", "Linear", "Sigmoid");
  });
});
