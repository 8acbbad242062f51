// The extension in a browser, as on vscode.dev: the same steps as on the desktop, with the same files, in a
// window whose extensions run in the page. What is on the disk is there because VS Code wrote it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { shareServer, startTestServer } from "../harness/server.ts";
import { eventually, openedBuilder } from "./builder.ts";
import { startOwnSession, startSession, vsix } from "./session.ts";

/** Moves the extension, which a server would run, into the page. */
const settings = { "remote.extensionKind": { "perceptron-builder.perceptron": ["web"] } };
const server = await startTestServer({ vsix, driver: false, settings });
after(() => server.stop());
shareServer(server);

/** What the record of a folder's only run says of where it was trained, once it is kept. */
async function machineOf(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const runs = join(folder, "iris.runs");
  const kept = await eventually(() => {
    const first = readdirSync(runs).find((name) => !name.startsWith("."));
    assert.ok(first, "no run is kept");
    return first;
  });
  return (JSON.parse(readFileSync(join(runs, kept, "run.json"), "utf8")) as { machine: Readonly<Record<string, unknown>> }).machine;
}

test("a run is trained in the browser, on one thread of the WebAssembly build, and predicts a CSV", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv", "iris.perceptron"]);
  const { page, folder } = workbench;
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  assert.equal(await builder.frame.getByRole("combobox", { name: "Engine" }).count(), 0, "there is no PyTorch to choose");
  await builder.button("Train").click();
  const { platform, engine, threads } = await machineOf(folder);
  assert.equal(platform, "web");
  assert.match(String(engine), /simd$/);
  assert.equal(threads, 1);
  await builder.frame.getByRole("tab", { name: "Predict" }).click();
  await builder.button("Predict a CSV…").click();
  // VS Code's own dialog, on the document's folder.
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "iris.csv" }).click();
  await workbench.tab("iris.predicted.csv").waitFor();
  const [header, first] = readFileSync(join(folder, "iris.predicted.csv"), "utf8").split("\n");
  assert.match(`${header}\n${first}`, /,prediction,.*\n.*,setosa,/);
  assert.deepEqual(workbench.complaints, []);
});

test("another tab with the same folder says that the first one trains, watches it, and hears of its end", async () => {
  const session = await startSession();
  const iris = readFileSync("samples/iris.perceptron", "utf8");
  const slow = iris.replace('"epochs": 100', '"epochs": 1000000').replace('"lr": 0.01', '"lr": 0.00001');
  const workbench = await session.open(["iris.csv"], { "slow.perceptron": slow });
  await workbench.openFile("slow.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.button("Train").click();
  await builder.button("Pause").waitFor();
  // A tab of the same browser; another browser is another computer.
  const other = await session.reopen(workbench.folder, { page: await workbench.page.context().newPage() });
  await other.openFile("slow.perceptron");
  const watching = await openedBuilder(other);
  await watching.frame.getByText("This network is being trained in another window.").waitFor();
  await watching.button("Watch").click();
  await watching.frame.getByText("You are watching that run.").waitFor();
  const seen = (await watching.lossRows()).at(-1)![0]!;
  await eventually(async () => assert.ok((await watching.lossRows()).at(-1)![0]! > seen, "the curve goes on"));
  await other.screenshot("e2e/web/watched");
  await builder.button("Stop").click();
  await watching.frame.getByText("You are watching that run.").waitFor({ state: "detached" });
  assert.equal(await watching.frame.getByText("This network is being trained in another window.").count(), 0);
  // Who trains all the same is asked; a tab that is closed holds nothing, however it ended.
  await builder.button("Train").click();
  await builder.button("Pause").waitFor();
  await watching.button("Train").click();
  const dialog = other.page.getByRole("dialog", { name: /slow is being trained in another window/ });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await workbench.page.close();
  await watching.button("Train").click();
  await watching.button("Pause").waitFor();
  assert.deepEqual([...workbench.complaints, ...other.complaints], []);
});

test("it speaks Korean there", async () => {
  const session = await startOwnSession({ language: "ko", settings });
  const workbench = await session.open(["iris.csv", "iris.perceptron"]);
  await workbench.openFile("iris.perceptron");
  const frame = await workbench.webview("perceptron-builder");
  await frame.getByRole("button", { name: "학습", exact: true }).click();
  assert.equal((await machineOf(workbench.folder))["platform"], "web");
  assert.deepEqual(workbench.complaints, []);
});

// Each of these registers its own tests, on the server that is shared here.
await import("./first-network.test.ts");
await import("./hidden.test.ts");
await import("./evaluation.test.ts");
await import("./inside.test.ts");
await import("./space.test.ts");
await import("./runs.test.ts");
await import("./sweep.test.ts");
await import("./debug.test.ts");
await import("./lesson.test.ts");
await import("./export.test.ts");
