// Python as text: literals that cannot be misread, and lines as Black leaves them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { around, call, comment, inDocstring, lines, pyFloat, pyString, pyValue, stringList } from "../../../src/code/pytorch/python.ts";

test("strings are escaped where Python or a reader would be misled, and nowhere else", () => {
  assert.equal(pyString('a "b" \\ c'), "'a \"b\" \\\\ c'");
  assert.equal(pyString("'a' \"b\""), '"\'a\' \\"b\\""');
  assert.equal(pyString("부리 길이 (mm)"), '"부리 길이 (mm)"');
  assert.equal(pyString("a\nb\r\tc\u0000\u2028\ufeff"), '"a\\nb\\r\\tc\\u0000\\u2028\\ufeff"');
  assert.equal(pyString("😀{x}%s"), '"😀{x}%s"');
  assert.equal(pyString("\u{e0001}"), '"\\U000e0001"');
  assert.equal(inDocstring('x""".perceptron'), 'x\\"\\"\\".perceptron');
});

test("numbers keep their value and their type", () => {
  assert.deepEqual([1, -2, 0.1, 1e-7, 1e21, -0, 0.30000000000000004].map(pyFloat), [
    "1.0",
    "-2.0",
    "0.1",
    "1e-7",
    "1e+21",
    "-0.0",
    "0.30000000000000004",
  ]);
  assert.deepEqual([true, false, 3, "a", [0.9, 0.999], [1]].map(pyValue), ["True", "False", "3", '"a"', "(0.9, 0.999)", "(1,)"]);
});

test("what does not fit on a line is opened up", () => {
  const short = call("f", "a", call("g", "b"));
  assert.deepEqual(lines(around("x = ", short), 1), ["    x = f(a, g(b))"]);
  const long = call("function_of_a_name", call("inner", "argument_number_one", "argument_number_two"), "another");
  assert.deepEqual(lines(around("value_with_a_name = ", long), 1), [
    "    value_with_a_name = function_of_a_name(",
    "        inner(argument_number_one, argument_number_two), another",
    "    )",
  ]);
  assert.deepEqual(lines(call("f", call("inner", "argument_number_one", "argument_number_two"), "a_third_argument_of_f"), 5), [
    "                    f(",
    "                        inner(argument_number_one, argument_number_two),",
    "                        a_third_argument_of_f,",
    "                    )",
  ]);
  const names = Array.from({ length: 8 }, (_, index) => `column number ${index}`);
  assert.deepEqual(lines(around("NAMES = ", stringList(names))), ["NAMES = [", ...names.map((name) => `    "${name}",`), "]"]);
  const filled = lines({ open: "[", items: names.map((name) => pyString(name)), close: "]", filled: true });
  assert.ok(filled.every((line) => line.length <= 88) && filled.length < 6, filled.join("\n"));
  // Alone within brackets, nothing gets a comma.
  assert.deepEqual(lines(call("f", "x".repeat(90))), ["f(", `    ${"x".repeat(90)}`, ")"]);
});

test("comments wrap, and a line break within one cannot end it", () => {
  assert.deepEqual(comment("first\nimport os", 1), ["    # first import os"]);
  assert.ok(comment("word ".repeat(50), 2).every((line) => /^ {8}# word/.test(line) && line.length <= 79));
});
