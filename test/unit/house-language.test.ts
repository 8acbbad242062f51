// Every sentence a person can read has its Korean: the literal of each `message("…")` and `t("…")` call is looked up in the bundle,
// the placeholders agree, and the bundle holds nothing that nobody says.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const bundle = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Record<string, string>;

function texts(): Set<string> {
  const found = new Set<string>();
  for (const folder of ["src", "webview"]) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
      const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8");
      // A formatter may write a text that contains quotes in single quotes.
      for (const match of text.matchAll(/(?<![\w.])(?:message|t)\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/g)) {
        found.add(match[1] === undefined ? (match[2] ?? "").replaceAll("\\'", "'") : (JSON.parse(`"${match[1]}"`) as string));
      }
    }
  }
  return found;
}

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\d+\}/g) ?? [])].toSorted();

test("every message has a Korean text with the same placeholders", () => {
  const said = [...texts()];
  assert.ok(said.length > 50, `only ${said.length} messages were found: the pattern no longer fits the code`);
  assert.deepEqual(
    said.filter((text) => !bundle[text]),
    [],
  );
  assert.deepEqual(
    said.filter((text) => placeholders(text).join() !== placeholders(bundle[text] ?? "").join()),
    [],
  );
});

test("the Korean bundle has no text that is not said", () => {
  const said = texts();
  assert.deepEqual(
    Object.keys(bundle).filter((text) => !said.has(text)),
    [],
  );
});

test("the manifest's strings are the same in both languages", () => {
  const english = JSON.parse(readFileSync("package.nls.json", "utf8")) as Record<string, string>;
  const korean = JSON.parse(readFileSync("package.nls.ko.json", "utf8")) as Record<string, string>;
  assert.deepEqual(Object.keys(korean).toSorted(), Object.keys(english).toSorted());
  const used = [...readFileSync("package.json", "utf8").matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? "");
  assert.deepEqual([...new Set(used)].toSorted(), Object.keys(english).toSorted());
});
