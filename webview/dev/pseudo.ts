// A language that nobody speaks, made of the English at run time: accented, in brackets, a third longer. Text
// without brackets was never translated, text with several was put together from pieces, and what has no
// room for a longer language is seen before there is one.

import type { Translations } from "../../src/model/message.ts";

/** The BCP 47 tag of the pseudo-language, for which numbers and dates are written as in English. */
export const PSEUDO = "en-XA";

/** What a translated text stands between. */
export const [OPEN, CLOSE] = ["⟦", "⟧"] as const;

const PLAIN = "AaCcEeGgIiNnOoSsUuYyZz";
const ACCENTED = "ÅåÇçÉéĜĝÎîÑñÖöŠšÛûÝýŽž";

/** A bundle of the pseudo-language. @param keys the English texts */
export function pseudoTranslations(keys: readonly string[]): Translations {
  return Object.fromEntries(keys.map((key) => [key, pseudo(key)]));
}

/** Its places `{0}` stay as they are. */
function pseudo(text: string): string {
  const letters = text.replaceAll(/\{\d+\}|./gsu, (one) => {
    const at = PLAIN.indexOf(one);
    return one.length === 1 && at >= 0 ? ACCENTED[at]! : one;
  });
  const more = Math.ceil(text.replaceAll(/\{\d+\}/g, "").length / 3);
  // Words of ordinary length, so that a line breaks as it would in a language.
  const padding = "~~~~~~ "
    .repeat(Math.ceil(more / 7))
    .slice(0, more)
    .trimEnd();
  return `${OPEN}${letters}${padding && ` ${padding}`}${CLOSE}`;
}
