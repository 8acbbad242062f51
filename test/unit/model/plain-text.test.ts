// Values of a stranger's files in sentences: whatever they hold, no sentence of the product becomes a link,
// an icon, or a second line.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { csvCell, harmless, isFormula } from "../../../src/model/csv-cell.ts";
import { format, message } from "../../../src/model/message.ts";
import { inert, plain } from "../../../src/model/plain-text.ts";

const korean = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Record<string, string>;

/**
 * How VS Code finds links in notifications, prompts and progress (base/common/linkedText.ts), and icons in
 * labels (base/common/iconLabels.ts).
 */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const icon = /\$\([A-Za-z0-9-]+(~[A-Za-z]+)?\)/;

const hostile = [
  "[Show](command:workbench.action.terminal.new?%7B%7D)",
  "[Show](https://example.com)",
  "a]b[x](command:y)[",
  "[x](file:///etc)",
  "$(zap)",
  "[x]",
  "(command:y)",
  "[",
  "$",
  "(zap)",
  "\u001b]0;x\u0007",
  "a\nb\r\u2028c",
  "\u202egnp.exe",
  "\u0000\u009b\ud800",
  "x".repeat(1_000_000),
];

test("every sentence of the product stays text, whatever stands in it, in both languages", () => {
  const texts = Object.keys(korean);
  assert.ok(texts.length > 500);
  for (const text of texts) {
    for (const value of hostile) {
      // The same everywhere, and pieces that only become a link beside each other.
      for (const args of [Array(9).fill(value), ["[x]", "(command:y)", "[", "](command:y)", "$", "(zap)", "]", value, "("]]) {
        for (const translations of [{}, korean]) {
          const said = format(message(text, ...(args as string[])), translations, inert);
          assert.doesNotMatch(said, link, text);
          assert.doesNotMatch(said, icon, text);
          assert.doesNotMatch(said.replaceAll("\n", ""), /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u, text);
          assert.ok(said.length < 9 * 300 + 600, `${text} has ${said.length} letters`);
        }
      }
    }
  }
});

test("a sentence in a sentence is cleaned in its own values, once", () => {
  const inner = message("There is no file {0}.", "[a](command:b)");
  const said = format(message("{0} could not be trained. {1}", "n", inner), {}, inert);
  assert.equal(said, "n could not be trained. There is no file [a]\u2060(command:b).");
});

test("a text that every object inherits is a text", () => {
  for (const text of ["constructor", "__proto__", "toString"]) assert.equal(format(message(text), korean), text);
});

test("what is no letter is written as an escape, and what is long loses its middle", () => {
  assert.equal(plain("a\nb\tc\u001b[2J\u202e"), "a\\nb\\tc\\u001b[2J\\u202e");
  assert.equal(plain("한글 é 😀 – “x”"), "한글 é 😀 – “x”");
  const long = plain(`${"a".repeat(500)}.csv`);
  assert.equal(long.length, 240);
  assert.match(long, /^a+…a+\.csv$/);
});

test("a formula is what begins like one and is no number", () => {
  for (const text of ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|x", "\t=1", "\r=1", "-x", "+1+1", '=HYPERLINK("http://x")'])
    assert.ok(isFormula(text), text);
  for (const text of [
    "-5",
    "+3",
    "-1.5e-3",
    "-1,5",
    "+1 000",
    "-$5",
    "-3%",
    "-",
    "--",
    "+",
    "-nan",
    "-inf",
    "-Infinity",
    "a=1",
    "1-2",
    "",
    " =1",
  ])
    assert.ok(!isFormula(text), text);
  assert.equal(csvCell(harmless("=a,b")), '"\'=a,b"');
});
