// A sentence for a person, kept apart from its language.
// Rooms that know no language (model, data, training) answer with a Message; the edge (host, webview, command line) turns it
// into text with the bundle of its language. The English text is the key of `l10n/bundle.l10n.<language>.json`.

import { withParticles } from "./particles.ts";

/** An English template with `{0}`, `{1}`, … and the values that stand there. */
export interface Message {
  readonly text: string;
  readonly args: readonly (string | number)[];
}

/** A language's bundle: English template → template in that language. */
export type Translations = Readonly<Record<string, string>>;

/** Builds a message. The first argument must be a literal: a test reads every one and looks it up in the Korean bundle. */
export function message(text: string, ...args: readonly (string | number)[]): Message {
  return { text, args };
}

/** The message in the language of `translations`, in English where the bundle has no such text. */
export function format(value: Message, translations: Translations = {}): string {
  const template = withParticles(translations[value.text] ?? value.text, value.args);
  return template.replace(/\{(\d+)\}/g, (place, index: string) => written(value.args[Number(index)] ?? place));
}

/** A whole number has marks between its thousands, in both languages the same; what is to be typed as it stands is given as text. */
function written(value: string | number): string {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value).replace(/\B(?=(?:\d{3})+$)/g, ",")
    : String(value);
}
