// The engine of the next run, chosen below the training settings.

import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, eventually, onPage, useGallery } from "./gallery.ts";

useGallery();

test("the engine and its processes are chosen, and what is no count is refused", async () => {
  await onPage("iris", { height: 1400 }, async (page) => {
    const settings = page.locator("training-settings");
    await settings.getByRole("button", { name: /^More/ }).click();
    const engine = settings.getByRole("combobox", { name: "Engine", exact: true });
    assert.equal(await engine.inputValue(), "builtin");
    assert.equal(await settings.getByRole("textbox", { name: "Processes" }).count(), 0);
    await engine.selectOption("pytorch");
    const processes = settings.getByRole("textbox", { name: "Processes" });
    await processes.fill("4");
    await processes.press("Enter");
    await processes.fill("none");
    await processes.press("Enter");
    await settings.getByRole("alert").filter({ hasText: /\S/ }).first().waitFor();
    await processes.press("Escape");
    await engine.selectOption("builtin");
    await eventually(async () =>
      assert.deepEqual(
        (await asked(page, "setEngine")).map(([choice]) => choice),
        [
          { name: "pytorch", processes: 1 },
          { name: "pytorch", processes: 4 },
          { name: "builtin", processes: 4 },
        ],
      ),
    );
    assert.equal(await processes.count(), 0);
  });
});
