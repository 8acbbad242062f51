// A run under a person's hand, and one that a killed process ends: paused, stepped, resumed, trained on
// behind another tab, stopped, its best weights kept; and the checkpoint that is there after the extension
// host was killed, from which it goes on. The steps build on each other.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { extensionHosts } from "../harness/extension-hosts.ts";
import { type Builder, eventually, openedBuilder } from "./builder.ts";
import { startOwnSession } from "./session.ts";

const epochs = 5_000_000;

/** Iris, with a run that nobody waits for the end of. */
function longIris(): string {
  const iris = JSON.parse(readFileSync(join("samples", "iris.perceptron"), "utf8")) as { training: object };
  return JSON.stringify({ ...iris, training: { ...iris.training, epochs } }, undefined, 2);
}

/** Where a paused run stands: finished epochs, and batches of the next. */
async function pausedAt({ frame }: Builder): Promise<readonly [number, number]> {
  const text = await frame.getByText(/^paused at epoch/).innerText();
  const [, epoch = "", batch = "0"] = /epoch ([\d,]+) \/ [\d,]+(?: · batch ([\d,]+))?/.exec(text) ?? [];
  return [Number(epoch.replaceAll(",", "")), Number(batch.replaceAll(",", ""))];
}

test("a run is steered by hand, and outlives a killed process", { skip: process.platform === "win32" }, async (t) => {
  const session = await startOwnSession();
  let workbench = await session.open(["iris.csv"], { "iris.perceptron": longIris(), "notes.txt": "" });
  const { page, folder } = workbench;
  const shot = (name: string): Promise<void> => workbench.screenshot(`e2e/steer/${name}`);
  const checkpoint = join(folder, "iris.checkpoint.safetensors");
  await workbench.openFile("iris.perceptron");
  let builder = await openedBuilder(workbench);

  await t.test("paused, it goes one batch and one epoch, and resumes", async () => {
    await builder.button("Train").click();
    await builder.button("Pause").click();
    const start = await eventually(() => pausedAt(builder));
    await builder.button("One batch").click();
    await eventually(async () => assert.notDeepEqual(await pausedAt(builder), start));
    await builder.button("One epoch").click();
    await eventually(async () => {
      const [epoch, batch] = await pausedAt(builder);
      assert.ok(epoch > start[0] && batch === 0, `${epoch}, ${batch}`);
    });
    await shot("01-paused");
    await builder.button("Resume").click();
    await builder.button("Pause").waitFor();
  });

  await t.test("it trains on while another tab hides the builder, and the curve has no gap", async () => {
    const before = (await builder.lossRows()).length;
    await workbench.openFile("notes.txt");
    // What is measured is time behind the other tab.
    await page.waitForTimeout(2_000);
    await workbench.tab("iris.perceptron").click();
    builder = await openedBuilder(workbench);
    const rows = await builder.lossRows();
    assert.ok(rows.at(-1)![0]! > before, "epochs were trained behind the other tab");
    assert.equal(rows[0]?.[0], 1);
  });

  await t.test("stopped, it has its weights, and the person keeps the best ones", async () => {
    await builder.button("Stop").click();
    await builder.frame.getByText(/stopped after .* iris\.safetensors/).waitFor();
    const weights = join(folder, "iris.safetensors");
    const last = readFileSync(weights);
    await builder.button(/^Use weights of epoch/).click();
    await builder.button(/^Use weights of epoch .* \(last\)$/).waitFor();
    assert.notDeepEqual(readFileSync(weights), last);
    await shot("02-best-kept");
  });

  await t.test("killed with its extension host, it leaves its last checkpoint", async () => {
    const hosts = extensionHosts(session.server.pid);
    assert.equal(hosts.length, 1, `extension hosts ${hosts.join(", ")}`);
    await builder.button("Train").click();
    await builder.button("Pause").waitFor();
    await eventually(() => assert.ok(existsSync(checkpoint)));
    process.kill(hosts[0]!, "SIGKILL");
    await eventually(() => assert.ok(!extensionHosts(session.server.pid).includes(hosts[0]!)));
    assert.ok(statSync(checkpoint).size > 0);
    await shot("03-killed");
  });

  await t.test("opened again, the builder offers to go on, with the curve so far, and does", async () => {
    await workbench.close();
    workbench = await session.reopen(folder);
    await workbench.openFile("iris.perceptron");
    builder = await openedBuilder(workbench);
    await builder.frame.getByText(/The last run was interrupted\. Its checkpoint is from epoch [\d,]+ of 5,000,000\./).waitFor();
    await shot("04-offered");
    const offer = builder.button(/^Continue from epoch/);
    const from = Number(/([\d,]+)$/.exec(await offer.innerText())?.[1]?.replaceAll(",", ""));
    await offer.click();
    await builder.button("Pause").waitFor();
    const rows = await builder.lossRows();
    assert.equal(rows[0]?.[0], 1, "the curve begins where the run began");
    await eventually(async () => assert.ok((await builder.lossRows()).at(-1)![0]! > from));
    await builder.button("Stop").click();
    await builder.frame.getByText(/stopped after .* iris\.safetensors/).waitFor();
    await shot("05-continued");
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes("checkpoint") || name.endsWith(".tmp")),
      [],
    );
  });

  await t.test(
    "a second window says that it trains and watches it; closed with its window, it leaves its weights and what it goes on from",
    async () => {
      const weights = join(folder, "iris.safetensors");
      const before = statSync(weights).mtimeMs;
      await builder.button("Train").click();
      await builder.button("Pause").waitFor();
      const other = await session.reopen(folder);
      await other.openFile("iris.perceptron");
      const watching = await openedBuilder(other);
      await watching.frame.getByText("This network is being trained in another window.").waitFor();
      assert.equal(await watching.button("Discard").count(), 0, "the checkpoint is not the second window's to discard");
      await watching.button("Watch").click();
      await watching.frame.getByText("You are watching that run.").waitFor();
      const seen = (await watching.lossRows()).at(-1)![0]!;
      await eventually(async () => assert.ok((await watching.lossRows()).at(-1)![0]! > seen, "the curve goes on"));
      await other.screenshot("e2e/steer/06-watched");
      await workbench.close();
      // The extension host hears of it when the time for a lost connection to come back is over.
      await eventually(() => assert.ok(statSync(weights).mtimeMs > before && existsSync(checkpoint)));
      [workbench, builder] = [other, watching];
      await builder.frame.getByText(/^run of .* · stopped after/).waitFor();
      await builder.button(/^Continue from epoch/).waitFor();
      await builder.button("Discard").click();
      await eventually(() => assert.ok(!existsSync(checkpoint)));
    },
  );

  assert.deepEqual(workbench.complaints, [], "the builder complains in the console");
});
