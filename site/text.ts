// The site's languages. Its own few words stand where they are used, in both; those of the registries come
// from the product's bundles.

import { format, type Message, type Translations } from "../src/model/message.ts";

export const languages = ["en", "ko"] as const;
export type Language = (typeof languages)[number];

/** A text in each language. */
export type Text = Readonly<Record<Language, string>>;

export function both(en: string, ko: string): Text {
  return { en, ko };
}

/** Says the registries' messages in a language. */
export type Say = (message: Message) => string;

/** @param korean the product's own bundle */
export function sayIn(language: Language, korean: Translations): Say {
  return (message) => format(message, language === "ko" ? korean : {});
}

/** What HTML would read as markup, as text. */
export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}
