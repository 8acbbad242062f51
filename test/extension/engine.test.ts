// PyTorch in the extension host: which Python is asked, what is offered if none can be used, and that none
// starts where the workspace is not trusted.

import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { factsOf } from "../harness/run-facts.ts";
import type { DocumentSessions } from "../../src/host/document/sessions.ts";
import { measureAfterRuns } from "../../src/host/engine/measure-engines.ts";
import { parseDocument } from "../../src/model/document.ts";
import { format } from "../../src/model/message.ts";
import { isActive, type RunStatus } from "../../src/protocol/run.ts";
import type { Engines } from "../../src/protocol/worker.ts";
import type { EngineTimes } from "../../src/training/types.ts";
import { findPython } from "../export/scripts.ts";
import { api, binaryDocument, Folder, listen, openInBuilder, test, until } from "./workbench.ts";

const settings = () => vscode.workspace.getConfiguration();
const change = (values: Readonly<Record<string, unknown>>) =>
  Promise.all(Object.entries(values).map(([key, value]) => settings().update(key, value, vscode.ConfigurationTarget.Global)));
const forget = () => change({ "perceptron.engine": undefined, "perceptron.python": undefined, "standIn.python": undefined });

/** A document once it is shown. */
function shown(is: (document: vscode.TextDocument) => boolean): Promise<vscode.TextDocument> {
  return until("it is shown", () => vscode.workspace.textDocuments.find(is));
}

/** A program that writes down that it was called, and has no PyTorch. */
function bare(folder: Folder, name: string): { readonly path: string; readonly calls: () => string } {
  const log = folder.uri(`${name}.log`).fsPath;
  const path = folder.uri(name).fsPath;
  writeFileSync(path, `#!/bin/sh\necho "$1" >> "${log}"\necho 'perceptron:{"python":"3.12.0"}'\n`, { mode: 0o755 });
  return { path, calls: () => (existsSync(log) ? readFileSync(log, "utf8") : "") };
}

test("the Python extension's interpreter is asked first, unless a setting names another", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("net.perceptron", binaryDocument({ training: { epochs: 2 } })));
  const [chosen, named] = [bare(folder, "chosen"), bare(folder, "named")];
  try {
    await change({ "perceptron.engine": "pytorch", "standIn.python": chosen.path });
    await vscode.commands.executeCommand("perceptron.train", session.document.uri);
    await session.run.over;
    // Another Python may have PyTorch: it is asked after this one.
    assert.equal(chosen.calls(), "-c\n");
    await change({ "perceptron.python": named.path });
    await vscode.commands.executeCommand("perceptron.train", session.document.uri);
    await session.run.over;
    assert.deepEqual([chosen.calls(), named.calls()], ["-c\n", "-c\n"]);
    const { state, note } = factsOf(session.run);
    assert.equal(state, "failed");
    assert.equal(note && format(note), `${named.path} has no PyTorch. Install it with: ${named.path} -m pip install torch`);
  } finally {
    await forget();
  }
});

test("a run is verified in a Python that has PyTorch, and the result is kept with it; without one there is a choice", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("checked.perceptron", binaryDocument({ training: { epochs: 2 } })));
  const { uri } = session.document;
  await vscode.commands.executeCommand("perceptron.train", uri);
  await session.run.over;
  const { runs } = await api();
  const kept = () => runs.of(uri).entries.map(({ record }) => record.verified);
  const { path } = bare(folder, "bare");
  const said = listen("Choose a Python…");
  try {
    await change({ "perceptron.python": path });
    await vscode.commands.executeCommand("perceptron.verify", uri);
    assert.deepEqual(said, [
      `${path} has no PyTorch. Install it with: ${path} -m pip install torch (or choose a Python that has it in the setting perceptron.python)`,
    ]);
    await until("the setting that names a Python is shown", () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === "Settings");
    assert.deepEqual(kept(), [undefined]);
    await change({ "perceptron.python": findPython() });
    await vscode.commands.executeCommand("perceptron.verify", uri);
    assert.match(said[1] ?? "", /^The same as in PyTorch \S+ over 2 epochs\. Largest differences: first weights 0, losses /);
    const { same, weights, epochs, otherAnswers } = kept()[0]!;
    assert.deepEqual({ same, weights, epochs, otherAnswers }, { same: true, weights: 0, epochs: 2, otherAnswers: 0 });
    const [{ id } = { id: "" }] = runs.of(uri).entries;
    assert.match(folder.read(`checked.runs/${id}/run.json`), /"verified"/);
  } finally {
    await forget();
  }
});

test("what PyTorch wrote before it failed is behind a button: the last line is the sentence", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("trace.perceptron", binaryDocument({ training: { epochs: 2 } })));
  const path = folder.uri("fails").fsPath;
  const lines = ["Traceback (most recent call last):", '  File "perceptron_runner.py", line 7, in train', "ValueError: no such thing"];
  const asked = `case "$1" in -c) echo 'perceptron:{"python":"3.12.0","torch":"2.1.0"}'; exit ;; esac`;
  writeFileSync(path, `#!/bin/sh\n${asked}\nprintf '%s\\n' ${lines.map((line) => `'${line}'`).join(" ")} >&2\nexit 1\n`, { mode: 0o755 });
  const said = listen("Show What PyTorch Wrote");
  try {
    await change({ "perceptron.engine": "pytorch", "perceptron.python": path });
    await vscode.commands.executeCommand("perceptron.train", session.document.uri);
    await session.run.over;
    await until("the sentence is shown", () => said.some((one) => one.includes("PyTorch's process ended: ValueError: no such thing.")));
    assert.equal(said.length, 1, "one cause, one notification");
    await shown(({ uri }) => uri.scheme === "output" && uri.path.includes("Perceptron"));
    // What the channel was told last also stands in a report.
    void vscode.commands.executeCommand("perceptron.reportProblem");
    const report = await shown(({ languageId, isUntitled }) => isUntitled && languageId === "markdown");
    assert.ok(report.getText().includes(lines.join("\n")), report.getText());
  } finally {
    await vscode.commands.executeCommand("workbench.action.closePanel");
    await forget();
  }
});

test("the engines are measured once a long run of a large network is over, and whoever trains again ends that", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const uri = folder.write("large.perceptron", binaryDocument());
  const { experiment } = parseDocument(JSON.stringify(binaryDocument()));
  const started = { rows: { train: 8, validation: 1, test: 1 }, inputs: 3, parameters: 3_000_000, epochs: 2, batchesPerEpoch: 1 };
  const ended = { state: "ended", run: 1, epoch: 2, epochs: 2, stopped: null, started, secondsPerEpoch: 6 } as const;
  let status: RunStatus = { ...ended, secondsPerEpoch: 1 };
  let changed: (() => void) | undefined;
  const told: EngineTimes[] = [];
  const run = {
    get status() {
      return status;
    },
    get isActive() {
      return isActive(status);
    },
    trained: experiment,
    onDidChange: (listener: () => void) => void (changed = listener),
    measured: (times: EngineTimes) => told.push(times),
  };
  const asked: string[] = [];
  let answer: ((times: EngineTimes | undefined) => void) | undefined;
  const worker: Engines = {
    measureEngines: async (_, __, { document }) => {
      asked.push(document);
      return new Promise((resolve) => (answer = resolve));
    },
    stopMeasuring: async () => void asked.push("stop"),
  };
  const sessions = { all: [{ run, document: { uri } }], onDidOpen: () => ({ dispose: () => {} }) };
  measureAfterRuns(sessions as unknown as DocumentSessions, worker);
  changed?.();
  status = ended;
  changed?.();
  await until("it is asked for", () => asked.length === 1);
  const times = { builtin: 2, pytorch: 1, device: "cpu", processes: 2 };
  answer?.(times);
  await until("the run has the figures", () => told.length === 1);
  changed?.();
  status = { ...ended, run: 2 };
  changed?.();
  await until("the next run is measured", () => asked.length === 2);
  status = { state: "preparing", run: 3, epoch: 0, epochs: 2 };
  changed?.();
  answer?.(undefined);
  assert.deepEqual([asked, told], [[uri.toString(), uri.toString(), "stop"], [times]]);
});

test("machines that cannot meet are said before anything is started", async () => {
  const folder = new Folder();
  folder.sample("binary.csv");
  const session = await openInBuilder(folder.write("far.perceptron", binaryDocument({ training: { epochs: 2 } })));
  const python = bare(folder, "python");
  try {
    await change({ "perceptron.engine": "pytorch", "perceptron.python": python.path, "perceptron.machines": 2 });
    await vscode.commands.executeCommand("perceptron.train", session.document.uri);
    await session.run.over;
    assert.match(format(factsOf(session.run).note!), /^Write where the machines meet as HOST:PORT/);
    assert.equal(python.calls(), "");
    assert.deepEqual(session.state.engine, { name: "pytorch", processes: 1, machines: { nodes: 2, nodeRank: 0, endpoint: "" } });
  } finally {
    await change({ "perceptron.machines": undefined });
    await forget();
  }
});
