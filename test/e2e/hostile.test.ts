// What a stranger's folder may try, in a VS Code as a person has it, trusted and in Restricted Mode: nothing
// runs a command, nothing is written through a link, no device stops the window, and large documents keep
// nobody waiting.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import type { Workbench } from "../harness/workbench.ts";
import { eventually, openedBuilder } from "./builder.ts";
import { startOwnSession } from "./session.ts";

const skip = process.platform === "win32" ? "for want of links and devices" : false;
const hostile = (name: string): string => readFileSync(join("test/fixtures/hostile", name), "utf8");
const binary = JSON.parse(readFileSync("samples/binary.perceptron", "utf8")) as { data: object; training: object };
const outside = mkdtempSync(join(tmpdir(), "perceptron-outside-"));
after(() => rmSync(outside, { recursive: true }));

/** A document on binary.csv, or another file, that trains in a moment. */
const document = (file = "binary.csv", other: object = {}): string =>
  JSON.stringify({ ...binary, data: { ...binary.data, file }, training: { ...binary.training, epochs: 3 }, ...other }, undefined, 2);

/** A document of 3 MB, more than is read. */
const large = `${document("binary.csv", { tests: [{ type: "accuracy", on: "train", at_least: 0.1 }] })}${" ".repeat(3_000_000)}`;

/** Everything of the window that VS Code makes links in. */
async function links(workbench: Workbench): Promise<number> {
  return workbench.page.locator(".notification-list-item-message a, .quick-input-message a").count();
}

for (const restricted of [false, true]) {
  const mode = restricted ? "in Restricted Mode" : "trusted";

  test(`hostile folders, ${mode}`, { skip }, async (t) => {
    const session = await startOwnSession({ restricted });
    const runsTarget = join(outside, `runs-${restricted}`);
    const outsideCsv = join(outside, `data-${restricted}`, "binary.csv");
    const scored = document("binary.csv", { tests: [{ type: "accuracy", on: "train", at_least: 0.1 }] });
    // One folder with everything in it, as a stranger would fill it, in one window.
    const workbench = await session.open(["binary.csv"], {
      ...Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`large-${index}.perceptron`, large])),
      "notification-link.perceptron": hostile("notification-link.perceptron"),
      "runs-link.perceptron": document(),
      "devices.perceptron": hostile("devices.perceptron"),
      "inside.perceptron": document("zero.csv"),
      "small.perceptron": scored,
      "rowbomb.perceptron": hostile("rowbomb.perceptron"),
      "net.perceptron": document(),
      "outside.perceptron": document(outsideCsv),
    });
    const { folder } = workbench;
    mkdirSync(runsTarget);
    writeFileSync(join(runsTarget, "victim"), "mine");
    symlinkSync(runsTarget, join(folder, "runs-link.runs"));
    symlinkSync(join(runsTarget, "victim"), join(folder, "runs-link.safetensors"));
    symlinkSync("/dev/zero", join(folder, "zero.csv"));
    writeFileSync(join(folder, "rowbomb.parquet"), readFileSync("test/fixtures/hostile/rowbomb.parquet"));
    mkdirSync(dirname(outsideCsv));
    writeFileSync(outsideCsv, readFileSync("samples/binary.csv"));
    /** Leaves nothing of a scene for the next to find. */
    const clear = async (): Promise<void> => {
      await workbench.runCommand("Notifications: Clear All Notifications");
      await workbench.runCommand("View: Close All Editors");
    };

    await t.test("names and values are no links", async () => {
      await workbench.openFile("notification-link.perceptron");
      const builder = await openedBuilder(workbench);
      await builder.frame
        .getByText(/There is no file \[Download/)
        .first()
        .waitFor();
      await workbench.runCommand("Perceptron: Train");
      await workbench.page.locator(".notification-toast", { hasText: "[Download the data set]" }).first().waitFor();
      assert.equal(await links(workbench), 0);
      await workbench.screenshot(`e2e/hostile/01-link-${restricted}`);
      await clear();
    });

    await t.test("a link in the place of kept runs is said and not written through", async () => {
      await workbench.openFile("runs-link.perceptron");
      const builder = await openedBuilder(workbench);
      await builder.frame.getByText("1,000 rows").first().waitFor();
      await builder.button("Train").click();
      await workbench.page.locator(".notification-toast", { hasText: "because a link stands in its place" }).first().waitFor();
      assert.deepEqual(readdirSync(runsTarget), ["victim"]);
      assert.equal(readFileSync(join(runsTarget, "victim"), "utf8"), "mine");
      await workbench.screenshot(`e2e/hostile/02-runs-link-${restricted}`);
      await clear();
    });

    await t.test("devices are named and stop nothing", async () => {
      const says = restricted ? /lies outside of this workspace, which is not trusted/ : /lies outside of this workspace\. Allow/;
      for (const name of ["devices", "inside"]) {
        await workbench.openFile(`${name}.perceptron`);
        await (await openedBuilder(workbench)).frame.getByText(says).first().waitFor();
      }
      if (!restricted) {
        const asked = workbench.page.locator(".notification-toast", { hasText: "which lies outside of this workspace" });
        // Once for the folder, though two documents and five paths lead there.
        await eventually(async () => assert.equal(await asked.count(), 1));
        await asked.getByRole("button", { name: "Read It" }).click();
        await (
          await openedBuilder(workbench)
        ).frame
          .getByText(/zero\.csv is not an ordinary file/)
          .first()
          .waitFor();
      }
      await workbench.openFile("net.perceptron");
      await (await openedBuilder(workbench)).frame.getByText(/pass/).first().waitFor();
      await workbench.openFile("binary.csv");
      await workbench.page.locator(".view-line", { hasText: "pass" }).first().waitFor();
      await workbench.screenshot(`e2e/hostile/03-devices-${restricted}`);
      await clear();
    });

    await t.test("documents that are too large are said to be so, and looked for by nobody", async () => {
      await workbench.openFile("large-1.perceptron");
      await (
        await openedBuilder(workbench)
      ).frame
        .getByText(/The document has 3\.0 MB, but at most 2\.0 MB are read/)
        .first()
        .waitFor();
      if (restricted) {
        await new Promise((resolve) => setTimeout(resolve, 3000));
        assert.equal(await workbench.page.locator(".activitybar .action-label[aria-label^='Testing']").count(), 0);
      } else {
        await workbench.runCommand("Testing: Focus on Test Explorer View");
        const rows = workbench.page.locator(".test-explorer .monaco-list-row");
        await rows.filter({ hasText: "small.perceptron" }).waitFor();
        assert.equal(await rows.filter({ hasText: "large" }).count(), 0);
      }
      await workbench.screenshot(`e2e/hostile/04-large-${restricted}`);
      await clear();
    });

    await t.test("a file that claims more than it holds is damaged, and the window goes on", async () => {
      await workbench.openFile("rowbomb.perceptron");
      await (
        await openedBuilder(workbench)
      ).frame
        .getByText(/rowbomb\.parquet.*damaged/)
        .first()
        .waitFor();
      await workbench.openFile("net.perceptron");
      await (await openedBuilder(workbench)).frame.getByText("1,000 rows").first().waitFor();
      await workbench.screenshot(`e2e/hostile/05-rowbomb-${restricted}`);
      await clear();
    });

    await t.test("data outside of the workspace is read where the person allows it, and only then", async () => {
      await workbench.openFile("outside.perceptron");
      const builder = await openedBuilder(workbench);
      await builder.frame
        .getByText(/lies outside of this workspace/)
        .first()
        .waitFor();
      const asked = workbench.page.locator(".notification-toast", { hasText: "May files in" });
      if (restricted) {
        await new Promise((resolve) => setTimeout(resolve, 2000));
        assert.equal(await asked.count(), 0);
      } else {
        await asked.getByRole("button", { name: "Read It" }).click();
        await builder.frame.getByText("1,000 rows").first().waitFor();
        await builder.button("Train").click();
        await eventually(() => assert.ok(readdirSync(folder).includes("outside.safetensors")));
      }
      await workbench.screenshot(`e2e/hostile/06-outside-${restricted}`);
      await clear();
    });
  });
}
