// Comments and docstrings of a script in the person's language. They are written in English, and translated
// section by section, so that what a script does is written in one place.

import type { Language } from "../exporter.ts";
import { korean } from "./korean.ts";
import { widthOf } from "./python.ts";

/** Columns of a line; a Korean letter takes two. */
const WIDTH = 79;

/** English sentences with their translation; `{0}` stands for what differs. */
type Words = Readonly<Record<string, string>>;

/**
 * Lines of Python with their comments and docstrings in a language. What has no translation, as a person's
 * own name of a layer, stays.
 * @param words the translations; those of training scripts if nothing is said
 */
export function inLanguage(section: readonly string[], language: Language, words: Words = korean): readonly string[] {
  if (language === "en") return section;
  const written: string[] = [];
  for (let at = 0; at < section.length;) {
    const indent = /^ */.exec(section[at]!)![0];
    let end = at;
    while (section[end]?.startsWith(`${indent}# `) === true) end++;
    if (end === at) written.push(docstring(section[at++]!, words));
    else {
      const block = section.slice(at, end);
      written.push(...(translatedBlock(block, indent, words) ?? block));
      at = end;
    }
  }
  return written;
}

/** A comment may follow another at once: the longest that is known goes first. */
function translatedBlock(block: readonly string[], indent: string, words: Words): readonly string[] | undefined {
  if (block.length === 0) return [];
  for (let count = block.length; count > 0; count--) {
    const text = block
      .slice(0, count)
      .map((line) => line.slice(indent.length + 2))
      .join(" ");
    const known = translated(text, words);
    if (known === undefined) continue;
    const rest = translatedBlock(block.slice(count), indent, words);
    return [...wrapped(known, `${indent}# `), ...(rest ?? block.slice(count))];
  }
  return undefined;
}

function docstring(line: string, words: Words): string {
  const found = /^(\s*""")(.+?)("{3})?$/.exec(line);
  const known = found && translated(found[2]!, words);
  return known ? `${found[1]!}${known}${found[3] ?? ""}` : line;
}

/** The translation, with what stands in the English one in the place of {0}; undefined if there is none. */
export function translated(text: string, words: Words): string | undefined {
  if (Object.hasOwn(words, text)) return words[text];
  for (const [english, other] of Object.entries(words)) {
    const [before, after] = english.split("{0}");
    if (after === undefined || !text.startsWith(before!) || !text.endsWith(after) || text.length < before!.length + after.length) continue;
    return other.replace("{0}", () => text.slice(before!.length, text.length - after.length));
  }
  return undefined;
}

function wrapped(text: string, start: string): string[] {
  const found: string[] = [];
  for (const word of text.split(" ")) {
    const last = found.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(word) + 1 <= WIDTH) found[found.length - 1] = `${last} ${word}`;
    else found.push(`${start}${word}`);
  }
  return found;
}
