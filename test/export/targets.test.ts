// Every document of the fixtures (each layer, loss, optimizer and scheduler) as a notebook, a Lightning
// script and a torchrun script: each prints what the plain script prints, which other tests compare with
// training here. Lightning is no package everywhere: a stand-in does what its documentation says of `fit`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import type { ExportInput } from "../../src/code/exporter.ts";
import { type ExportFormat, exporters } from "../../src/code/exporters.ts";
import { makeFolder } from "../fixtures/code/command-line.ts";
import { documents } from "../fixtures/code/documents.ts";
import { exportInput } from "../fixtures/code/export-input.ts";
import type { Files } from "../fixtures/code/script.ts";
import { trainingDocuments } from "../fixtures/code/training-documents.ts";
import { compareLosses, findPython, scriptLosses } from "./scripts.ts";

const python = findPython();
const EPOCHS = 3;
const all: Readonly<Record<string, Files>> = { ...documents, ...trainingDocuments };

interface Written {
  readonly name: string;
  readonly folder: string;
  readonly formats: ReadonlySet<ExportFormat>;
}

const FORMATS = ["pytorch", "notebook", "lightning", "torchrun"] as const;
const fileOf = (format: ExportFormat): string => `${format}${exporters[format].extension}`;

async function write(name: string, files: Files): Promise<Written> {
  const folder = makeFolder(files);
  const formats = new Set<ExportFormat>();
  for (const format of FORMATS) {
    const input: ExportInput = { ...(await exportInput(files)), stem: format };
    if (exporters[format].refuses(input).length > 0) continue;
    for (const { name: file, content } of await exporters[format].write(input)) writeFileSync(join(folder, file), content);
    formats.add(format);
  }
  return { name, folder, formats };
}

const written = await Promise.all(Object.entries(all).map(([name, files]) => write(name, files)));

interface Ran {
  readonly output: string;
  readonly error: string | null;
  readonly drawn: readonly (readonly (readonly number[])[])[];
}

/** Runs one format of every document that has it; by the document's name. */
function run(format: ExportFormat, launcher: readonly string[] = []): ReadonlyMap<string, Ran> {
  const own = written.filter(({ formats }) => formats.has(format));
  const isNotebook = format === "notebook";
  const jobs = own.map(({ folder }) => ({
    folder,
    file: fileOf(format),
    arguments: isNotebook ? [] : ["--epochs", String(EPOCHS), ...(format === "lightning" ? [] : ["--every", "1"])],
    settings: isNotebook ? { EPOCHS, EVERY: 1 } : {},
  }));
  const folder = makeFolder({ "jobs.json": JSON.stringify(jobs) });
  const [source, destination] = [join(folder, "jobs.json"), join(folder, "answers.json")];
  const runner = join(process.cwd(), "test/export/run_targets.py");
  const { status, stderr } = spawnSync(python, [...launcher, runner, source, destination], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    // A process that waits for another one that has failed.
    timeout: 300_000,
    env: { ...process.env, OMP_NUM_THREADS: "1", PYTHONPATH: resolve("test/export/stand-in"), PYTHONDONTWRITEBYTECODE: "1" },
  });
  assert.equal(status, 0, stderr);
  const answers = JSON.parse(readFileSync(destination, "utf8")) as Ran[];
  return new Map(own.map(({ name }, index) => [name, answers[index]!]));
}

const plain = run("pytorch");

test("every document is written in every format, or refused by name", () => {
  const refused = written.flatMap(({ name, formats }) =>
    FORMATS.filter((format) => !formats.has(format)).map((format) => `${format}: ${name}`),
  );
  assert.ok(written.length > 60);
  // Each has a layer or an optimizer that the format cannot express.
  for (const each of refused) assert.match(each, /^(torchrun|lightning): /);
  assert.ok(refused.length < written.length / 4, refused.join("\n"));
});

test("a notebook prints what the script prints, and draws it", () => {
  for (const [name, { output, error, drawn }] of run("notebook")) {
    const expected = plain.get(name)!;
    const losses = scriptLosses(expected.output);
    if (expected.error !== null) assert.match(error ?? "", /Diverged/, name);
    else assert.equal(error, null, `${name}: ${error}`);
    const measured = output.split("\n").filter((line) => !/^\w+_(accuracy|r2|mae) /.test(line));
    assert.deepEqual(measured, expected.output.split("\n"), name);
    if (expected.error !== null) continue;
    const epochs = losses.filter((line) => "epoch" in line);
    assert.deepEqual(drawn[0]?.[1]?.length, epochs.length, name);
  }
});

test("a torchrun script in one process prints what the plain script prints", () => {
  for (const [name, { output, error }] of run("torchrun"))
    assert.deepEqual([error, output], [plain.get(name)!.error, plain.get(name)!.output], name);
});

test("a Lightning script has the losses of the plain script", () => {
  for (const [name, { output, error }] of run("lightning")) {
    const expected = plain.get(name)!;
    // Lightning goes on where the plain script says that it diverged.
    if (expected.error !== null) continue;
    assert.equal(error, null, `${name}: ${error}`);
    compareLosses(scriptLosses(expected.output), scriptLosses(output));
  }
});

test("in two processes it has the same losses", () => {
  // The default of torch 1.13 fails on Python 3.11.
  const launcher = ["-m", "torch.distributed.run", "--nproc_per_node", "2", "--redirects", "9:1", "--tee", "9:1"];
  const needsGpus = new Set<string>();
  for (const [name, { output, error }] of run("torchrun", launcher)) {
    if (error === "SystemExit: BatchNorm1d needs GPUs, or one process.") {
      needsGpus.add(name);
      continue;
    }
    const expected = plain.get(name)!;
    assert.equal(error, expected.error, name);
    compareLosses(scriptLosses(expected.output), scriptLosses(output), 2e-5);
  }
  for (const name of needsGpus) assert.match(JSON.stringify(all[name]!["a.perceptron"]), /BatchNorm1d/, name);
});
