// Columns, rows and classes of an experiment, and every way in which they cannot be had (docs/format.md,
// "data").

import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "../../../src/data/encode.ts";
import { encodedFacts } from "../../../src/data/encoded-facts.ts";
import { summarize } from "../../../src/data/summary.ts";
import type { Loss } from "../../../src/model/schema.ts";
import { csv, line, select, thrown } from "../../fixtures/data/tables.ts";

const text = csv(["1,x,true,10", "2,y,false,", ",x,true,30", "4,,true,40", "NA,NA,,50", "5,z,false,60"], "n,t,f,y");

test("the features are every other column, in the file's order", async () => {
  const selection = await select(text, { target: "f" }, "BCELoss");
  assert.deepEqual(
    selection.features.map(({ column }) => column.name),
    ["n", "t", "y"],
  );
});

test("features keep the document's order; rows of columns that are not used stay", async () => {
  const selection = await select(text, { target: "f", features: ["y", "n"] }, "BCELoss");
  assert.deepEqual(
    selection.features.flatMap(({ inputs }) => inputs),
    ["y", "n"],
  );
  assert.deepEqual([...selection.tableRows], [0, 3, 5]);
});

const rows: [string, Record<string, unknown>, number[], number, number][] = [
  ["drop", {}, [0, 5], 1, 3],
  ["mean drops only rows without a target", { missing: "mean" }, [0, 1, 2, 3, 5], 1, 0],
  ["a rule of one column", { columns: { t: { missing: "most_frequent" } } }, [0, 3, 5], 1, 2],
  ["one column dropped, others filled", { missing: "mean", columns: { n: { missing: "drop" } } }, [0, 1, 3, 5], 1, 1],
  [
    "a fill rule does not fill the target",
    { missing: { constant: 1 }, columns: { f: { missing: "most_frequent" } } },
    [0, 1, 2, 3, 5],
    1,
    0,
  ],
];

for (const [what, input, kept, missingTarget, missingFeature] of rows)
  test(`rows left: ${what}`, async () => {
    const selection = await select(text, { target: "f", ...input }, "BCELoss");
    assert.deepEqual(selection.problems, []);
    assert.deepEqual([...selection.tableRows], kept);
    assert.deepEqual(selection.dropped, { missingTarget, missingFeature });
    assert.equal(selection.rows, kept.length);
  });

const classes: [Loss["type"], string, string[], string[] | undefined][] = [
  ["CrossEntropyLoss", "text by code point", ["b", "B", "ä", "a"], ["B", "a", "b", "ä"]],
  ["CrossEntropyLoss", "numbers by value, equal ones once", ["10", "9", "9.0", "-1"], ["-1", "9", "10"]],
  ["CrossEntropyLoss", "truth values in any letter case", ["TRUE", "False", "true"], ["False", "TRUE"]],
  ["NLLLoss", "classes of the rows that are left only", ["x", "y", ""], ["x", "y"]],
  ["BCELoss", "two texts", ["no", "yes", "no"], ["no", "yes"]],
  ["BCELoss", "two numbers that are not within 0 and 1", ["2", "1", "2.0"], ["1", "2"]],
  ["BCEWithLogitsLoss", "numbers within 0 and 1 are no classes", ["0", "1", "0.25"], undefined],
  ["BCELoss", "truth values", ["false", "true"], ["false", "true"]],
  ["MSELoss", "numbers", ["5", "7"], undefined],
  ["MSELoss", "truth values are numbers", ["false", "true"], undefined],
];

for (const [type, what, values, expected] of classes)
  test(`classes of ${type}: ${what}`, async () => {
    const selection = await select(csv(values.map((value, index) => `${index},${value}`)), { target: "b" }, type);
    assert.deepEqual(selection.problems, []);
    assert.deepEqual(selection.targets[0]?.classes, expected);
  });

const wide = csv(["1,x,true,,2012-01-31", "2,y,false,,2012-02-30", ",x,,,", "4,z,true,,2020-01-01"], "n,t,f,e,d");
const bad: [string, Record<string, unknown>, Loss["type"], string][] = [
  ["target", { target: "F1", features: ["n"] }, "BCELoss", 'error unknown-column data.target: t.csv has no column "F1". Did you mean "f"?'],
  [
    "one of several targets",
    { target: ["n", "m"], features: ["f"] },
    "MSELoss",
    'error unknown-column data.target.1: t.csv has no column "m". Did you mean "n"?',
  ],
  [
    "feature",
    { target: "f", features: ["n", "T"] },
    "BCELoss",
    'error unknown-column data.features.1: t.csv has no column "T". Did you mean "t"?',
  ],
  [
    "column settings",
    { target: "f", features: ["n"], columns: { tt: {} } },
    "BCELoss",
    'error unknown-column data.columns.tt: t.csv has no column "tt". Did you mean "t"?',
  ],
  [
    "a feature that is the target",
    { target: "f", features: ["n", "f"] },
    "BCELoss",
    'error feature-is-target data.features.1: Column "f" is both a feature and the target. Remove it from the features.',
  ],
  [
    "a feature twice",
    { target: "f", features: ["n", "n"] },
    "BCELoss",
    'error repeated-feature data.features.1: Feature "n" is listed twice. Remove one of the two.',
  ],
  [
    "a target twice",
    { target: ["n", "n"], features: ["t"] },
    "MSELoss",
    'error repeated-target data.target.1: Target "n" is listed twice. Remove one of the two.',
  ],
  [
    "an empty feature",
    { target: "f", features: ["n", "e"] },
    "BCELoss",
    'error empty-column data.features.1: Column "e" has no value in any row. Leave it out of the features and targets.',
  ],
  [
    "an empty target",
    { target: "e", features: ["n"] },
    "MSELoss",
    'error empty-column data.target: Column "e" has no value in any row. Leave it out of the features and targets.',
  ],
  [
    "several targets of classes",
    { target: ["t", "f"], features: ["n"] },
    "CrossEntropyLoss",
    "error several-targets data.target: CrossEntropyLoss takes one target column, but 2 are listed. Keep one of them.",
  ],
  [
    "several targets of text",
    { target: ["t", "f"], features: ["n"] },
    "BCELoss",
    'error target-not-binary data.target.0: Several targets of BCELoss must be true or false, or numbers from 0 to 1; "t" is not. Remove it from the targets.',
  ],
  [
    "three classes",
    { target: "t", features: ["n"] },
    "BCELoss",
    'error not-two-classes data.target: BCELoss needs exactly two classes, but target "t" has 3. Use CrossEntropyLoss, or choose another target.',
  ],
  [
    "text as a number",
    { target: "t", features: ["n"] },
    "MSELoss",
    'error target-not-number data.target: MSELoss needs numbers, but target "t" is text. Choose another target, or CrossEntropyLoss.',
  ],
  [
    "a missing target under error",
    { target: "f", features: ["t"], missing: "error" },
    "BCELoss",
    'error missing-value data.target t.csv:4: Column "f" has no value in line 4 of t.csv (rows without one: 1). Fill it in, or choose another rule than "error" for missing values.',
  ],
  [
    "a missing feature under error",
    { target: "t", features: ["n"], columns: { n: { missing: "error" } } },
    "CrossEntropyLoss",
    'error missing-value data.features.0 t.csv:4: Column "n" has no value in line 4 of t.csv (rows without one: 1). Fill it in, or choose another rule than "error" for missing values.',
  ],
  [
    "a text that fills numbers",
    { target: "t", features: ["n"], missing: { constant: "many" } },
    "CrossEntropyLoss",
    'error constant-not-of-kind data.missing: "many" cannot fill the number column "n". Give a number, or another rule for missing values.',
  ],
  [
    "a number that fills truth values",
    { target: "t", features: ["f"], columns: { f: { missing: { constant: 2 } } } },
    "CrossEntropyLoss",
    'error constant-not-of-kind data.columns.f.missing: "2" cannot fill the true/false column "f". Give true or false, or another rule for missing values.',
  ],
  [
    "a number as one-hot",
    { target: "t", features: ["n"], columns: { n: { encode: "ordinal" } } },
    "CrossEntropyLoss",
    'error encode-without-category data.columns.n.encode: Column "n" is read as number, which is not encoded. Remove encode, or set its kind to "category".',
  ],
  [
    "a day that is not in the calendar",
    { target: "f", features: ["d"], columns: { d: { encode: "date" } } },
    "BCELoss",
    'error not-a-date data.columns.d.encode t.csv:3: "2012-02-30" in column "d" is not a date such as 2012-01-31 (line 3 of t.csv). Say with "date" which of year, month and day comes first, or remove encode.',
  ],
  [
    "a fill that is no date",
    { target: "f", features: ["d"], columns: { d: { encode: "date", missing: { constant: "soon" }, missing_values: ["2012-02-30"] } } },
    "BCELoss",
    'error not-a-date data.features.0: "soon" fills column "d" but is not a date such as 2012-01-31. Change the constant.',
  ],
];

for (const [what, input, type, problem] of bad)
  test(`refused: ${what}`, async () => {
    const selection = await select(wide, input, type);
    assert.deepEqual(selection.problems.map(line), [problem]);
    assert.equal(await thrown(() => encode(selection, Uint32Array.of(0))), problem);
    const summary = summarize(selection, undefined, { train: 0, validation: 0, test: 0 });
    assert.equal(summary.columns.length, 5, "the columns are still shown");
    assert.equal(summary.problems.length, 1);
  });

const warned: [string, string, Record<string, unknown>, Loss["type"], string][] = [
  [
    "scaling text",
    "1,x\n2,y",
    { target: "a", columns: { b: { normalize: "standard" } } },
    "MSELoss",
    'warning normalize-without-number data.columns.b.normalize: Column "b" is read as category, which is never scaled. Remove normalize.',
  ],
  [
    "one number in every row",
    "1,x\n1,y",
    { target: "a" },
    "MSELoss",
    'warning constant-target data.target: Target "a" is 1 in every row, so there is nothing to learn. Choose another target.',
  ],
];

for (const [what, values, input, type, problem] of warned)
  test(`warned: ${what}`, async () => {
    const selection = await select(csv(values.split("\n")), input, type);
    assert.deepEqual(selection.problems.map(line), [problem]);
    assert.equal(encode(selection, Uint32Array.of(0, 1)).rows, 2);
  });

for (const type of ["BCELoss", "CrossEntropyLoss"] as const)
  test(`a single class is refused by ${type}`, async () => {
    const selection = await select(csv(["1,x", "2,x", "3,"]), { target: "b" }, type);
    assert.deepEqual(selection.problems.map(line), [
      `error single-class data.target: Target "b" is x in every row, but ${type} needs two classes. Choose another target.`,
    ]);
  });

test("no rows left is an error that says what was dropped", async () => {
  const selection = await select(csv(["1,", ",2", "3,"]), { target: "b" });
  assert.equal(selection.rows, 0);
  assert.deepEqual(selection.problems.map(line), [
    "error no-rows-left data: No rows are left (dropped without a target: 2, without a feature: 1). Leave out the features with most gaps, or fill the gaps.",
  ]);
});

test("the table's problems are among the selection's", async () => {
  const selection = await select("a,b\n1,2\n3\n4,5,6\n", { target: "b" });
  assert.deepEqual(
    selection.problems.map(({ code }) => code),
    ["long-record", "short-record"],
  );
  assert.match(await thrown(() => encode(selection, Uint32Array.of(0))), /^error long-record data\.file t\.csv:4: /);
});

test("no column left to learn from is refused", async () => {
  assert.deepEqual((await select(csv(["1,2", "3,4"]), { target: ["a", "b"] })).problems.map(line), [
    "error no-features data.target: No column is left to learn from. Choose fewer targets, or a CSV with more columns.",
  ]);
});

test("several mistakes are all told", async () => {
  const selection = await select(wide, { target: "goal", features: ["n", "q"], columns: { z: {} } }, "BCELoss");
  assert.deepEqual(
    selection.problems.map(({ path }) => path.join(".")),
    ["data.columns.z", "data.target", "data.features.1"],
  );
});

test("the summary says what each column is for", async () => {
  const selection = await select(text, { target: "f", features: ["n"] }, "BCELoss");
  const split = { train: 2, validation: 0, test: 0 };
  const summary = summarize(selection, encodedFacts(selection, Uint32Array.of(0, 1), false), split);
  assert.deepEqual(
    summary.columns.map(({ name, role }) => `${name} ${role}`),
    ["n feature", "t ignored", "f target", "y ignored"],
  );
  assert.deepEqual(
    [summary.files, summary.rows, summary.dropped, summary.inputs, summary.targets, summary.classes, summary.split],
    [["t.csv"], 6, { missingTarget: 1, missingFeature: 1 }, ["n"], ["f"], ["false", "true"], split],
  );
  assert.deepEqual(summary.preprocessing?.target, { columns: ["f"], kind: "boolean", classes: ["false", "true"] });
});

test("a feature without any value is offered to be left out", async () => {
  const { problems } = await select(csv(["1,,5", "2,NA,6"], "n,empty,y"), { target: "y" });
  assert.deepEqual(
    problems.map(({ code, fixes }) => [code, fixes?.map(({ edit }) => edit)]),
    [["empty-column", [{ op: "set", path: ["data", "features"], value: ["n"] }]]],
  );
});
