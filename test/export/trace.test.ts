// `perceptron trace` beside PyTorch: every exported script is run with hooks on its layers and around its
// optimizer, and inputs, outputs, gradients, parameters and the optimizer's state of its first steps have to
// be what is traced here.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { exportPyTorch } from "../../src/code/pytorch/pytorch.ts";
import { bytesSource } from "../../src/data/sources.ts";
import { parseDocument } from "../../src/model/document.ts";
import { describeData } from "../../src/training/describe.ts";
import { prepareExperiment } from "../../src/training/experiment.ts";
import { TrainingRun } from "../../src/training/run.ts";
import { traceAsJson } from "../../src/training/trace.ts";
import { makeFolder } from "../fixtures/code/command-line.ts";
import type { Files } from "../fixtures/code/script.ts";
import { trainingDocuments } from "../fixtures/code/training-documents.ts";
import { findPython } from "./scripts.ts";

const STEPS = [1, 2];
/** What may differ, as a share of the greatest number of a tensor. */
const SHARE = 2e-5;
/** These take whole steps by the signs or the quotients of gradients that are rounding alone. */
const BY_ROUNDING = new Set(["BatchNorm1d after a bias, with Adam", "Rprop as it is", "Rprop with its parameters"]);

interface Trace {
  readonly lr: number;
  readonly input: readonly (readonly number[])[];
  readonly layers: readonly {
    readonly output: readonly (readonly number[])[];
    readonly grad_output: readonly (readonly number[])[];
    readonly parameters: readonly {
      readonly before: readonly number[];
      readonly gradient: readonly number[];
      readonly after: readonly number[];
      readonly state: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

interface Torch {
  readonly error: string | null;
  readonly steps: readonly {
    readonly lr: number;
    readonly input: unknown;
    readonly outputs: readonly unknown[];
    readonly grad_outputs: readonly unknown[];
    readonly before: readonly unknown[];
    readonly gradients: readonly unknown[];
    readonly after: readonly unknown[];
    readonly state: readonly Readonly<Record<string, unknown>>[];
  }[];
}

async function prepare(name: string, files: Files): Promise<{ readonly name: string; readonly script: string; readonly traces: Trace[] }> {
  const folder = makeFolder(files);
  const { experiment } = parseDocument(readFileSync(join(folder, "a.perceptron"), "utf8"));
  assert.ok(experiment);
  const csv = [experiment.data.file].flat();
  const sources = csv.map((file) => bytesSource(file, readFileSync(join(folder, file))));
  const script = join(folder, "exported.py");
  writeFileSync(script, exportPyTorch(experiment, await describeData(experiment, sources), { csv, name: "a.perceptron" }));
  const run = new TrainingRun(await prepareExperiment(experiment, sources), { onEpoch: () => {} });
  const traces = STEPS.flatMap(() => {
    const traced = run.traceStep();
    return traced && run.steps === traced.step ? [JSON.parse(JSON.stringify(traceAsJson(traced, experiment))) as Trace] : [];
  });
  return { name, script, traces };
}

/** All numbers of a tensor, or of lists of lists. */
function flat(value: unknown): number[] {
  return Array.isArray(value) ? value.flatMap(flat) : [Number(value)];
}

function assertNear(ours: unknown, theirs: unknown, what: string): void {
  const [mine, other] = [flat(ours), flat(theirs)];
  assert.equal(mine.length, other.length, what);
  const greatest = other.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  for (const [index, value] of mine.entries())
    assert.ok(Math.abs(value - other[index]!) <= SHARE * greatest, `${what}, number ${index}: ${value} here, ${other[index]} in PyTorch`);
}

// Rosenblatt's rule has no optimizer's step to look at.
const documents = Object.entries(trainingDocuments).filter(([name]) => !name.startsWith("Rosenblatt"));
const cases = await Promise.all(documents.map(([name, files]) => prepare(name, files)));
const jobs = cases.map(({ script }) => ({ script, steps: STEPS }));
const { status, stdout, stderr } = spawnSync(findPython(), [join(process.cwd(), "test/export/trace_scripts.py")], {
  input: JSON.stringify(jobs),
  encoding: "utf8",
  maxBuffer: 2 ** 28,
});
assert.equal(status, 0, stderr);
const answers = JSON.parse(stdout) as Torch[];

for (const [index, { name, traces }] of cases.entries()) {
  test(`${name}: the first steps in every number`, () => {
    const { error, steps } = answers[index]!;
    assert.equal(error, null);
    assert.equal(traces.length, steps.length);
    for (const [at, trace] of traces.entries()) {
      const step = steps[at]!;
      // What follows from the first step follows from rounding.
      if (at > 0 && BY_ROUNDING.has(name)) break;
      const of = (what: string): string => `${what} of step ${at + 1}`;
      assertNear(trace.lr, step.lr, of("lr"));
      assertNear(trace.input, step.input, of("input"));
      for (const [layer, { output, grad_output: gradient }] of trace.layers.entries()) {
        assertNear(output, step.outputs[layer], of(`output ${layer}`));
        // PyTorch computes no gradient before the first parameter, if there is one all the same.
        const isAsked = trace.layers.slice(0, layer + 1).some(({ parameters }) => parameters.length > 0);
        const zeros = output.map((row) => row.map(() => 0));
        if (isAsked) assertNear(gradient, step.grad_outputs[layer] ?? zeros, of(`grad_output ${layer}`));
      }
      const parameters = trace.layers.flatMap((layer) => layer.parameters);
      for (const [place, { before, gradient, after, state }] of parameters.entries()) {
        assertNear(before, step.before[place], of(`before ${place}`));
        if (BY_ROUNDING.has(name)) continue;
        assertNear(gradient, step.gradients[place] ?? gradient.map(() => 0), of(`gradient ${place}`));
        assertNear(after, step.after[place], of(`after ${place}`));
        assert.deepEqual(Object.keys(state).toSorted(), Object.keys(step.state[place]!).toSorted(), of("state"));
        for (const [key, values] of Object.entries(state)) assertNear(values, step.state[place]![key], of(`${key} ${place}`));
      }
    }
  });
}
