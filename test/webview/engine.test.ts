// The engine of the next run, chosen below the training settings.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import type { EngineTimes } from "../../src/training/types.ts";
import { asked, eventually, onPage, screenshot, useGallery } from "./gallery.ts";

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

/** What another machine is told to run. */
function line(rank: number): string {
  return `perceptron train binary.perceptron --engine pytorch --device cuda --processes 2 --nodes 3 --node-rank ${rank} --rendezvous 10.0.0.1:29400`;
}

test("several machines: their number, rank and meeting place, and the line that is run on the others", async () => {
  await onPage("iris", { height: 1600 }, async (page) => {
    const settings = page.locator("training-settings");
    await settings.getByRole("button", { name: /^More/ }).click();
    const engine = settings.getByRole("combobox", { name: "Engine", exact: true });
    await engine.selectOption("pytorch-cuda");
    const field = (name: string): Locator => settings.getByRole("textbox", { name, exact: true });
    const write = async (name: string, text: string): Promise<void> => {
      await field(name).fill(text);
      await field(name).press("Enter");
    };
    await write("Processes", "2");
    await write("Machines", "3");
    await settings.getByText("Write where the machines meet as HOST:PORT").waitFor();
    assert.equal(await settings.locator("code.line").count(), 0);
    await write("They meet at", "10.0.0.1:29400");
    await eventually(async () => assert.deepEqual(await settings.locator("code.line").allInnerTexts(), [line(1), line(2)]));
    await settings.locator("code.line").last().scrollIntoViewIfNeeded();
    await screenshot(page, "engine/machines");
    await write("Rank", "3");
    await settings.getByText("The ranks of 3 machines are 0 to 2.").waitFor();
    await write("Rank", "1");
    await eventually(async () => assert.deepEqual(await settings.locator("code.line").allInnerTexts(), [line(0), line(2)]));
    await write("Machines", "1");
    await eventually(async () => assert.equal(await settings.locator("code.line").count(), 0));
    const last = (await asked(page, "setEngine")).at(-1);
    assert.deepEqual(last, [{ name: "pytorch-cuda", processes: 2, machines: undefined }]);
  });
});

test("PyTorch is proposed, with figures, for a network whose epochs were measured to be long, and never chosen", async () => {
  await onPage("iris", { height: 1400 }, async (page) => {
    const settings = page.locator("training-settings");
    await settings.getByRole("button", { name: /^More/ }).click();
    const proposal = settings.getByRole("note");
    /** Shows the settings beside a run that was measured so. */
    const measured = (parameters: number, secondsPerEpoch: number, engines?: EngineTimes): Promise<void> =>
      page.locator("engine-settings").evaluate(
        (element, facts) => {
          const started = {
            rows: { train: 1, validation: 0, test: 0 },
            inputs: 4,
            epochs: 9,
            batchesPerEpoch: 100,
            parameters: facts.parameters,
          };
          const state = facts.engines ? "ended" : "running";
          const run = { state, run: 1, epoch: 1, epochs: 9, started, secondsPerEpoch: facts.secondsPerEpoch, engines: facts.engines };
          Object.assign(element, { run });
        },
        { parameters, secondsPerEpoch, engines },
      );
    for (const [parameters, seconds] of [
      [131, 60],
      [30_000_000, 0.4],
    ] as const) {
      await measured(parameters, seconds);
      assert.equal(await proposal.count(), 0, `${parameters} weights, ${seconds} s`);
    }
    await measured(30_000_000, 42);
    assert.match(
      await proposal.innerText(),
      /^This network has 30,000,000 weights, and an epoch took 42\.00 s here\. PyTorch may be faster/,
    );
    await measured(30_000_000, 42, { builtin: 0.4, pytorch: 0.1, device: "cuda", processes: 1 });
    assert.equal(
      await proposal.innerText(),
      "This network has 30,000,000 weights. Measured here after the run, an epoch takes 40.00 s with the built-in engine and 10.00 s with PyTorch, GPU (CUDA). PyTorch is the better choice; the run stays the same.",
    );
    await screenshot(page, "engine/proposal");
    await measured(30_000_000, 42, { builtin: 0.4, pytorch: 0.39, device: "cpu", processes: 4 });
    assert.match(
      await proposal.innerText(),
      /and 39\.00 s with PyTorch, processor \(4 processes\)\. The built-in engine is the better choice here\.$/,
    );
    assert.equal(await settings.getByRole("combobox", { name: "Engine", exact: true }).inputValue(), "builtin");
    assert.deepEqual(await asked(page, "setEngine"), []);
  });
});
