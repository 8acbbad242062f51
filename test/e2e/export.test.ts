// The code that a person leaves with: exported from the command palette, run with Python and PyTorch, and
// compared with what the builder showed. Initial weights are equal in every bit; the losses of the first ten
// epochs to 1e-5.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

const python = process.env["PERCEPTRON_PYTHON"];
const skip = python ? false : "there is no Python with PyTorch and pandas in PERCEPTRON_PYTHON";
const epochs = 10;
const samples = ["binary", "iris", "penguins"];
const session = await startSession();
const workbench = await session.open(
  samples.map((name) => `${name}.csv`),
  Object.fromEntries(
    samples.map((name) => [
      `${name}.perceptron`,
      readFileSync(`samples/${name}.perceptron`, "utf8").replace(/"epochs": \d+/, `"epochs": ${epochs}`),
    ]),
  ),
);
const { folder, page } = workbench;

/**
 * Runs a script and writes the parameters, as they are when the optimizer gets them, into a file: one line of
 * hexadecimal bytes each.
 */
const recorder = `
import runpy, sys, torch
script, out = sys.argv[1:3]
sys.argv = [script, *sys.argv[3:]]
construct = torch.optim.Optimizer.__init__
def record(self, params, defaults):
    params = list(params)
    with open(out, "w") as file:
        for value in params:
            file.write(value.detach().numpy().astype("<f4").tobytes().hex() + "\\n")
    construct(self, params, defaults)
torch.optim.Optimizer.__init__ = record
runpy.run_path(script, run_name="__main__")
`;

for (const name of samples) {
  test(`${name}: the exported script starts and learns as the builder does`, { skip }, async () => {
    await workbench.openFile(`${name}.perceptron`);
    const builder = await openedBuilder(workbench);
    await builder.button("Train").click();
    await builder.frame.getByText(/done in/).waitFor();
    const shown = await builder.lossRows();
    assert.equal(shown.length, epochs);
    await workbench.screenshot(`e2e/export/${name}-1-losses`);

    await workbench.runCommand("Perceptron: Export…");
    const rows = page.locator(".quick-input-list .monaco-list-row");
    await rows.filter({ hasText: "PyTorch" }).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.locator(".tabs-container .tab", { hasText: `${name}.ipynb.py` }).waitFor();
    await workbench.screenshot(`e2e/export/${name}-2-preview`);
    await rows.filter({ hasText: "PyTorch" }).first().click();
    const told = page.locator(".notification-toast", { hasText: `Exported: ${name}.py` });
    await told.waitFor();
    assert.ok(readdirSync(folder).includes(`${name}.py`));
    await workbench.screenshot(`e2e/export/${name}-2-message`);
    await told.getByRole("button", { name: "Open", exact: true }).click();
    await page.locator(`.tabs-container .tab[aria-label^="${name}.py"]`).waitFor();
    await workbench.screenshot(`e2e/export/${name}-2-code`);

    const wrapper = join(folder, "..", "recorder.py");
    const recorded = join(folder, "..", "initial.txt");
    writeFileSync(wrapper, recorder);
    const output = execFileSync(python ?? "", [wrapper, join(folder, `${name}.py`), recorded, "--every", "1"], {
      cwd: folder,
      encoding: "utf8",
    });
    const losses = [...output.matchAll(/^epoch (\d+) train_loss (\S+)(?: validation_loss (\S+))?$/gm)].map((match) =>
      match.slice(1).map(Number),
    );
    assert.equal(losses.length, epochs, `the script printed:\n${output}`);
    for (const [index, [epoch, train, validation]] of losses.entries()) {
      const row = shown[index];
      assert.equal(row?.[0], epoch);
      near(row?.[1], train, `training loss of epoch ${epoch}`);
      near(row?.[2], validation, `validation loss of epoch ${epoch}`);
    }

    const weights = join(folder, "..", "initial.safetensors");
    const cli = resolve("dist", "cli.js");
    execFileSync(process.execPath, [cli, "train", join(folder, `${name}.perceptron`), "--epochs", "0", "--save", weights], {
      stdio: "pipe",
    });
    const theirs = readFileSync(recorded, "utf8").trim().split("\n");
    assert.deepEqual(tensors(readFileSync(weights)), theirs, "the initial weights differ");
    await workbench.runCommand("View: Close All Editors");
  });
}

function near(ours: number | undefined, theirs: number | undefined, what: string): void {
  assert.ok(ours !== undefined && theirs !== undefined, `${what}: ${ours} here and ${theirs} in PyTorch`);
  assert.ok(Math.abs(ours - theirs) <= 1e-5, `${what}: ${ours} here and ${theirs} in PyTorch`);
}

/** The tensors of a safetensors file as hexadecimal bytes, in the order of a `state_dict`. */
function tensors(file: Buffer): string[] {
  const end = 8 + Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, end).toString("utf8")) as Record<string, { data_offsets: [number, number] }>;
  return Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .toSorted(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0])
    .map(([, { data_offsets }]) => file.subarray(end + data_offsets[0], end + data_offsets[1]).toString("hex"));
}
