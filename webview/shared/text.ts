// Every sentence of the builder, in the person's language. The English text is the key of the bundle that
// came with the snapshot.

import { format, type Message, type Translations } from "../../src/model/message.ts";

let language = "en";
let translations: Translations = {};

/** Sets the language of all that is drawn from now on. */
export function speak(newLanguage: string, newTranslations: Translations): void {
  language = newLanguage;
  translations = newTranslations;
}

/** The BCP 47 tag that numbers are written in. */
export function currentLanguage(): string {
  return language;
}

/** The text in the person's language. The first argument must be a literal. */
export function t(text: string, ...args: readonly (string | number)[]): string {
  return format({ text, args }, translations);
}

/** A message of another room in the person's language. */
export function say(value: Message): string {
  return format(value, translations);
}
