// `perceptron check`: every mistake of a document and its CSV, with the place it is at. Needs `node
// esbuild.mjs cli` before.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

const rows = Array.from({ length: 20 }, (_, row) => `${row},${row % 3},${row % 2 ? "yes" : "no"}`).join("\n");
const csv = `x,z,answer\n${rows}\n`;

function document(changes: { data?: object; layers?: readonly object[]; training?: object } = {}): object {
  return {
    format: 1,
    data: { file: "a.csv", target: "answer", ...changes.data },
    layers: changes.layers ?? [{ type: "Linear", out_features: 2 }],
    training: { loss: { type: "CrossEntropyLoss" }, optimizer: { type: "Adam" }, ...changes.training },
  };
}

function check(content: string | object, files: Readonly<Record<string, string | Uint8Array>> = { "a.csv": csv }) {
  const folder = makeFolder({ ...files, "nets/a.perceptron": content });
  const { status, stdout, stderr } = perceptron(folder, "check", "nets/a.perceptron");
  // The CSV lies one folder up.
  return { status, lines: stdout.split("\n").filter(Boolean), stderr, folder };
}

const up = (data: object = {}) => ({ file: "../a.csv", ...data });

test("nothing wrong: nothing on standard output, and what was understood on standard error", () => {
  const { status, lines, stderr } = check(document({ data: up() }));
  assert.deepEqual([status, lines], [0, []]);
  assert.match(stderr, /20 rows, utf-8, delimiter ",", decimal mark ".", with a header/);
  assert.match(stderr, /split: 16 training, 2 validation, 2 test\ninputs: 2 \(x, z\)\ntarget: answer \(classes no, yes\)\n$/);
});

test("the columns as a whole, what was fitted, and what is suspicious", () => {
  const many = Array.from(
    { length: 100 },
    (_, row) =>
      `${row},${row === 5 ? "" : row * row},${row % 4 ? "a  long\u00a0text that goes on and on for a while" : "b"},${row % 2 ? "yes" : "no"}`,
  );
  const { status, lines, stderr } = check(document({ data: up({ missing: "mean", columns: { z: { normalize: "standard" } } }) }), {
    "a.csv": ["x,z,c,answer", ...many].join("\n"),
  });
  assert.equal(status, 0);
  assert.equal(lines.length, 1, lines.join("\n"));
  assert.match(lines[0]!, /^nets\/a\.perceptron:3:3: warning: Column "x" only numbers the 100 rows/);
  assert.match(stderr, /^ {2}x: number, 100 different values \(feature\): 0 to 99, mean 49\.5, deviation 28\.86607$/m);
  assert.match(stderr, /^ {2}z: number, 99 different values, 1 missing \(feature\): 0 to 9801, mean 3316\.414, deviation \d+\.\d+$/m);
  assert.match(stderr, /^ {2}c: category, 2 different values \(feature\): a long text that goes on and on for a wh… 75×, b 25×$/m);
  assert.match(stderr, /^ {2}answer: category, 2 different values \(target\): no 50×, yes 50×$/m);
  assert.doesNotMatch(stderr, /^ {2}x: gaps/m);
  assert.match(stderr, /^ {2}z: gaps filled with \d+(\.\d+)?, scaled as \(value − \d+(\.\d+)?\) \/ \d+(\.\d+)?, from the training rows$/m);
});

test("what was understood names compression, encoding and Parquet", () => {
  const gzip = check(document({ data: up({ file: "../a.csv.gz" }) }), { "a.csv.gz": gzipSync(csv) });
  assert.match(gzip.stderr, /^\.\.\/a\.csv\.gz: 20 rows, gzip, utf-8, delimiter ",", decimal mark ".", with a header\n/);
  const korean = check(document({ data: up({ target: "합격", features: ["나이"] }) }), {
    "a.csv": readFileSync("test/fixtures/data/korean.euc-kr.csv"),
  });
  assert.match(korean.stderr, /^\.\.\/a\.csv: 4 rows, euc-kr, delimiter/);
  const parquet = check(document({ data: { file: "../a.parquet", target: "b", features: ["f"] } }), {
    "a.parquet": readFileSync("test/fixtures/data/values.zstd.parquet"),
  });
  assert.match(parquet.stderr, /^\.\.\/a\.parquet: 3 rows, Parquet\n {2}n: number, 2 different values, 1 missing \(ignored\)/);
});

test("each mistake has its line and column, and a remedy", () => {
  const cases: [content: string | object, csv: string | Uint8Array | undefined, expected: RegExp][] = [
    ["{ oops", csv, /^nets\/a\.perceptron:1:3: error: Line 1 is not valid JSON at column 3/],
    ["", csv, /^nets\/a\.perceptron:1:1: error: The document is empty/],
    [{ ...document({ data: up() }), format: 9 }, csv, /^nets\/a\.perceptron:2:13: error: .*format 9.*Update/],
    [document({ data: up(), layers: [{ type: "Liner", out_features: 2 }] }), csv, /^nets\/a\.perceptron:9:15: error: .*"Liner".*Linear/],
    [document({ data: up({ target: "anser" }) }), csv, /^nets\/a\.perceptron:5:15: error: .*no column "anser"\. Did you mean "answer"\?/],
    [
      document({
        data: up(),
        layers: [{ type: "Linear", out_features: 4 }, { type: "ReLU" }, { type: "Linear", in_features: 3, out_features: 2 }],
      }),
      csv,
      /^nets\/a\.perceptron:17:22: error: Linear 3 expects 3 inputs, but the layer before gives 4\. Set in_features to 4\./,
    ],
    [
      document({ data: up(), layers: [{ type: "Linear", out_features: 5 }] }),
      csv,
      /^nets\/a\.perceptron:10:23: warning: .*5 values.*2 classes/,
    ],
    [document({ data: up() }), undefined, /^nets\/a\.perceptron:4:13: error: There is no file \.\.\/a\.csv/],
    [document({ data: { file: "." } }), csv, /^nets\/a\.perceptron:4:13: error: \. is a folder/],
    [document({ data: up() }), "", /^nets\/a\.perceptron:4:13: error: \.\.\/a\.csv is empty/],
    [document({ data: up() }), "x,z,answer\n", /^nets\/a\.perceptron:4:13: error: \.\.\/a\.csv has column names but no rows/],
    [document({ data: up() }), `${csv}1,2,yes,4\n`, /^a\.csv:22:1: error: Line 22 of \.\.\/a\.csv has 4/],
    [document({ data: up() }), `${csv}1,2\n`, /^a\.csv:22:1: warning: Line 22 of \.\.\/a\.csv has/],
    [
      document({ data: up({ columns: { x: { kind: "number" } } }) }),
      `${csv}u,2,yes\n`,
      /^a\.csv:22:1: error: "u" in column "x" is not a number/,
    ],
    [document({ data: up() }), Uint8Array.of(0x78, 0x0a, 0xcf, 0xf0, 0xe8, 0x0a), /^a\.csv:2:1: error: Line 2 of .* are not utf-8/],
    [document({ data: up(), training: { batchsize: 3 } }), csv, /^nets\/a\.perceptron:\d+:\d+: error: .*"batchsize".*"batch_size"/],
  ];
  for (const [content, table, expected] of cases) {
    const { status, lines, stderr } = check(content, table === undefined ? {} : { "a.csv": table });
    assert.equal(lines.length, 1, lines.join("\n") + stderr);
    assert.match(lines[0]!, expected);
    assert.equal(status, / warning: /.test(lines[0]!) ? 0 : 1);
    assert.doesNotMatch(stderr, /at .*\.js:/);
  }
});

test("a document whose layers are wrong still has its data checked, and every problem is told", () => {
  const { status, lines } = check(document({ data: up({ target: "anser" }), layers: [{ type: "Linear" }] }));
  assert.equal(status, 1);
  assert.equal(lines.length, 2);
  assert.match(lines[0]!, /out_features/);
  assert.match(lines[1]!, /no column "anser"/);
});

test("train refuses what check calls an error, and trains what it warns of", () => {
  const wrong = check(document({ data: up({ target: "anser" }) }));
  const refused = perceptron(wrong.folder, "train", "nets/a.perceptron", "--json");
  assert.deepEqual([refused.status, refused.stdout, refused.stderr], [1, "", `${wrong.lines.join("\n")}\n`]);
  const warned = check(document({ data: up(), layers: [{ type: "Linear", out_features: 5 }] }));
  const trained = perceptron(warned.folder, "train", "nets/a.perceptron", "--epochs", "1", "--json");
  assert.equal(trained.status, 0);
  assert.equal(trained.stdout.trim().split("\n").length, 3);
  assert.equal(trained.stderr, `${warned.lines.join("\n")}\n`);
});

test("a lesson is checked with all its files, and reads none that lies elsewhere", () => {
  const lesson = { minutes: 5, document: "a.perceptron", files: ["a.csv"], steps: [{ id: "one", check: { run: { state: "ended" } } }] };
  const files = {
    "a.csv": csv,
    "lessons/a.csv": csv,
    "lessons/a.perceptron": JSON.stringify(document()),
    "lessons/en.md": "# A\n\nLearn.\n\n## One {#one}\n\n**Do:** Train.\n\n## Summary {#summary}\n\n- It ran.\n",
  };
  const checked = (changes: object, others: object = {}) => {
    const folder = makeFolder({ ...files, "lessons/lesson.json": JSON.stringify({ ...lesson, ...changes }), ...others });
    const { status, stdout } = perceptron(folder, "check", "lessons/lesson.json");
    return `${status} ${stdout}`;
  };
  assert.equal(checked({}), "0 ");
  assert.match(checked({ minutes: 0 }), /^1 lessons\/lesson\.json:1:\d+: error: minutes cannot be 0\.\n$/);
  assert.match(checked({}, { "lessons/en.md": "# A\n" }), /^1 lessons\/en\.md:1:1: error: en\.md ends with the section/);
  const elsewhere = JSON.stringify(document({ data: up() }));
  assert.match(
    checked({}, { "lessons/a.perceptron": elsewhere }),
    /^1 .*a\.perceptron reads \.\.\/a\.csv, which lesson\.json does not list/,
  );
});
