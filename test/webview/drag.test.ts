// Dragging as hands do it: from the palette, to another place, out of the pipeline, given up, and by touch.

import assert from "node:assert/strict";
import { test } from "node:test";
import { card, cards, documentText, drag, edits, haveLayers, onPage, pointOf, rewrite, screenshot, useGallery } from "./gallery.ts";

useGallery();

test("a layer of the palette is dropped between two layers, and undo takes it out again", async () => {
  await onPage("binary", {}, async (page) => {
    const text = await documentText(page);
    const from = await pointOf(page.getByRole("button", { name: "Add Tanh", exact: true }));
    await drag(page, from, await pointOf(card(page, 2), 0.5, 0.2), async () => {
      assert.equal(await page.locator(".insertion").count(), 1, "the place is shown");
      assert.equal(await page.locator(".ghost").count(), 1, "the layer is lifted");
      await screenshot(page, "drag-from-palette");
    });
    await haveLayers(page, "Linear", "ReLU", "Tanh", "Linear", "Sigmoid");
    assert.equal((await edits(page)).length, 1);
    assert.equal(await page.locator(".ghost, .insertion").count(), 0, "nothing of the drag is left");
    assert.equal(await card(page, 2).getAttribute("aria-current"), "true", "the new layer is selected");
    await page.keyboard.press("Control+z");
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid");
    assert.equal(await documentText(page), text);
  });
});

test("a layer is moved, and the shapes are shown while it is over its new place", async () => {
  await onPage("binary", {}, async (page) => {
    await drag(page, await pointOf(card(page, 0), 0.1), await pointOf(card(page, 2), 0.2, 0.8), async () => {
      assert.deepEqual(await page.locator(".shape.changed").allTextContents(), ["1 → 8", "3", "3 → 1", "8"]);
      await screenshot(page, "drag-reorder");
    });
    await haveLayers(page, "ReLU", "Linear", "Linear", "Sigmoid");
    assert.deepEqual(await edits(page), [{ op: "move", from: 0, to: 2 }]);
    assert.match((await card(page, 0).getAttribute("aria-label")) ?? "", /Layer 1 of 4, ReLU, 3 to 3/);
  });
});

test("dropped on its own place a layer changes nothing", async () => {
  await onPage("binary", {}, async (page) => {
    const from = await pointOf(card(page, 1), 0.1);
    await drag(page, from, { x: from.x + 40, y: from.y + 20 });
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid");
    assert.deepEqual(await edits(page), []);
  });
});

test("dropped outside of the pipeline a layer is removed", async () => {
  await onPage("binary", {}, async (page) => {
    const palette = page.getByRole("region", { name: "Palette" });
    await drag(page, await pointOf(card(page, 1)), await pointOf(palette, 0.5, 0.9), async () => {
      assert.equal(await page.locator(".ghost.going").count(), 1, "it shows that it would go");
      await screenshot(page, "drag-out");
    });
    await haveLayers(page, "Linear", "Linear", "Sigmoid");
  });
});

test("a layer of the palette that is dropped outside, or outside of the window, changes nothing", async () => {
  await onPage("binary", {}, async (page) => {
    const from = await pointOf(page.getByRole("button", { name: "Add ReLU", exact: true }));
    await drag(page, from, await pointOf(page.getByRole("region", { name: "Inspector" })));
    await drag(page, await pointOf(card(page, 0)), { x: -20, y: 300 });
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid");
    assert.deepEqual(await edits(page), []);
    assert.equal(await page.locator(".ghost").count(), 0);
  });
});

test("Escape gives a drag up", async () => {
  await onPage("binary", {}, async (page) => {
    await drag(page, await pointOf(card(page, 0)), await pointOf(card(page, 3), 0.5, 0.9), async () => {
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".ghost, .insertion").count(), 0);
    });
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid");
    assert.deepEqual(await edits(page), []);
  });
});

test("an empty pipeline takes its first layer", async () => {
  await onPage("empty", {}, async (page) => {
    await drag(
      page,
      await pointOf(page.getByRole("button", { name: "Add Linear" })),
      await pointOf(page.getByText("Drag a layer here, or press A.")),
    );
    await haveLayers(page, "Linear");
  });
});

test("a change from outside ends a drag", async () => {
  await onPage("binary", {}, async (page) => {
    await drag(page, await pointOf(card(page, 0)), await pointOf(card(page, 3), 0.5, 0.9), async () => {
      await rewrite(page, '"epochs": 10000', '"epochs": 500');
      await page.locator(".ghost").waitFor({ state: "detached" });
    });
    assert.deepEqual(await edits(page), []);
  });
});

test("by touch the picture of a card is the handle, and the rest of the card does not drag", async () => {
  await onPage("binary", { touch: true, width: 500 }, async (page) => {
    const touch = await page.context().newCDPSession(page);
    const swipe = async (from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
      await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [from] });
      for (let step = 1; step <= 10; step++) {
        const point = { x: from.x + ((to.x - from.x) * step) / 10, y: from.y + ((to.y - from.y) * step) / 10 };
        await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [point] });
      }
      await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    };
    await swipe(await pointOf(card(page, 1)), await pointOf(card(page, 3), 0.5, 0.9));
    assert.deepEqual(await edits(page), []);
    await swipe(await pointOf(card(page, 1).locator(".handle")), await pointOf(card(page, 3), 0.1, 0.9));
    await haveLayers(page, "Linear", "Linear", "Sigmoid", "ReLU");
    assert.equal(await cards(page).count(), 4);
  });
});
