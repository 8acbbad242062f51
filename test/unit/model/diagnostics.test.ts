// Every rule on a document that breaks it and on one that does not, and every fix: it removes its problem and
// makes no new error.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inspectTable } from "../../../src/data/inspect.ts";
import { readTable } from "../../../src/data/read.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import type { DataFacts } from "../../../src/model/columns.ts";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { documentText, parseDocument } from "../../../src/model/document.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import { format } from "../../../src/model/message.ts";
import type { Problem } from "../../../src/model/problem.ts";
import type { Experiment, ExperimentInput } from "../../../src/model/schema.ts";
import { starterExperiment } from "../../../src/model/starter.ts";
import { type Case, cases, type Json, linear, loss, of, sgd, times } from "../../fixtures/diagnostics.ts";
import { nonsense } from "../../fixtures/sense.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { describeData } from "../../../src/training/describe.ts";

function textOf({ layers, training, data }: Case): string {
  return documentText({
    format: 1,
    data: { file: "a.csv", target: "y", ...data },
    layers,
    training: { ...loss("MSELoss"), ...sgd({}), ...training },
  } as unknown as ExperimentInput);
}

/** What the data would say of the document as it is. */
function factsOf(experiment: Experiment, { facts }: Case): DataFacts {
  const scaled = experiment.data.normalize !== "none";
  const { largestUnscaled, ...others } = facts ?? {};
  return {
    inputs: ["a", "b", "c"],
    targets: ["y"],
    split: { train: 97 },
    ...others,
    ...(largestUnscaled && !scaled ? { largestUnscaled } : {}),
  };
}

function problemsOf(text: string, from: Case): Problem[] {
  const { experiment, problems } = parseDocument(text);
  return [...problems, ...(experiment ? checkNetwork(experiment, factsOf(experiment, from)) : [])];
}

const key = ({ code, path }: Problem): string => `${code} ${path.join(".")}`;

for (const one of cases) {
  test(`${one.code} at ${one.at}: ${one.fixes.join(", ") || "no fix"}`, () => {
    const text = textOf(one);
    const before = problemsOf(text, one);
    const found = before.filter((problem) => key(problem) === `${one.code} ${one.at}`);
    assert.equal(found.length, 1, JSON.stringify(before.map((problem) => `${key(problem)} ${format(problem.message)}`)));
    const fixes = found[0]?.fixes ?? [];
    assert.deepEqual(
      fixes.map(({ title }) => format(title)),
      one.fixes,
    );
    for (const { title, edit } of fixes) {
      const fixed = applyTextEdits(text, applyEdit(text, edit));
      const after = problemsOf(fixed, one);
      assert.deepEqual(nonsense(text, fixed), [], format(title));
      assert.deepEqual(after.filter((problem) => key(problem) === key(found[0]!)).map(key), [], `${format(title)} leaves ${fixed}`);
      const known = new Set(before.map(key));
      assert.deepEqual(
        after.filter((problem) => problem.severity === "error" && !known.has(key(problem))).map(key),
        [],
        `${format(title)} makes ${fixed}`,
      );
    }
  });
}

test("every rule has a case here", () => {
  const rules = readdirSync("src/model/diagnostics").map((file) => readFileSync(`src/model/diagnostics/${file}`, "utf8"));
  const codes = rules.flatMap((text) => [...text.matchAll(/problem\(\s*"\w+",\s*"([\w-]+)"/g)].map((match) => match[1]));
  assert.deepEqual(new Set(cases.map(({ code }) => code)), new Set(codes));
});

const target = (mean: number, deviation: number) => ({ targetRange: { minimum: mean, maximum: mean, mean, deviation } });
const adam = (lr: number, more: Json = {}) => ({ optimizer: { type: "Adam", lr }, ...more });

test("a target is out of reach only where no weight can get so far: more steps, a larger rate or a smaller target are not doubted", () => {
  const network = [linear(16), of("ReLU"), linear(1)];
  const doubted = (training: Json, facts: Case["facts"]): boolean => {
    const one = { code: "", at: "", fixes: [], layers: network, training, ...(facts ? { facts } : {}) };
    return problemsOf(textOf(one), one).some(({ code }) => code === "out-of-reach");
  };
  assert.ok(doubted(adam(0.01), target(230_000, 70_000)));
  assert.ok(doubted(adam(0.01), target(0, 70_000)));
  assert.ok(!doubted(adam(0.01), target(20, 5)));
  assert.ok(!doubted(adam(0.01, { epochs: 10_000 }), target(230_000, 70_000)));
  assert.ok(!doubted(adam(1), target(230_000, 70_000)));
  // How far SGD gets follows from the gradient.
  assert.ok(!doubted({}, target(230_000, 70_000)));
});

test("what is right is not doubted", () => {
  const right: readonly Omit<Case, "code" | "at" | "fixes">[] = [
    // The chapter's perceptron on raw scores: its sigmoid is the output.
    {
      layers: [linear(1), of("Sigmoid")],
      training: { ...loss("BCELoss"), ...sgd({ lr: 0.0001 }) },
      facts: { largestUnscaled: { name: "a", value: 100 } },
    },
    // Hand-set weights need no gradient.
    { layers: [linear(1, { init: { weight: [[1, 1, 1]], bias: [-1] } }), of("Step")] },
    // Rosenblatt's rule needs none at all.
    { layers: [linear(1), of("Step")], training: { ...loss("BCELoss"), optimizer: { type: "Perceptron" } } },
    { layers: [linear(1, { bias: false }), of("Step")], training: { optimizer: { type: "Perceptron", lr: 0.01 } } },
    { layers: [linear(4), of("Threshold", { threshold: 0, value: 0 }), linear(1)] },
    { layers: [linear(4, { bias: false }), of("BatchNorm1d"), of("ReLU"), of("Dropout"), linear(1)], training: { drop_last: true } },
    { layers: [...times(6, () => [linear(8, { bias: false }), of("BatchNorm1d"), of("Tanh")]), linear(1)], training: { drop_last: true } },
    { layers: [linear(1), of("ReLU")], facts: { targetRange: { minimum: 0, maximum: 900 } } },
    { layers: [linear(1), of("Softplus")], training: loss("PoissonNLLLoss"), facts: { targetRange: { minimum: 0, maximum: 9 } } },
    { layers: [linear(4), of("Tanh"), linear(1)], facts: { largestUnscaled: { name: "a", value: 7.9 } } },
  ];
  for (const one of right) assert.deepEqual(problemsOf(textOf(one as Case), one as Case).map(key), [], JSON.stringify(one));
});

const read = (path: string): Uint8Array => readFileSync(path);

test("samples and the starter of every CSV are not doubted", async () => {
  for (const name of readdirSync("samples")) {
    const bytes = read(`samples/${name}`);
    const text = name.endsWith(".csv")
      ? documentText(starterExperiment(name, inspectTable(await readTable([bytesSource(name, bytes)]))))
      : new TextDecoder().decode(bytes);
    const { experiment, problems } = parseDocument(text);
    assert.ok(experiment, JSON.stringify(problems));
    const file = String(experiment.data.file);
    const summary = await describeData(experiment, [bytesSource(file, read(`samples/${file}`))]);
    assert.ok(summary.split.train > 0);
    assert.deepEqual(checkNetwork(experiment, summary), [], name);
  }
});

/** What the data room says of some rows. */
function describe(rows: readonly string[], data: Json): Promise<DataFacts> {
  const experiment = parseDocument(textOf({ layers: [linear(1)], data } as unknown as Case)).experiment!;
  return describeData(experiment, [bytesSource("a.csv", new TextEncoder().encode(rows.join("\n")))]);
}

test("facts of the numbers come from the rows that are encoded", async () => {
  const rows = ["n,day,big,y", "1,2012-01-31,-400,-3", "2,2016-01-31,3,5.5", "3,2013-01-31,7,1"];
  const raw = await describe(rows, { columns: { day: { encode: "date" } } });
  const { mean = 0, deviation = 0, ...range } = raw.targetRange!;
  assert.deepEqual(range, { minimum: -3, maximum: 5.5 });
  assert.ok(
    Math.abs(mean - 3.5 / 3) < 1e-12 &&
      Math.abs(deviation - Math.sqrt(((-3 - mean) ** 2 + (5.5 - mean) ** 2 + (1 - mean) ** 2) / 3)) < 1e-12,
  );
  assert.equal(raw.wholeTargets, undefined);
  assert.equal((await describe(["n,y", "1,2", "2,-1", "3,2.0", "4,-1"], {})).wholeTargets, 2);
  assert.deepEqual(raw.largestUnscaled, { name: "day.year", value: 2016 });
  assert.deepEqual((await describe(rows, {})).largestUnscaled, { name: "big", value: 400 });
  assert.equal((await describe(rows, { normalize: "standard" })).largestUnscaled, undefined);
});
