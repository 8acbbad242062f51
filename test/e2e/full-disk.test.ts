// A disk that is really full while a network is trained: the run says so and goes on, nothing is half
// written, and what could not be saved is saved once there is room. The steps build on each other.

import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Locator } from "playwright-core";
import { readCheckpoint } from "../../src/code/formats/checkpoint.ts";
import { readCheckpointFacts } from "../../src/code/formats/checkpoint-facts.ts";
import { readWeightFile } from "../../src/code/formats/weights.ts";
import { extensionHosts } from "../harness/extension-hosts.ts";
import { makeSmallDisk, noSmallDisk } from "../harness/small-disk.ts";
import { type Builder, eventually, openedBuilder } from "./builder.ts";
import { startOwnSession } from "./session.ts";

const MEGABYTE = 1024 * 1024;

/**
 * Iris with a network of about a megabyte, that is not trained to its end by anybody; its checkpoint has
 * four.
 */
function wideIris(): string {
  const iris = JSON.parse(readFileSync(join("samples", "iris.perceptron"), "utf8")) as { layers: object[]; training: object };
  const hidden = ["ReLU", "ReLU"].flatMap((type) => [{ type: "Linear", out_features: 512 }, { type }]);
  const layers = [...hidden, ...iris.layers.slice(-1)];
  return JSON.stringify({ ...iris, layers, training: { ...iris.training, epochs: 5_000_000 } }, undefined, 2);
}

const disk = await makeSmallDisk(16 * MEGABYTE);
after(() => disk?.remove());

test("a full disk: said, survived, and made up for", { skip: disk ? false : noSmallDisk }, async (t) => {
  assert.ok(disk);
  // One thread is enough to fill a disk, and leaves the machine to the other tests.
  const session = await startOwnSession({ prefix: disk.prefix, settings: { "perceptron.threads": 1 } });
  const [inside, outside] = [disk.inside, disk.outside].map((folder) => join(folder, "networks")) as [string, string];
  mkdirSync(outside);
  copyFileSync(join("samples", "iris.csv"), join(outside, "iris.csv"));
  writeFileSync(join(outside, "iris.perceptron"), wideIris());
  let workbench = await session.reopen(inside);
  const shot = (name: string): Promise<void> => workbench.screenshot(`e2e/full-disk/${name}`);
  const [checkpoint, weights] = ["iris.checkpoint.safetensors", "iris.safetensors"].map((name) => join(outside, name)) as [string, string];
  const epoch = async (): Promise<number> => {
    const text = await builder.frame.locator("loss-view .epoch .code").innerText();
    return Number(text.replaceAll(",", ""));
  };
  const toast = (text: RegExp): Locator => workbench.page.locator(".notification-toast", { hasText: text });
  /** Every run that is kept, whole or not. */
  const kept = (): string[] => (existsSync(join(outside, "iris.runs")) ? readdirSync(join(outside, "iris.runs")) : []);
  const assertNothingHalf = (): void => {
    const left = readdirSync(outside, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tmp"));
    assert.deepEqual(left, []);
  };
  await workbench.openFile("iris.perceptron");
  let builder: Builder = await openedBuilder(workbench);

  await t.test("a checkpoint that has no room is said, the run goes on, and it is written once there is room", async () => {
    disk.fill();
    await builder.button("Train").click();
    await builder.frame.getByText("iris.checkpoint.safetensors could not be written, because the disk is full. Make room there.").waitFor();
    await shot("01-no-room-for-the-checkpoint");
    assertNothingHalf();
    const before = await epoch();
    await eventually(async () => assert.ok((await epoch()) > before));
    disk.free();
    await eventually(() => assert.ok(existsSync(checkpoint)));
    await builder.frame.getByText(/could not be written/).waitFor({ state: "hidden" });
    const bytes = readFileSync(checkpoint);
    const { tensors } = readCheckpoint(bytes, checkpoint);
    const { experiment } = readCheckpointFacts(bytes, checkpoint);
    assert.equal(experiment?.training.epochs, 5_000_000);
    assert.ok(tensors.some(({ name, data }) => name === "curve" && data.length > 0));
  });

  await t.test("weights that have no room are said with what helps; the checkpoint before them stays as it was", async () => {
    disk.fill();
    const before = readFileSync(checkpoint);
    await builder.button("Stop").click();
    const said = toast(/iris\.safetensors could not be written, because the disk is full\. Make room there\./);
    await said.waitFor();
    await shot("02-no-room-for-the-weights");
    assert.deepEqual(readFileSync(checkpoint), before);
    assert.equal(existsSync(weights), false);
    assert.deepEqual(kept(), []);
    assertNothingHalf();
    await said.getByRole("button", { name: "Try Again" }).click();
    await said.waitFor();
    assert.equal(existsSync(weights), false);
    // One cause, one notification.
    assert.equal(await workbench.page.locator(".notification-toast").count(), 1);
  });

  await t.test("once there is room, trying again saves the weights and keeps the run with its curve", async () => {
    disk.free();
    await toast(/iris\.safetensors could not be written/)
      .getByRole("button", { name: "Try Again" })
      .click();
    await eventually(() => assert.deepEqual(kept().length, 1));
    await builder.frame.getByText(/stopped after .* iris\.safetensors/).waitFor();
    await eventually(() => assert.equal(existsSync(checkpoint), false));
    const [run = ""] = kept();
    assert.deepEqual(readdirSync(join(outside, "iris.runs", run)).toSorted(), [
      "curve.csv",
      "document.json",
      "moments.safetensors",
      "run.json",
      "weights.safetensors",
    ]);
    assert.deepEqual(readFileSync(join(outside, "iris.runs", run, "weights.safetensors")), readFileSync(weights));
    const last = readFileSync(join(outside, "iris.runs", run, "curve.csv"), "utf8")
      .trimEnd()
      .split("\n")
      .at(-1);
    assert.equal(Number(last?.split(",")[0]), await epoch());
    await shot("03-made-up-for");
  });

  await t.test("a run that has weights but no room to be kept is kept later", async () => {
    await builder.button("Train").click();
    await builder.button("Pause").click();
    await builder.button("Resume").waitFor();
    // Older weights would make room for the run as they go, and so would a checkpoint that was on its way.
    rmSync(weights);
    do {
      disk.free();
      rmSync(checkpoint, { force: true });
      disk.fill(1.5 * MEGABYTE);
    } while (existsSync(checkpoint));
    await builder.button("Stop").click();
    const said = toast(
      /The run of iris\.perceptron could not be kept\. iris\.runs could not be written, because the disk is full\. Make room there\./,
    );
    await said.waitFor();
    await shot("04-not-kept");
    readWeightFile(readFileSync(weights), weights);
    assert.equal(kept().length, 1);
    assertNothingHalf();
    disk.free();
    await said.getByRole("button", { name: "Try Again" }).click();
    await eventually(() => assert.equal(kept().length, 2));
  });

  await t.test("the window closed on a full disk: the last checkpoint is offered, and the run goes on from it", async () => {
    await builder.button("Train").click();
    await eventually(() => assert.ok(existsSync(checkpoint)));
    disk.fill();
    const before = readFileSync(weights);
    const [host] = extensionHosts(session.server.pid);
    await workbench.close();
    // It hears of it when the time for a lost connection to come back is over, and then tries to save what it
    // has.
    await eventually(() => assert.ok(!extensionHosts(session.server.pid).includes(host!)));
    workbench = await session.reopen(inside);
    await workbench.openFile("iris.perceptron");
    builder = await openedBuilder(workbench);
    const offer = builder.button(/^Continue from epoch/);
    await offer.waitFor();
    await shot("05-offered");
    assert.deepEqual(readFileSync(weights), before);
    assertNothingHalf();
    disk.free();
    const from = Number(/([\d,]+)$/.exec(await offer.innerText())?.[1]?.replaceAll(",", ""));
    await offer.click();
    await eventually(async () => assert.ok((await epoch()) > from));
    await builder.button("Stop").click();
    await builder.frame.getByText(/stopped after .* iris\.safetensors/).waitFor();
    assertNothingHalf();
  });

  assert.deepEqual(workbench.complaints, [], "the builder complains in the console");
});
