// Comments and docstrings of a script in the person's language. They are written in English, and translated
// section by section, so that what a script does is written in one place.

import type { Language } from "../exporter.ts";
import { korean } from "./korean.ts";

/** Columns of a line; a Korean letter takes two. */
const WIDTH = 79;

/**
 * Lines of Python with their comments and docstrings in a language. What has no translation, as a person's
 * own name of a layer, stays.
 */
export function inLanguage(section: readonly string[], language: Language): readonly string[] {
  if (language === "en") return section;
  const written: string[] = [];
  for (let at = 0; at < section.length;) {
    const indent = /^ */.exec(section[at]!)![0];
    let end = at;
    while (section[end]?.startsWith(`${indent}# `) === true) end++;
    if (end === at) written.push(docstring(section[at++]!));
    else {
      const block = section.slice(at, end);
      written.push(...(translatedBlock(block, indent) ?? block));
      at = end;
    }
  }
  return written;
}

/** A comment may follow another at once: the longest that is known goes first. */
function translatedBlock(block: readonly string[], indent: string): readonly string[] | undefined {
  if (block.length === 0) return [];
  for (let count = block.length; count > 0; count--) {
    const text = block
      .slice(0, count)
      .map((line) => line.slice(indent.length + 2))
      .join(" ");
    const known = translated(text);
    if (known === undefined) continue;
    const rest = translatedBlock(block.slice(count), indent);
    return [...wrapped(known, `${indent}# `), ...(rest ?? block.slice(count))];
  }
  return undefined;
}

function docstring(line: string): string {
  const found = /^(\s*""")(.+?)("{3})?$/.exec(line);
  const known = found && translated(found[2]!);
  return known ? `${found[1]!}${known}${found[3] ?? ""}` : line;
}

/** The translation, with what stands in the English one in the place of {0}. */
function translated(text: string): string | undefined {
  if (Object.hasOwn(korean, text)) return korean[text];
  for (const [english, other] of Object.entries(korean)) {
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

/** Columns that a text takes. */
export function widthOf(text: string): number {
  return text.length + (text.match(/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uff60]/g)?.length ?? 0);
}
