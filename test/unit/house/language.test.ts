// Every sentence a person can read has its Korean: the literal of each `message("…")` and `t("…")` call is
// looked up in the bundle, the placeholders agree, and the bundle holds nothing that nobody says.

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

interface Term {
  readonly english: string;
  /** One of these stands in the Korean of every sentence with the English word. */
  readonly korean: readonly string[];
  /** Patterns of other words for it, which stand nowhere. */
  readonly never: readonly string[];
}

const glossary = JSON.parse(readFileSync("l10n/glossary.ko.json", "utf8")) as readonly Term[];

/** Every English sentence with its Korean: the bundle's and the manifest's. */
function pairs(): readonly (readonly [english: string, korean: string])[] {
  const english = JSON.parse(readFileSync("package.nls.json", "utf8")) as Record<string, string>;
  const korean = JSON.parse(readFileSync("package.nls.ko.json", "utf8")) as Record<string, string>;
  return [...Object.entries(bundle), ...Object.keys(english).map((key) => [english[key] ?? "", korean[key] ?? ""] as const)];
}

/** The word in the singular or plural, by itself and not in a name such as `batch_size`. */
function wordPattern(english: string): RegExp {
  const word = english.endsWith("y") ? `${english.slice(0, -1)}(?:y|ies)` : `${english}(?:e?s)?`;
  return new RegExp(`(?<![\\w.])${word}(?![\\w=.]\\w)(?!\\w)`, "i");
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

test("no code lists the languages: a third one is found by its files", () => {
  // Comments of exported code are written in two languages; the dev page offers those of a menu.
  const known = ["src/code/", "src/host/code/export-preview.ts", "src/cli/export.ts", "webview/dev/"];
  const naming = ["src", "webview"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
      .filter((file) => !known.some((one) => file.startsWith(one)) && /["'`]ko["'`]|\.ko\.json/.test(readFileSync(file, "utf8"))),
  );
  assert.deepEqual(naming, []);
});

test("the manifest's strings are the same in both languages", () => {
  const english = JSON.parse(readFileSync("package.nls.json", "utf8")) as Record<string, string>;
  const korean = JSON.parse(readFileSync("package.nls.ko.json", "utf8")) as Record<string, string>;
  assert.deepEqual(Object.keys(korean).toSorted(), Object.keys(english).toSorted());
  const used = [...readFileSync("package.json", "utf8").matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? "");
  assert.deepEqual([...new Set(used)].toSorted(), Object.keys(english).toSorted());
});

test("the Korean has one word for one thing: the glossary's, and none that it rules out", () => {
  assert.ok(glossary.length > 40, "the glossary is there");
  const wrong = pairs().flatMap(([english, korean]) =>
    glossary.flatMap((term) => {
      const isSaid = !wordPattern(term.english).test(english) || term.korean.some((word) => korean.includes(word));
      const others = term.never.filter((pattern) => new RegExp(pattern).test(korean));
      return isSaid && others.length === 0 ? [] : [`${term.english}: ${english} | ${korean}`];
    }),
  );
  assert.deepEqual(wrong, []);
});

test("a Korean particle behind something that is filled in is written in both forms, so that the one that fits can be taken", () => {
  const bare = /\{\d+\}["”’)\]]*(?:[은는을를과와](?!\()|(?:이|가|로|으로)(?=[ .,:]))/;
  assert.deepEqual(
    Object.values(bundle).filter((korean) => bare.test(korean)),
    [],
  );
});
