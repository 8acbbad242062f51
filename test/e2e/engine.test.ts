// PyTorch as the engine in a real VS Code: chosen, trained, steered, evaluated and kept; a Python without it,
// for which a line is typed and not run; and a workspace that is not trusted, in which none starts.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { findPython } from "../export/scripts.ts";
import type { TestServer } from "../harness/server.ts";
import { eventually, openedBuilder } from "./builder.ts";
import { startOwnSession } from "./session.ts";

/** Iris, with a run that nobody waits for the end of. */
function longIris(): string {
  const iris = JSON.parse(readFileSync(join("samples", "iris.perceptron"), "utf8")) as { training: object };
  return JSON.stringify({ ...iris, training: { ...iris.training, epochs: 1_000_000 } }, undefined, 2);
}

/** A Python without PyTorch that writes down what it is called with. */
function bare(folder: string): { readonly path: string; readonly calls: () => string } {
  const [path, log] = [join(folder, "python"), join(folder, "calls.log")];
  writeFileSync(path, `#!/bin/sh\necho "$1 $2" >> "${log}"\necho 'perceptron:{"python":"3.12.0"}'\n`, { mode: 0o755 });
  return { path, calls: () => (existsSync(log) ? readFileSync(log, "utf8") : "") };
}

const skip = process.platform === "win32";

test("chosen in the training settings, PyTorch trains, pauses, steps, stops, and is kept with its version", { skip }, async (t) => {
  const session = await startOwnSession({ settings: { "perceptron.python": findPython(), "terminal.integrated.gpuAcceleration": "off" } });
  const workbench = await session.open(["iris.csv"], { "iris.perceptron": longIris() }, { width: 1500, height: 1000 });
  const { folder, page } = workbench;
  const shot = (name: string): Promise<void> => workbench.screenshot(`e2e/engine/${name}`);
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  const { frame } = builder;

  await t.test("the curve falls; paused, it goes an epoch, and can be followed from the inside", async () => {
    await frame.getByRole("button", { name: /^More/ }).click();
    await frame.getByRole("combobox", { name: "Engine", exact: true }).selectOption("pytorch");
    await frame.getByText("The same run, computed by PyTorch").waitFor();
    await builder.button("Train").click();
    await eventually(async () => assert.ok((await builder.lossRows()).length > 3));
    await builder.button("Pause").click();
    const paused = frame.getByText(/^paused at epoch/);
    const before = await paused.innerText();
    await builder.button("One epoch").click();
    await eventually(async () => assert.notEqual(await paused.innerText(), before));
    const rows = await builder.lossRows();
    assert.ok(rows.at(-1)![1]! < rows[0]![1]! / 2, `${rows[0]?.[1]} … ${rows.at(-1)?.[1]}`);
    await frame.getByRole("tab", { name: "Inside" }).click();
    await frame
      .locator("inside-view")
      .getByText(/Step|step/)
      .first()
      .waitFor();
    await shot("01-inside");
    await frame.getByRole("tab", { name: "Loss" }).click();
    await builder.button("Resume").click();
  });

  await t.test("stopped, its weights are evaluated, and the run is kept with PyTorch's version and its device", async () => {
    await builder.button("Stop").click();
    await frame.getByText(/stopped after .* iris\.safetensors/).waitFor();
    await frame.getByRole("tab", { name: "Evaluate" }).click();
    await frame
      .locator("evaluation-view")
      .getByText(/accuracy/i)
      .first()
      .waitFor();
    await shot("02-evaluate");
    const kept = readdirSync(join(folder, "iris.runs")).find((name) => existsSync(join(folder, "iris.runs", name, "run.json")));
    const record = JSON.parse(readFileSync(join(folder, "iris.runs", kept!, "run.json"), "utf8")) as { machine: { engine: string } };
    assert.match(record.machine.engine, /^PyTorch \d+\.\d+.* cpu$/);
  });

  await t.test("a Python without PyTorch: the sentence, and a terminal with the line that installs it, which is not run", async () => {
    const python = bare(folder);
    await configure(session.server, { "perceptron.python": python.path });
    await frame.getByRole("tab", { name: "Loss" }).click();
    const said = frame.getByText(/has no PyTorch\. Install it with: .* -m pip install torch/).first();
    const trained = frame.getByText(/^epoch [\d,]+ \/ 1,000,000/).first();
    await eventually(async () => {
      if (await said.isVisible()) return;
      await builder.button("Train").click({ timeout: 5_000 });
      await Promise.any([said.waitFor(), trained.waitFor()]);
      if (await said.isVisible()) return;
      // VS Code reads its settings a moment after they are written; this run began before.
      await builder.button("Stop").click({ timeout: 5_000 });
      throw new Error("the settings are not read");
    });
    await shot("03-no-pytorch");
    const toast = page.locator(".notification-toast");
    await toast.filter({ hasText: "has no PyTorch. Install it with:" }).waitFor();
    assert.equal(await toast.count(), 1, "one cause, one notification");
    await toast.getByRole("button", { name: "Open a Terminal with This Line" }).click();
    await page.locator(".terminal-wrapper.active, .terminal.xterm").first().waitFor();
    await eventually(async () => {
      const text = await page.locator(".xterm-rows").first().innerText();
      assert.match(text.replaceAll(/\s/g, ""), /python-mpipinstalltorch/);
    });
    await shot("04-terminal");
    assert.ok(!python.calls().includes("-m pip"), "nothing is run by itself");
  });
});

test("in a workspace that is not trusted no Python starts", { skip }, async () => {
  const session = await startOwnSession({ restricted: true, settings: { "perceptron.engine": "pytorch" } });
  const workbench = await session.open(["iris.csv"], { "iris.perceptron": longIris() });
  const python = bare(workbench.folder);
  await configure(session.server, { "perceptron.python": python.path });
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.button("Train").click();
  await builder.frame.getByText("This workspace is not trusted, so no Python is started.").first().waitFor();
  await workbench.screenshot("e2e/engine/05-restricted");
  assert.equal(python.calls(), "");
});

/** Changes settings for every window of a server. */
async function configure(server: TestServer, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const file = join(server.data, "data", "Machine", "settings.json");
  const present = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...present, ...settings }));
}
