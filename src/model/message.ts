// A sentence for a person, kept apart from its language. Rooms that know no language (model, data, training)
// answer with a Message; the edge (host, webview, command line) turns it into text with the bundle of its
// language. The English text is the key of `l10n/bundle.l10n.<language>.json`.

import { withParticles } from "./particles.ts";

/** What stands in a template's place: a value, or another sentence. */
export type Argument = string | number | Message;

/** An English template with `{0}`, `{1}`, … and what stands there. */
export interface Message {
  readonly text: string;
  readonly args: readonly Argument[];
}

/** A language's bundle: English template → template in that language. */
export type Translations = Readonly<Record<string, string>>;

/**
 * Builds a message. The first argument must be a literal: a test reads every one and looks it up in the
 * Korean bundle.
 */
export function message(text: string, ...args: readonly Argument[]): Message {
  return { text, args };
}

/**
 * The message in the language of `translations`, in English if the bundle has no such text.
 * @param clean what each value goes through, which a stranger's file may have; see `plain`
 */
export function format(value: Message, translations: Translations = {}, clean: (text: string) => string = String): string {
  // A sentence may be a stranger's, as in a record of a sweep: what every object inherits is none.
  const template = Object.hasOwn(translations, value.text) ? translations[value.text]! : value.text;
  const values = value.args.map((argument) =>
    typeof argument === "object" ? format(argument, translations, clean) : clean(written(argument)),
  );
  return withParticles(template, values).replace(/\{(\d+)\}/g, (place, index: string) => values[Number(index)] ?? place);
}

/**
 * A whole number has marks between its thousands, in both languages the same; what is to be typed as it
 * stands is given as text.
 */
function written(value: string | number): string {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value).replace(/\B(?=(?:\d{3})+$)/g, ",")
    : String(value);
}
