// A large CSV as a person meets it: it opens, scrolls to its last row, and a column's other role is one step
// that Ctrl+Z takes back.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

const ROWS = 200_000;

function generated(): string {
  const lines = Array.from({ length: ROWS }, (_, row) => `${row % 97},${(row * 7) % 1000}.5,${row % 3 === 0 ? "yes" : "no"},${row}`);
  return `${["alpha,beta,answer,row", ...lines].join("\n")}\n`;
}

test("200,000 rows: to the end, and a column's role with undo", async () => {
  const session = await startSession();
  const workbench = await session.open([], { "large.csv": generated() });
  const { page, folder } = workbench;
  await (await workbench.openMenu(workbench.file("large.csv"), "Train a Network on This CSV")).click();
  await workbench.tab("large.perceptron").waitFor();
  const { frame } = await openedBuilder(workbench);
  await frame.getByRole("tab", { name: "Data", exact: true }).click();
  const grid = frame.getByRole("grid");
  await grid.waitFor();
  assert.equal(await grid.getAttribute("aria-rowcount"), String(ROWS + 1));
  await workbench.screenshot("e2e/data/01-rows");
  await grid.focus();
  await page.keyboard.press("Control+End");
  const last = frame.getByRole("row").last();
  await eventually(async () => assert.match(await last.innerText(), /200,?001\s+\S+\s+\S+\s+\S+\s+199999/));
  await workbench.screenshot("e2e/data/02-end");

  await frame.getByRole("columnheader", { name: "beta" }).click();
  await frame.getByRole("region", { name: "Column beta" }).waitFor();
  await frame.getByLabel("Role").selectOption("ignored");
  const document = (): { data: { features?: string[] } } =>
    JSON.parse(readFileSync(join(folder, "large.perceptron"), "utf8")) as { data: { features?: string[] } };
  await eventually(async () => assert.match(await frame.getByRole("columnheader", { name: "beta" }).innerText(), /ignored/));
  await page.keyboard.press("Control+S");
  await eventually(async () => assert.ok(!document().data.features?.includes("beta") && document().data.features));
  await workbench.screenshot("e2e/data/03-ignored");
  await page.keyboard.press("Control+Z");
  await eventually(async () => assert.match(await frame.getByRole("columnheader", { name: "beta" }).innerText(), /feature/));
});
