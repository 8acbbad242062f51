// Names of layers in a script that Perceptron wrote: the comment right above a layer.

import type { ReadScript } from "../reading/observed.ts";

export function nameByComments({ isOurs, text, modules }: ReadScript): void {
  if (!isOurs) return;
  const lines = text.split("\n");
  for (const module of modules) {
    const words: string[] = [];
    for (let above = module.line - 2; lines[above]?.trimStart().startsWith("# ") === true; above--)
      words.unshift(lines[above]!.trim().slice(2));
    if (words.length > 0) module.name ??= words.join(" ");
  }
}
