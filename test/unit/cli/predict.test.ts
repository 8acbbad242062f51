// `perceptron predict`: a CSV comes back with what the network says of it. Needs `node esbuild.mjs cli`
// before.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

const sample = (name: string): string => readFileSync(`samples/${name}`, "utf8");

/** A folder with a trained network of a sample; the CSV it was trained on is gone. */
function trained(name: string): string {
  const folder = makeFolder({ [`${name}.csv`]: sample(`${name}.csv`), "net.perceptron": sample(`${name}.perceptron`) });
  assert.equal(perceptron(folder, "train", "net.perceptron", "--epochs", "20", "--save", "w.safetensors").status, 0);
  rmSync(join(folder, `${name}.csv`));
  return folder;
}

const iris = trained("iris");
const words = ["predict", "net.perceptron", "--weights", "w.safetensors"];

function predict(content: string | Uint8Array, ...more: readonly string[]) {
  writeFileSync(join(iris, "new.csv"), content);
  return perceptron(iris, ...words, "--csv", "new.csv", ...more);
}

test("the CSV with prediction and probabilities, on standard output or in a new file", () => {
  const content = sample("iris.csv");
  const { status, stdout, stderr } = predict(content);
  assert.deepEqual([status, stderr], [0, ""]);
  const lines = stdout.split("\n");
  assert.equal(
    lines[0],
    "sepal_length,sepal_width,petal_length,petal_width,species,prediction,probability_setosa,probability_versicolor,probability_virginica",
  );
  const right = lines.slice(1).filter((line) => line.split(",")[4] === line.split(",")[5]).length;
  assert.ok(right > 130, `${right} of 150 are right`);
  assert.deepEqual(
    lines.map((line) => line.split(",").slice(0, 5).join(",")),
    content.split("\n"),
    "what was there is unchanged",
  );
  for (const line of lines.slice(1, -1)) {
    const sum = line
      .split(",")
      .slice(6)
      .map(Number)
      .reduce((all, probability) => all + probability, 0);
    assert.ok(Math.abs(sum - 1) < 1e-6, line);
  }
  assert.deepEqual(predict(content, "--out", "out.csv"), { status: 0, stdout: "", stderr: "" });
  assert.equal(readFileSync(join(iris, "out.csv"), "utf8"), stdout);
  const again = predict(content, "--out", "out.csv");
  assert.equal(again.status, 1);
  assert.match(again.stderr, /out\.csv already exists/);
});

test("the CSV's own dialect stays: mark, semicolons, decimal commas, quotes, line ends; a name that exists gets _2", () => {
  const content = '\ufeffsepal_length;prediction;sepal_width;petal_length;petal_width\r\n"5,1";a;3,5;1,4;0,2\r\n6,5;"b;";3;5,5;1,8';
  const { status, stdout } = predict(content);
  assert.equal(status, 0);
  const [header, first, second] = stdout.split("\r\n");
  assert.equal(
    header,
    "\ufeffsepal_length;prediction;sepal_width;petal_length;petal_width;prediction_2;probability_setosa;probability_versicolor;probability_virginica",
  );
  assert.match(first!, /^"5,1";a;3,5;1,4;0,2;setosa;0,\d+;\d,\d+(e-\d+)?;\d,\d+(e-\d+)?$/);
  assert.match(second!, /^6,5;"b;";3;5,5;1,8;virginica;/);
});

test("text of another encoding comes back as UTF-8 with a mark", () => {
  const content = Uint8Array.from(
    Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from("sepal_length,sepal_width,petal_length,petal_width,이름\n5,3,1,0,꽃\n", "utf16le"),
    ]),
  );
  const { status, stdout } = predict(content);
  assert.equal(status, 0);
  assert.match(stdout, /^\ufeffsepal_length,.*,이름,prediction,.*\n5,3,1,0,꽃,setosa,/);
});

test("a CSV packed by gzip comes back unpacked, a damaged one is refused", () => {
  const { status, stdout } = predict(gzipSync(sample("iris.csv")));
  assert.equal(status, 0);
  assert.equal(stdout, predict(sample("iris.csv")).stdout);
  const damaged = predict(gzipSync(sample("iris.csv")).subarray(0, 200));
  assert.equal(damaged.status, 1);
  assert.match(damaged.stderr, /new\.csv is compressed by gzip, but damaged or incomplete\./);
});

test("Parquet is refused, because columns are added to the text that is there", () => {
  const { status, stdout, stderr } = predict(new TextEncoder().encode("PAR1 and so on"));
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /^perceptron: new\.csv is not a plain CSV, so columns cannot be added to it\./);
});

test("what cannot be predicted is named with its line", () => {
  const gap = predict("sepal_length,sepal_width,petal_length,petal_width\n5,3,1,0\n5,,1,0\n");
  assert.equal(gap.status, 0);
  assert.match(gap.stderr, /^new\.csv:3:1: warning: Column "sepal_width" has no value in line 3 of new\.csv/);
  assert.match(gap.stdout, /\n5,,1,0,,,,\n$/);
  const lacking = predict("sepal_length,petal\n5,3\n");
  assert.deepEqual([lacking.status, lacking.stdout], [1, ""]);
  assert.match(lacking.stderr, /^new\.csv:1:1: error: new\.csv lacks columns .*: sepal_width, petal_length, petal_width\./);
  const text = predict("sepal_length,sepal_width,petal_length,petal_width\n5,3,1,0\n5,wide,1,0\n");
  assert.equal(text.status, 1);
  assert.match(text.stderr, /^new\.csv:3:1: error: "wide" in column "sepal_width" is not/);
  const none = perceptron(iris, ...words, "--csv", "nothing.csv");
  assert.match(none.stderr, /^perceptron: There is no file nothing\.csv\./);
});

test("weights of other layers are refused; settings that a prediction does not depend on may change", () => {
  const document = sample("iris.perceptron");
  writeFileSync(join(iris, "other.perceptron"), document.replace('"ReLU"', '"Tanh"'));
  writeFileSync(join(iris, "same.perceptron"), document.replace('"lr": 0.01', '"lr": 0.5'));
  writeFileSync(join(iris, "new.csv"), sample("iris.csv"));
  const rest = ["--weights", "w.safetensors", "--csv", "new.csv"];
  const other = perceptron(iris, "predict", "other.perceptron", ...rest);
  assert.equal(other.status, 1);
  assert.match(other.stderr, /The layers or the loss of other\.perceptron changed since w\.safetensors was trained\./);
  assert.equal(perceptron(iris, "predict", "same.perceptron", ...rest).status, 0);
});

test("the threshold is that of the document as it is now", () => {
  const folder = trained("binary");
  writeFileSync(join(folder, "all.perceptron"), sample("binary.perceptron").replace('"threshold": 0.5', '"threshold": 0'));
  writeFileSync(join(folder, "new.csv"), sample("binary.csv"));
  const { stdout } = perceptron(folder, "predict", "all.perceptron", "--weights", "w.safetensors", "--csv", "new.csv");
  const [header, ...lines] = stdout.trimEnd().split("\n");
  assert.equal(header, "x,y,z,pass,prediction,probability_False,probability_True");
  assert.deepEqual([...new Set(lines.map((line) => line.split(",")[4]))], ["True"]);
});

const customers = (() => {
  const files = Object.fromEntries(
    ["train.csv", "train.perceptron", "p-headercase.csv", "p-sep.csv"].map((name) => [name, readFileSync(`test/fixtures/predict/${name}`)]),
  );
  const folder = makeFolder(files);
  assert.equal(perceptron(folder, "train", "train.perceptron", "--epochs", "5", "--save", "w.safetensors").status, 0);
  return folder;
})();

/** What is said of a CSV, and the columns that were added. */
function answers(name: string, content?: string): { readonly stderr: string; readonly added: string } {
  if (content !== undefined) writeFileSync(join(customers, name), content);
  const { status, stdout, stderr } = perceptron(customers, "predict", "train.perceptron", "--weights", "w.safetensors", "--csv", name);
  assert.equal(status, 0, stderr);
  return { stderr, added: stdout.trim().split("\n").at(-1)!.split(",").slice(-3).join() };
}

test("names that differ in case or blanks only are taken, and said with the file; a hint of the delimiter stays", () => {
  const exact = answers("p.csv", "age,city,income,smoker\n30,Seoul,2500,true\n");
  assert.equal(exact.stderr, "");
  const cased = answers("p-headercase.csv");
  assert.match(cased.stderr, /^p-headercase\.csv:1:1: warning: p-headercase\.csv has names that differ.*: Age → age, City → city,/);
  assert.equal(cased.added, exact.added);
  assert.deepEqual(answers("p-sep.csv"), exact);
  for (const header of ["age , city,INCOME,smoker", "a ge,city,income,Smoker", "AGE,CITY,income,SMOKER"]) {
    const { stderr, added } = answers("other.csv", `${header}\n30,Seoul,2500,true\n`);
    assert.equal(added, exact.added);
    assert.match(stderr === "" ? "other.csv:1:1" : stderr, /^other\.csv:1:1/);
  }
});

test("of two columns that could be meant neither is taken, and what is wrong names the file", () => {
  writeFileSync(join(customers, "two.csv"), "Age,AGE,city,income,smoker\n30,31,Seoul,2500,true\n");
  writeFileSync(join(customers, "none.csv"), "");
  const words = ["predict", "train.perceptron", "--weights", "w.safetensors", "--csv"] as const;
  const two = perceptron(customers, ...words, "two.csv");
  assert.deepEqual([two.status, two.stdout], [1, ""]);
  assert.match(two.stderr, /^two\.csv:1:1: error: two\.csv lacks columns .*: age\./);
  assert.match(perceptron(customers, ...words, "none.csv").stderr, /^none\.csv:1:1: error: none\.csv is empty/);
});
