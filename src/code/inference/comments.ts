// Comments of code that predicts in the person's language: translated as those of training scripts are
// (`pytorch/comments.ts`), with words of their own.

import type { Language } from "../exporter.ts";
import { inLanguage, translated } from "../pytorch/comments.ts";
import { korean } from "./korean.ts";

/** A comment of JavaScript or C that ends where its line ends, behind code or alone. */
const COMMENT = /^(.*?(?:\/\*\*?|\/\/) | +\* )(.+?)( \*\/)?$/gm;

/** A script in Python with its comments and docstrings in a language. */
export function pythonIn(language: Language, text: string): string {
  return inLanguage(text.split("\n"), language, korean).join("\n");
}

/** Code in JavaScript or C with its comments in a language; a category or a column in a comment stays. */
export function bracesIn(language: Language, text: string): string {
  if (language === "en") return text;
  return text.replaceAll(COMMENT, (line: string, before: string, said: string, after = "") => {
    const known = translated(said, korean);
    return known === undefined ? line : `${before}${known}${after}`;
  });
}
