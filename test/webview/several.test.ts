// Several layers at a time: selected, moved, copied, cut, pasted as text, duplicated, removed and folded;
// each is one step of undo.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import {
  calls,
  card,
  cards,
  documentText,
  drag,
  edits,
  eventually,
  haveLayers,
  onPage,
  pointOf,
  screenshot,
  useGallery,
} from "./gallery.ts";

useGallery();

/** What a Ctrl+V of this text does. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function pressed(page: Page): Promise<number[]> {
  const states = await cards(page).evaluateAll((all) => all.map((one) => one.getAttribute("aria-pressed")));
  return states.flatMap((state, index) => (state === "true" ? [index] : []));
}

test("Shift and Ctrl select several with the mouse, Shift+arrows and Ctrl+A with the keyboard", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).click();
    await card(page, 2).click({ modifiers: ["Shift"] });
    await eventually(async () => assert.deepEqual(await pressed(page), [0, 1, 2]));
    await page.getByRole("heading", { name: "3 layers" }).waitFor();
    await screenshot(page, "several");
    await card(page, 1).click({ modifiers: ["Control"] });
    await eventually(async () => assert.deepEqual(await pressed(page), [0, 2]));
    await card(page, 3).click();
    await eventually(async () => assert.deepEqual(await pressed(page), []));
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Shift+ArrowUp");
    await eventually(async () => assert.deepEqual(await pressed(page), [1, 2, 3]));
    await page.keyboard.press("Shift+ArrowDown");
    await eventually(async () => assert.deepEqual(await pressed(page), [2, 3]));
    await page.getByRole("status").filter({ hasText: "2 layers selected" }).waitFor({ state: "attached" });
    await page.keyboard.press("Control+a");
    await eventually(async () => assert.deepEqual(await pressed(page), [0, 1, 2, 3]));
    assert.deepEqual(await edits(page), []);
  });
});

test("several are moved, removed and duplicated as one step", async () => {
  await onPage("binary", {}, async (page) => {
    const text = await documentText(page);
    await card(page, 0).click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Alt+ArrowDown");
    await haveLayers(page, "Linear", "Linear", "ReLU", "Sigmoid");
    await eventually(async () => assert.deepEqual(await pressed(page), [1, 2]));
    await page.keyboard.press("Control+d");
    await haveLayers(page, "Linear", "Linear", "ReLU", "Linear", "ReLU", "Sigmoid");
    await eventually(async () => assert.deepEqual(await pressed(page), [3, 4]));
    await page.keyboard.press("Delete");
    await haveLayers(page, "Linear", "Linear", "ReLU", "Sigmoid");
    assert.equal((await edits(page)).length, 3);
    for (let step = 0; step < 3; step++) await page.keyboard.press("Control+z");
    await eventually(async () => assert.equal(await documentText(page), text));
  });
});

test("several are dragged together, and with Alt copies are dropped", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).click();
    await card(page, 1).click({ modifiers: ["Shift"] });
    await drag(page, await pointOf(card(page, 1), 0.1), await pointOf(card(page, 3), 0.2, 0.9), async () => {
      await page.locator(".ghost", { hasText: "2 layers" }).waitFor();
      assert.equal(await page.locator(".card.lifted").count(), 2);
      await screenshot(page, "drag-several");
    });
    await haveLayers(page, "Linear", "Sigmoid", "Linear", "ReLU");
    await card(page, 1).click();
    await page.keyboard.down("Alt");
    await drag(page, await pointOf(card(page, 1), 0.1), await pointOf(card(page, 0), 0.2, 0.1), async () => {
      await page.locator(".ghost vscode-icon[name=copy]").waitFor();
      await screenshot(page, "drag-copy");
    });
    await page.keyboard.up("Alt");
    await haveLayers(page, "Sigmoid", "Linear", "Sigmoid", "Linear", "ReLU");
    assert.equal((await edits(page)).length, 2);
  });
});

test("copy gives lines of PyTorch, cut removes as well, and what was cut can be pasted again", async () => {
  await onPage("binary", {}, async (page) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await card(page, 0).click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Control+c");
    const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    await eventually(async () => assert.equal(await clipboard(), "nn.Linear(3, 8),\nnn.ReLU(),\n"));
    await page.keyboard.press("Control+x");
    await haveLayers(page, "Linear", "Sigmoid");
    await eventually(async () => assert.equal(await card(page, 0).getAttribute("aria-current"), "true"));
    await page.keyboard.press("Control+v");
    await haveLayers(page, "Linear", "Linear", "ReLU", "Sigmoid");
    // The sizes that follow from the layers before are left out.
    assert.match(await documentText(page), /\{ "type": "Linear", "out_features": 8 \}/);
  });
});

test("a pasted nn.Sequential becomes layers, and what cannot be read is said", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 3).click();
    await paste(page, "model = nn.Sequential(\n    nn.Linear(1, 4),\n    nn.Tanh(),\n    nn.Conv2d(1, 2, 3),\n)");
    await haveLayers(page, "Linear", "ReLU", "Linear", "Sigmoid", "Linear", "Tanh");
    assert.equal((await edits(page)).length, 1);
    await page.getByText("Line 4: Perceptron has no layer Conv2d, so it is left out.").first().waitFor();
    await screenshot(page, "paste");
  });
});

test("duplicate makes as many copies as the field says", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 1).click();
    const inspector = page.getByRole("region", { name: "Inspector" });
    await inspector.getByRole("textbox", { name: "Copies" }).fill("3");
    await inspector.getByRole("textbox", { name: "Copies" }).press("Enter");
    await inspector.getByRole("button", { name: "Duplicate", exact: true }).click();
    await haveLayers(page, "Linear", "ReLU", "ReLU", "ReLU", "ReLU", "Linear", "Sigmoid");
    assert.equal((await edits(page)).length, 1);
  });
});

test("a run of layers folds to one row, which moves as one and opens with Enter", async () => {
  await onPage("deep", {}, async (page) => {
    await card(page, 2).click();
    await card(page, 15).click({ modifiers: ["Shift"] });
    await page.getByRole("button", { name: "Fold to one row" }).click();
    const fold = page.getByRole("button", { name: /^Layers 3 to 16 of 20, folded: Linear, Tanh/ });
    await fold.waitFor();
    assert.equal(await cards(page).count(), 6);
    await screenshot(page, "fold");
    await card(page, 1).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Alt+ArrowUp");
    await page.getByRole("button", { name: /^Layers 2 to 15 of 20, folded: Linear, Tanh/ }).waitFor();
    await eventually(async () => assert.equal(await cards(page).count(), 6));
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await cards(page).count(), 20));
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("button", { name: /^Layers 2 to 15 of 20/ }).waitFor();
    await page.keyboard.press("ArrowRight");
    await eventually(async () => assert.equal(await cards(page).count(), 20));
    assert.equal((await edits(page)).length, 1, "folds are not in the document");
  });
});

test("a CSV from the explorer is used, and one from outside is refused with what to do", async () => {
  await onPage("new", {}, async (page) => {
    await page.getByText("Drop a CSV here with Shift held, or choose one.").waitFor();
    const send = (kind: string, type: string): Promise<void> =>
      page.evaluate(
        ([name, list]) => {
          const dataTransfer = new DataTransfer();
          if (list === "Files") dataTransfer.items.add(new File(["a,b"], "outside.csv"));
          else dataTransfer.setData(list!, "file:///data/inside.csv");
          window.dispatchEvent(new DragEvent(name!, { dataTransfer, cancelable: true, bubbles: true }));
        },
        [kind, type],
      );
    await send("dragover", "application/vnd.code.uri-list");
    await page.getByText("Drop the CSV to learn from it").waitFor();
    await screenshot(page, "csv-over");
    await send("drop", "application/vnd.code.uri-list");
    await eventually(async () => assert.ok((await calls(page)).includes("useCsv file:///data/inside.csv")));
    await send("drop", "Files");
    await page.getByText("VS Code does not say in which folder outside.csv lies").waitFor();
  });
});
