// A lesson's words in one language, taken apart.

import type { Figure } from "./figures.ts";

/** Markdown without raw HTML, or a live figure between two pieces of it. */
export type TextPart = { readonly kind: "markdown"; readonly text: string } | { readonly kind: "figure"; readonly figure: Figure };

/** The words of an input; `options` of a choice, in order, as Markdown of one line. */
export interface AskText {
  readonly id: string;
  readonly text: string;
  readonly options: readonly string[];
}

export interface HintText {
  readonly id: string;
  readonly text: string;
}

export interface StepText {
  readonly id: string;
  readonly title: string;
  /** Everything but what to do. */
  readonly parts: readonly TextPart[];
  /** What to do, without the words `Do:` before it. */
  readonly task: string;
  readonly asks: readonly AskText[];
  readonly hints: readonly HintText[];
  /** What was seen, once the step is done. */
  readonly done?: string | undefined;
}

export interface LessonText {
  readonly title: string;
  /** The goal, in a paragraph. */
  readonly goal: string;
  readonly steps: readonly StepText[];
  readonly summary: { readonly title: string; readonly text: string };
}

/** The words in a language, or in the one that there is. */
export function textIn({ texts }: { readonly texts: ReadonlyMap<string, LessonText> }, language: string): LessonText {
  // "pt-br" is read by who wants "pt-BR", "pt" by both.
  const wanted = language.toLowerCase();
  return texts.get(wanted) ?? texts.get(wanted.split("-")[0]!) ?? texts.get("en") ?? [...texts.values()][0]!;
}
