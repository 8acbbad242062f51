// The command line as a person uses it: `dist/cli.js` in a folder of its own. Built before by `node
// esbuild.mjs cli`.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readSafetensors } from "../../../src/code/formats/safetensors.ts";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

const iris = readFileSync("samples/iris.csv");
const irisDocument = readFileSync("samples/iris.perceptron");

test("new writes a starter document beside the CSV, and never over another", () => {
  const folder = makeFolder({ "iris.csv": iris, "iris.perceptron": "mine" });
  const reason = '"species" is predicted: its name is usual for that, and it has 3 different texts.\n';
  assert.deepEqual(perceptron(folder, "new", "iris.csv"), { status: 0, stdout: "iris-2.perceptron\n", stderr: reason });
  assert.deepEqual(perceptron(folder, "new", "iris.csv").stdout, "iris-3.perceptron\n");
  assert.equal(readFileSync(join(folder, "iris.perceptron"), "utf8"), "mine");
  const { data, layers } = JSON.parse(readFileSync(join(folder, "iris-2.perceptron"), "utf8"));
  assert.deepEqual([data.file, data.target, layers.at(-1)], ["iris.csv", "species", { type: "Linear", out_features: 3 }]);
  const check = perceptron(folder, "check", "iris-2.perceptron");
  assert.deepEqual([check.status, check.stdout], [0, ""]);
  assert.match(
    check.stderr,
    /iris\.csv: 150 rows[\s\S]*split: 120 training, 15 validation, 15 test[\s\S]*classes setosa, versicolor, virginica/,
  );
});

test("new --delimiter, --decimal, --header, --skip, --comment and --encoding say how the CSV is read, in the document too", () => {
  const rows = Array.from({ length: 20 }, (_, row) => `${row},5|${row % 7}|${row % 2 ? "ja" : "n\u00e4"}`);
  const text = ["Messung", "x|y|z", "% leer", ...rows, "Ende"].join("\n");
  const folder = makeFolder({ "a.csv": Buffer.from(text, "latin1") });
  const words = [
    "--delimiter",
    "bar",
    "--decimal",
    ",",
    "--header",
    "false",
    "--skip",
    "1-2,24",
    "--comment",
    "%",
    "--encoding",
    "windows-1252",
  ];
  const made = perceptron(folder, "new", "a.csv", "--target", "column3", ...words);
  assert.deepEqual([made.status, made.stdout], [0, "a.perceptron\n"]);
  const { data } = JSON.parse(readFileSync(join(folder, "a.perceptron"), "utf8"));
  const { delimiter, decimal, header, skip, comment, encoding } = data;
  assert.deepEqual([delimiter, decimal, header, skip, comment, encoding], ["|", ",", false, [1, 2, 24], "%", "windows-1252"]);
  assert.match(perceptron(folder, "check", "a.perceptron").stderr, /20 rows[\s\S]*column1: number[\s\S]*column3: category, 2 /);
  const failing = (...options: readonly string[]) => perceptron(folder, "new", "a.csv", ...options).stderr;
  assert.match(failing("--delimiter", "^"), /^perceptron: --delimiter is \^, but must be one of: , ; tab \|\.\n$/);
  assert.match(failing("--header", "maybe"), /^perceptron: --header is maybe, but must be one of: true false\.\n$/);
  assert.match(failing("--skip", "3-1"), /^perceptron: --skip is 3-1, but must be line numbers/);
});

test("new --target and --out: another column, another place, the path as seen from there", () => {
  const folder = makeFolder({ "data/iris.csv": iris, "nets/keep": "" });
  assert.equal(perceptron(folder, "new", "data/iris.csv", "--target", "petal_width", "--out", "nets/width.perceptron").status, 0);
  const text = readFileSync(join(folder, "nets/width.perceptron"), "utf8");
  const { data, training } = JSON.parse(text);
  assert.deepEqual([data.file, data.target, training.loss.type], ["../data/iris.csv", "petal_width", "MSELoss"]);
  assert.equal(perceptron(folder, "train", "nets/width.perceptron", "--epochs", "1").status, 0);
  const again = perceptron(folder, "new", "data/iris.csv", "--out", "nets/width.perceptron");
  assert.deepEqual([again.status, again.stdout], [1, ""]);
  assert.match(again.stderr, /^perceptron: nets\/width\.perceptron already exists\. Choose another name with --out, or remove it\.\n$/);
  assert.equal(readFileSync(join(folder, "nets/width.perceptron"), "utf8"), text);
});

test("new says which texts it leaves out, and refuses a CSV or a target that is none", () => {
  const names = Array.from({ length: 30 }, (_, row) => `person ${row},${row},${row % 2 ? "yes" : "no"}`);
  const folder = makeFolder({
    "people.csv": ["name,age,member", ...names].join("\n"),
    "ragged.csv": "a^b\n1^2\n3^4\n5^6\n",
    "empty.csv": "",
    "names.csv": "a,b\n",
  });
  const made = perceptron(folder, "new", "people.csv");
  assert.equal(made.status, 0);
  assert.match(made.stderr, /Left out of the features.*: name\.\n/);
  const failing = (...words: readonly string[]) => {
    const { status, stdout, stderr } = perceptron(folder, "new", ...words);
    assert.deepEqual([status, stdout], [1, ""]);
    return stderr;
  };
  assert.equal(failing("people.csv", "--target", "Member"), 'perceptron: people.csv has no column "Member". Did you mean "member"?\n');
  assert.match(failing("ragged.csv"), /^ragged\.csv:1:1: error: No delimiter was found in ragged\.csv: "\^" splits every line into 2\./);
  assert.match(failing("empty.csv"), /empty\.csv is empty\. Choose/);
  assert.match(failing("names.csv"), /names\.csv has column names but no rows/);
  assert.match(failing("nothing.csv"), /There is no file nothing\.csv/);
  assert.match(failing("."), /\. is a folder, not a file/);
  assert.match(failing(), /new needs a file/);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".perceptron")),
    ["people.perceptron"],
  );
});

test("export writes a new script beside the document, or where it is told", () => {
  const folder = makeFolder({ "iris.csv": iris, "iris.perceptron": irisDocument, "code/keep": "" });
  const words = ["export", "iris.perceptron", "--to", "pytorch"];
  assert.deepEqual(perceptron(folder, ...words), { status: 0, stdout: "iris.py\n", stderr: "" });
  assert.equal(perceptron(folder, ...words).stdout, "iris-2.py\n");
  assert.equal(perceptron(folder, ...words, "--out", "code/net.py").status, 0);
  assert.match(readFileSync(join(folder, "iris.py"), "utf8"), /^CSV = FOLDER \/ "iris\.csv"$/m);
  assert.match(readFileSync(join(folder, "code/net.py"), "utf8"), /^CSV = FOLDER \/ "\.\.\/iris\.csv"$/m);
  const again = perceptron(folder, ...words, "--out", "code/net.py");
  assert.equal(again.status, 1);
  assert.match(again.stderr, /code\/net\.py already exists/);
});

test("what this version cannot do is said in one sentence, with exit code 1", () => {
  const folder = makeFolder({ "iris.csv": iris, "iris.perceptron": irisDocument });
  const cases: [words: readonly string[], expected: RegExp][] = [
    [["predict", "iris.perceptron"], /^perceptron: predict needs --weights\. Write --weights W\.safetensors\./],
    [["predict", "iris.perceptron", "--weights", "w"], /^perceptron: predict needs --csv\. Write --csv CSV\./],
    [["predict", "iris.perceptron", "--weights", "iris.csv", "--csv", "c"], /^perceptron: iris\.csv is not a weight file\./],
    [["train", "iris.perceptron", "--resume", "c"], /^perceptron: There is no file c\. Correct the path\./],
    [
      ["train", "iris.perceptron", "--resume", "iris.csv"],
      /^perceptron: iris\.csv is not a checkpoint, and there is no iris\.csv\.checkpoint\.safetensors/,
    ],
    [
      ["export", "iris.perceptron", "--to", "cobol"],
      /^perceptron: This version does not export to "cobol" yet\. Write --to and one of: pytorch, notebook, /,
    ],
    [["export", "iris.perceptron", "--to", "pytorch", "--weights", "w"], /There is no file w\. Correct the path\./],
    [["export", "iris.perceptron"], /^perceptron: export needs a format\./],
    [["trian", "iris.perceptron"], /^perceptron: There is no command trian\. Did you mean train\?/],
    [["train", "iris.perceptron", "--epoch", "3"], /^perceptron: train has no option --epoch\. Did you mean --epochs\?/],
    [["check", "iris.perceptron", "-v"], /^perceptron: check has no options\. Remove -v\./],
    [["train", "iris.perceptron", "--epochs"], /^perceptron: --epochs needs a value\./],
    [["train", "iris.perceptron", "--save", "--json"], /^perceptron: --save needs a value\./],
    [["train", "iris.perceptron", "--json=yes"], /^perceptron: --json takes no value\./],
    [["train", "iris.perceptron", "--epochs", "2.5"], /^perceptron: --epochs is 2\.5, but must be a whole number of at least 0\./],
    [["train", "iris.perceptron", "--epochs", "-1"], /^perceptron: --epochs is -1, but/],
    [["train", "iris.perceptron", "--threads", "0"], /^perceptron: --threads is 0, but must be a whole number of at least 1\./],
    [["train", "iris.perceptron", "other"], /^perceptron: train takes one file, but "other" is a second one\./],
    [["train"], /^perceptron: train needs a file\./],
    [["train", "nothing.perceptron"], /^perceptron: There is no file nothing\.perceptron\./],
    [["train", "."], /^perceptron: \. is a folder/],
  ];
  for (const [words, expected] of cases) {
    const { status, stdout, stderr } = perceptron(folder, ...words);
    assert.deepEqual([status, stdout], [1, ""], words.join(" "));
    assert.match(stderr, expected);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  }
  assert.deepEqual(readdirSync(folder).toSorted(), ["iris.csv", "iris.perceptron"]);
});

test("--help and --version", () => {
  const folder = makeFolder({});
  const help = perceptron(folder, "--help");
  assert.equal(help.status, 0);
  for (const command of ["new CSV", "check FILE", "train FILE", "test FILE", "export FILE"])
    assert.ok(help.stdout.includes(`perceptron ${command}`));
  assert.equal(perceptron(folder, "train", "--help").stdout, help.stdout);
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  assert.equal(perceptron(folder, "--version").stdout, `${version}\n`);
  assert.deepEqual(perceptron(folder), { status: 1, stdout: "", stderr: help.stdout });
});

test("--save never takes the place of anything but weights", () => {
  const folder = makeFolder({ "iris.csv": iris, "iris.perceptron": irisDocument });
  const save = (path: string) => perceptron(folder, "train", "iris.perceptron", "--epochs", "1", "--save", path);
  assert.match(save("iris.csv").stderr, /^perceptron: iris\.csv exists and holds no weights\./);
  assert.match(save("iris.perceptron").stderr, /exists and holds no weights/);
  assert.match(save("no/w.safetensors").stderr, /^perceptron: There is no folder no\./);
  assert.match(save(".").stderr, /^perceptron: \. is not an ordinary file/);
  assert.deepEqual(readFileSync(join(folder, "iris.csv")), iris);
  assert.equal(save("w.safetensors").status, 0);
  const first = statSync(join(folder, "w.safetensors")).size;
  writeFileSync(join(folder, "copy"), readFileSync(join(folder, "w.safetensors")));
  assert.equal(save("w.safetensors").status, 0);
  assert.deepEqual(readFileSync(join(folder, "w.safetensors")), readFileSync(join(folder, "copy")));
  assert.ok(first > 500 && !existsSync(join(folder, ".w.safetensors")));
  assert.deepEqual(readdirSync(folder).toSorted(), ["copy", "iris.csv", "iris.perceptron", "w.checkpoint.safetensors", "w.safetensors"]);
});

test("--resume goes on as if the run had never stopped, from the weights or the checkpoint beside them", () => {
  const folder = makeFolder({ "iris.csv": iris, "iris.perceptron": irisDocument });
  const train = (...words: readonly string[]) => {
    const { status, stdout, stderr } = perceptron(folder, "train", "iris.perceptron", "--json", ...words);
    assert.equal(status, 0, stderr);
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ event }) => event === "epoch");
  };
  const tensors = (name: string) => readSafetensors(readFileSync(join(folder, name)), name).tensors;
  const whole = train("--epochs", "8", "--save", "whole.safetensors");
  const first = train("--epochs", "3", "--save", "w.safetensors");
  for (const from of ["w.safetensors", "w.checkpoint.safetensors"]) {
    const rest = train("--epochs", "8", "--resume", from, "--save", "rest.safetensors");
    assert.deepEqual([...first, ...rest], whole);
    assert.deepEqual(tensors("rest.safetensors"), tensors("whole.safetensors"));
  }
});
