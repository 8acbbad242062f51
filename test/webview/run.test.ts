// The run in the builder: Train becomes Stop, the curve grows, a hidden view catches up, the numbers can be
// read.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { BuilderState } from "../../src/protocol/builder.ts";
import { calls, eventually, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

/** Whether the canvas has a pixel that is not transparent, below the axis titles. */
async function isDrawn(page: Page): Promise<boolean> {
  return page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")!.getImageData(60, 0, canvas.width - 60, canvas.height - 40);
    // More blue than anything else: the training loss.
    for (let index = 0; index < data.length; index += 4) {
      if (data[index + 3]! > 200 && data[index + 2]! > data[index]! + 60) return true;
    }
    return false;
  });
}

test("Train becomes Stop, the curve falls live, and Stop keeps what was learnt", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByRole("button", { name: "Stop" }).waitFor();
    await page.getByText(/^epoch [\d,]+ \/ 10,000 · \d+:\d\d left$/).waitFor();
    await page.evaluate(() => window.stage.advance(2000));
    await eventually(async () => assert.equal(await isDrawn(page), true));
    assert.equal(await page.getByRole("progressbar").getAttribute("max"), "10000");
    await screenshot(page, "run");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText(/stopped after .* binary\.safetensors/).waitFor();
    await page.getByRole("button", { name: "Train", exact: true }).waitFor();
    assert.deepEqual(
      (await calls(page)).filter((name) => name !== "snapshot"),
      ["train", "stop"],
    );
  });
});

test("what takes long before the first batch is said with how much of it is done", async () => {
  await onPage("binary", { width: 1300 }, async (page) => {
    for (const [what, words] of [
      ["reading", "reading the data, 41 %"],
      ["encoding", "writing the rows to the disk, 41 %"],
    ] as const) {
      await page.locator("builder-toolbar").evaluate((element, now) => {
        const { state } = element as HTMLElement & { readonly state: BuilderState };
        const run = { state: "preparing", run: 1, epoch: 0, epochs: 100, preparing: { what: now, share: 0.417 } };
        Object.assign(element, { state: { ...state, run } });
      }, what);
      await page.getByText(words, { exact: true }).waitFor();
      assert.equal(await page.getByRole("progressbar", { name: words }).getAttribute("max"), "1");
    }
    await screenshot(page, "run-preparing");
  });
});

test("a view that missed a piece of the curve asks for a snapshot and has it whole", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByRole("button", { name: "Stop" }).waitFor();
    const before = (await calls(page)).filter((name) => name === "snapshot").length;
    await page.evaluate(() => {
      window.stage.isDeaf = true;
      window.stage.advance(3000);
      window.stage.isDeaf = false;
    });
    await eventually(async () =>
      assert.ok((await calls(page)).filter((name) => name === "snapshot").length > before, "no snapshot was asked for"),
    );
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Show the numbers" }).click();
    const epochs = await page.locator("loss-view tbody th").allTextContents();
    const first = Number(epochs.at(-1));
    const last = Number(epochs[0]?.replaceAll(",", ""));
    assert.equal(first, 1);
    assert.ok(last > 3000, `the last epoch is ${last}`);
  });
});

test("a view that becomes visible again asks for a snapshot, also without a gap", async () => {
  await onPage("binary", {}, async (page) => {
    await page.evaluate(() => {
      window.stage.isDeaf = true;
      window.stage.write(window.stage.text.replace('"out_features": 8', '"out_features": 40'));
      window.stage.isDeaf = false;
    });
    assert.match((await page.getByRole("button", { name: /^Layer 1 of 4/ }).getAttribute("aria-label")) ?? "", /3 to 8/);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.getByRole("button", { name: /^Layer 1 of 4, Linear, 3 to 40/ }).waitFor();
  });
});

test("what was selected, the tab and the height of the dock survive a page that is made anew", async () => {
  await onPage("iris", {}, async (page) => {
    await page.getByRole("button", { name: /^Layer 2 of 3/ }).click();
    await page.getByRole("tab", { name: "Data" }).click();
    await page.getByRole("separator", { name: "Height of the panel" }).focus();
    const heightOfDock = () => page.locator("builder-dock").evaluate((dock) => dock.getBoundingClientRect().height);
    const before = await heightOfDock();
    await page.keyboard.press("ArrowUp");
    await eventually(async () => assert.equal(await heightOfDock(), before + 20));
    await page.reload();
    await page.locator("builder-toolbar").waitFor();
    assert.equal(await page.getByRole("button", { name: /^Layer 2 of 3/ }).getAttribute("aria-current"), "true");
    assert.equal(await page.getByRole("tab", { name: "Data" }).getAttribute("aria-selected"), "true");
    assert.equal(await heightOfDock(), before + 20);
  });
});

test("the cross-hair tells the exact values of an epoch, with the pointer and with the arrow keys", async () => {
  await onPage("iris", {}, async (page) => {
    const curve = page.getByRole("application", { name: /^Loss curve of 40 epochs/ });
    const box = (await curve.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    await eventually(async () => assert.match(await page.locator("loss-view .legend").innerText(), /epoch (19|20|21|22)\s/));
    await screenshot(page, "cross-hair");
    await page.mouse.move(box.x + 10, box.y - 100);
    await curve.focus();
    await page.keyboard.press("ArrowLeft");
    await eventually(async () => assert.match(await page.locator("loss-view .legend").innerText(), /epoch 39\s/));
  });
});

test("ten thousand epochs stay readable: the table says which epochs it shows", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByRole("button", { name: "Stop" }).waitFor();
    await page.evaluate(() => window.stage.advance(10_000));
    await page.getByText(/done in/).waitFor();
    await page.getByRole("button", { name: "Show the numbers" }).click();
    await page.getByText("Every 50 epochs, and the first and the last.").waitFor();
    assert.equal(await page.locator("loss-view tbody tr").count(), 201);
  });
});
