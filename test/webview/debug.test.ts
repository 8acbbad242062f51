// Breakpoints at the cards, and where the debugger waits.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import type { DebugState } from "../../src/protocol/debug-host.ts";
import { assertAccessible } from "./axe.ts";
import { calls, card, eventually, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

const dot = (page: Page, layer: number): Locator => page.getByRole("button", { name: `Breakpoint on layer ${layer}`, exact: true });

async function show(page: Page, debug: DebugState): Promise<void> {
  await page.evaluate((state) => window.stage.session.showDebug(state), debug);
}

async function opacity(element: Locator): Promise<number> {
  return element.evaluate((node) => Number(getComputedStyle(node).opacity));
}

test("a click on the dot sets a breakpoint and takes it back; unset, the dot is seen under the pointer only", async () => {
  await onPage("binary", {}, async (page) => {
    await dot(page, 1).waitFor();
    assert.equal(await opacity(dot(page, 2)), 0);
    await card(page, 1).hover();
    assert.ok((await opacity(dot(page, 2))) > 0);
    await dot(page, 2).click();
    await eventually(async () => assert.equal(await dot(page, 2).getAttribute("aria-pressed"), "true"));
    await page.mouse.move(0, 0);
    assert.equal(await opacity(dot(page, 2)), 1);
    await dot(page, 2).click();
    await eventually(async () => assert.equal(await dot(page, 2).getAttribute("aria-pressed"), "false"));
    assert.equal((await calls(page)).filter((call) => call === "toggleBreakpoint 1").length, 2);
  });
});

test("F9 sets one on the card with the focus, Shift+F9 and a right click ask when it stops", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 0).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("F9");
    await eventually(async () => assert.equal(await dot(page, 2).getAttribute("aria-pressed"), "true"));
    await page.keyboard.press("Shift+F9");
    await dot(page, 3).click({ button: "right" });
    await eventually(async () =>
      assert.deepEqual(
        (await calls(page)).filter((call) => call.startsWith("editBreakpoint")),
        ["editBreakpoint 1", "editBreakpoint 2"],
      ),
    );
  });
});

test("the card where the debugger waits says so, in colour and in words", async () => {
  for (const [theme, width] of [
    ["dark", 1200],
    ["light", 1200],
    ["hc-black", 1200],
    ["hc-light", 400],
  ] as const)
    await onPage("binary", { theme, width, forAxe: true }, async (page) => {
      const breakpoints = [
        { layer: 0, kind: "conditional", isEnabled: true },
        { layer: 1, kind: "log", isEnabled: true },
        { layer: 2, kind: "always", isEnabled: true },
        { layer: 3, kind: "always", isEnabled: false },
      ] as const;
      await show(page, { breakpoints, stopped: { pass: "backward", layer: 2 } });
      const stopped = page.getByRole("button", { name: /^Layer 3 of 4.*The debugger waits here: backward$/ });
      await stopped.waitFor();
      const [there, other] = await Promise.all(
        [stopped, card(page, 1)].map((one) => one.evaluate((node) => getComputedStyle(node).backgroundColor)),
      );
      assert.notEqual(there, other);
      assert.match((await stopped.textContent()) ?? "", /backward/);
      // Nothing of it is cut off beside the cards.
      const box = await dot(page, 3).boundingBox();
      assert.ok(box && box.x >= 0);
      await assertAccessible(page);
      await screenshot(page, `debug-${theme}-${width}`);
      await show(page, { breakpoints, stopped: { pass: "loss" } });
      await page.getByText("The debugger waits here: loss").waitFor();
      assert.equal(await stopped.count(), 0);
      await show(page, { breakpoints: [] });
      await page.getByText("The debugger waits here: loss").waitFor({ state: "detached" });
    });
});

test("a fold shows the breakpoints that it hides, with their number, and unfolds by a click on the dot", async () => {
  await onPage("binary", { forAxe: true }, async (page) => {
    const fold = async (): Promise<void> => {
      await card(page, 0).click();
      await card(page, 2).click({ modifiers: ["Shift"] });
      await page.keyboard.press("ArrowLeft");
    };
    await show(page, {
      breakpoints: [
        { layer: 0, kind: "always", isEnabled: true },
        { layer: 2, kind: "conditional", isEnabled: true },
        { layer: 3, kind: "always", isEnabled: true },
      ],
    });
    await fold();
    const row = page.getByRole("button", { name: /^Layers 1 to 3 of 4, folded: .*\. 2 breakpoints, on layers 1, 3$/ });
    await row.waitFor();
    const hidden = page.locator("layer-pipeline .card.fold + .breakpoint");
    assert.equal((await hidden.innerText()).trim(), "2");
    assert.equal(await opacity(hidden), 1);
    await assertAccessible(page);
    await screenshot(page, "debug-fold");
    await hidden.click();
    await eventually(async () => assert.equal(await dot(page, 3).getAttribute("aria-pressed"), "true"));
    await show(page, { breakpoints: [{ layer: 1, kind: "log", isEnabled: false }] });
    await fold();
    await page.getByRole("button", { name: /\. Breakpoint on layer 2$/ }).waitFor();
    assert.equal((await hidden.innerText()).trim(), "", "one needs no number");
    await show(page, { breakpoints: [], stopped: { pass: "forward", layer: 1 } });
    await page.getByRole("button", { name: /\. The debugger waits here: forward$/ }).waitFor();
    assert.equal(await page.locator("layer-pipeline span.breakpoint .arrow").count(), 1);
    await show(page, { breakpoints: [] });
    await hidden.waitFor({ state: "detached" });
  });
});
