// The training repeated in the extension host: a small sweep over learning rate and width ends and its best
// goes into the document and out again; seeds, a stop, a trial that fails, and a builder that closes.

import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { sweepPorts } from "../../src/host/sweep/sweep-ports.ts";
import { openWorker } from "../harness/node-worker.ts";
import { DocumentSweep } from "../../src/session/sweep/document-sweep.ts";
import { startSweep } from "../../src/session/sweep/start-sweep.ts";
import type { DocumentSession } from "../../src/host/document/session.ts";
import type { Sweep } from "../../src/model/sweep/sweep.ts";
import { type Trial, listTrials } from "../../src/model/sweep/trials.ts";
import { hasSettings, type Varied, variantEdit } from "../../src/model/sweep/variant.ts";
import type { SweepStatus } from "../../src/protocol/sweep.ts";
import { binaryDocument, builderTabs, Folder, ofExtension, openInBuilder, test, until } from "./workbench.ts";

const layers = [
  { type: "Linear", out_features: 4 },
  { type: "Tanh" },
  { type: "Linear", in_features: 4, out_features: 1 },
  { type: "Sigmoid" },
];
const grid: Sweep = {
  kind: "grid",
  axes: [
    { name: "lr", values: [0.001, 0.01, 0.3] },
    { name: "width", values: [2, 8] },
  ],
  stopsHopeless: false,
};

async function opened(training: object): Promise<{ readonly folder: Folder; readonly session: DocumentSession }> {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("sweep.perceptron", binaryDocument({ layers, training })));
  return { folder, session };
}

function statusOf({ sweep, document }: DocumentSession): SweepStatus {
  const status = sweep.status("range", document.getText());
  assert.ok(status);
  return status;
}

test("a sweep over learning rate and width ends, beside the document's own run; its best goes into the document and is undone", async () => {
  const { session } = await opened({ epochs: 8 });
  const text = session.document.getText();
  const run = session.run.status;
  await startSweep(session, grid);
  assert.equal(session.sweep.isActive, true);
  await session.sweep.over;
  const { state, trials, isOutdated } = statusOf(session);
  assert.equal(state, "ended");
  assert.deepEqual(
    trials.map((trial) => [trial.state, trial.stopped, trial.epoch, trial.last?.epoch]),
    trials.map(() => ["ended", null, 8, 8]),
  );
  assert.equal(trials.length, 6);
  assert.equal(new Set(trials.map(({ best }) => best)).size, 6);
  assert.ok(
    trials.every(({ best, last }) => best !== undefined && best <= last!.validationLoss! && last!.metrics!.validation!.accuracy! > 0),
  );
  assert.equal(isOutdated, undefined);
  assert.deepEqual(session.run.status, run);
  const [best] = trials.toSorted((one, other) => one.best! - other.best!);
  await session.edit(session.document.version, variantEdit(session.state.json as Varied, best!.settings));
  assert.notEqual(session.document.getText(), text);
  assert.ok(hasSettings(session.state.json as Varied, best!.settings));
  assert.deepEqual(
    session.problems.filter(({ severity }) => severity === "error"),
    [],
  );
  assert.equal(statusOf(session).isOutdated, undefined, "a document with other settings is still the sweep's");
  await vscode.commands.executeCommand("undo");
  await until("it is undone in one step", () => session.document.getText() === text);
  await session.edit(session.document.version, { op: "set", path: ["training", "epochs"], value: 9 });
  assert.equal(statusOf(session).isOutdated, true);
});

test("a trial is the run that Train makes of its settings", async () => {
  const { session } = await opened({ epochs: 5 });
  await startSweep(session, { ...grid, axes: [{ name: "width", values: [4] }] });
  await session.sweep.over;
  await vscode.commands.executeCommand("perceptron.train", session.document.uri);
  await session.run.over;
  assert.deepEqual(statusOf(session).trials[0]?.last, session.run.curve.points.at(-1));
});

test("what a sweep came to is there again when the document is opened anew, and a broken file is none", async () => {
  const { folder, session } = await opened({ epochs: 6 });
  const text = session.document.getText();
  await startSweep(session, { kind: "seeds", count: 3 });
  await session.sweep.over;
  const reopened = async (): Promise<SweepStatus | undefined> => {
    const other = sweepTrainedBy(session, ofExtension("dist", "worker.js"));
    await other.restored;
    return other.status("deviation", text);
  };
  const { seconds: _, ...expected } = session.sweep.status("deviation", text)!;
  const { seconds: __, ...found } = (await reopened())!;
  assert.deepEqual(found, expected);
  writeFileSync(join(folder.path, "sweep.runs/sweep.json"), "{}");
  assert.equal(await reopened(), undefined);
});

test("several seeds make a band", async () => {
  const { session } = await opened({ epochs: 6, seed: 3 });
  await startSweep(session, { kind: "seeds", count: 4 });
  await session.sweep.over;
  const { bands, trials } = statusOf(session);
  assert.deepEqual(
    trials.map(({ settings }) => settings.seed),
    [3, 4, 5, 6],
  );
  assert.deepEqual(bands?.train.epochs, [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(bands?.validation?.runs, [4, 4, 4, 4, 4, 4]);
  assert.equal(bands?.validation?.low.at(-1), Math.min(...trials.map(({ last }) => last!.validationLoss!)));
});

test("a sweep is stopped: what had begun says so, and the rest was never trained", async () => {
  const { session } = await opened({ epochs: 10_000_000 });
  await startSweep(session, grid);
  await until("two trials run", () => statusOf(session).trials.some(({ epoch }) => epoch > 0));
  assert.ok(statusOf(session).secondsLeft! > 0);
  await session.sweep.stop();
  const { state, trials } = statusOf(session);
  assert.equal(state, "ended");
  assert.ok(trials.some((trial) => trial.state === "ended" && trial.stopped === "interrupted"));
  assert.ok(trials.some((trial) => trial.state === "waiting"));
});

test("a sweep that is stopped while the data is read trained nothing, and says so", async () => {
  const { session } = await opened({ epochs: 10_000_000 });
  await startSweep(session, grid);
  await session.sweep.stop();
  const { state, trials, note } = statusOf(session);
  assert.equal(state, "ended");
  assert.ok(trials.every((trial) => trial.state === "waiting"));
  assert.equal(note?.text, "Stopped while the data was still being read. Nothing was trained.");
});

test("hopeless trials are stopped early", async () => {
  const { session } = await opened({ epochs: 10_000 });
  // However many are trained beside the last one, three others are over by then.
  const good = Array.from({ length: availableParallelism() + 2 }, (_, index) => 0.3 / (1 + index / 4));
  const axes = [{ name: "lr", values: [...good, 1e-9] }] as const;
  await startSweep(session, { kind: "grid", axes, stopsHopeless: true });
  await session.sweep.over;
  const { trials } = statusOf(session);
  assert.deepEqual(
    trials.map(({ stopped }) => stopped),
    [...good.map(() => null), "hopeless"],
  );
  const last = trials.at(-1)!;
  assert.ok(last.epoch >= 1_000 && last.epoch < 10_000, `epoch ${last.epoch}`);
});

/** A sweep of a document whose trials are trained by this worker. */
function sweepTrainedBy({ document }: DocumentSession, worker: string): DocumentSweep {
  return new DocumentSweep(sweepPorts(document.uri, (observer) => openWorker(worker, observer)));
}

test("a trial that fails says why, and the others go on", async () => {
  const { folder, session } = await opened({ epochs: 3 });
  const text = session.document.getText();
  const [first, second] = listTrials(text, grid) as Extract<Trial, { experiment: unknown }>[];
  const other = { ...first!, experiment: { ...first!.experiment, data: { ...first!.experiment.data, target: "nobody" } } };
  const sweep = sweepTrainedBy(session, ofExtension("dist", "worker.js"));
  sweep.start(grid, text, [other, second!]);
  await sweep.over;
  const { trials } = sweep.status("range", text)!;
  assert.deepEqual(
    trials.map(({ state }) => state),
    ["failed", "ended"],
  );
  assert.match(trials[0]!.note!.text, /column/i);
  rmSync(folder.uri("binary.csv").fsPath);
  sweep.start(grid, text, [first!, second!]);
  await sweep.over;
  const gone = sweep.status("range", text)!.trials;
  assert.ok(gone.every(({ state, note }) => state === "failed" && /There is no file/.test(note!.text)));
  sweep.dispose();
});

test("a worker that dies fails its trial, and the next one is trained in another", async () => {
  const { folder, session } = await opened({ epochs: 10_000_000 });
  mkdirSync(join(folder.path, "dist"));
  const sentence = JSON.stringify(ofExtension("dist", "worker.js"));
  const order = JSON.stringify(join(folder.path, "die"));
  writeFileSync(
    join(folder.path, "dist/worker.js"),
    `setInterval(() => require("fs").existsSync(${order}) && process.exit(3), 10); require(${sentence});`,
  );
  const text = session.document.getText();
  const sweep = sweepTrainedBy(session, join(folder.path, "dist/worker.js"));
  sweep.start(grid, text, listTrials(text, grid));
  const trials = () => sweep.status("range", text)!.trials;
  await until("a trial runs", () => trials().some(({ epoch }) => epoch > 0));
  folder.write("die", "");
  await until("it has failed", () => trials()[0]!.state === "failed");
  rmSync(folder.uri("die").fsPath);
  assert.match(trials()[0]!.note!.text, /The training worker stopped unexpectedly/);
  await until("another runs", () => trials().some(({ state, epoch }) => state === "running" && epoch > 0));
  await sweep.stop();
  sweep.dispose();
});

test("the closing of the last builder ends the sweep", async () => {
  const { session } = await opened({ epochs: 10_000_000 });
  await startSweep(session, { kind: "seeds", count: 3 });
  await until("a trial runs", () => statusOf(session).trials.some(({ epoch }) => epoch > 0));
  await vscode.window.tabGroups.close(builderTabs(session.document.uri));
  await until("the sweep has ended", () => !session.sweep.isActive);
  const again = await openInBuilder(session.document.uri);
  await until("what it came to is there", () => again.sweep.status("range", again.document.getText()) !== undefined);
  const { trials } = statusOf(again);
  assert.ok(trials.some(({ stopped, epoch }) => stopped === "interrupted" && epoch > 0));
});
