// Names and values of a stranger's files as a person may be shown them: on one line, with nothing that moves
// a cursor or turns the order of reading, and short enough to be read. A name of a million letters, or one
// that forges a line of its own, stays a name.

/** Letters of a value in a sentence. */
const MOST = 240;
/** Of these, those of the end: a path is known by both. */
const END = 60;

/**
 * Control characters, those that turn the direction of text (UAX #9), line separators, and halves of pairs.
 */
const unseen = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Cs}/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * The text in letters that are what they look like: others are written as escapes. What is longer than `most`
 * loses its middle.
 */
export function plain(text: string, most = MOST): string {
  const cut = text.length > most ? `${text.slice(0, most - 1 - END)}…${text.slice(-END)}` : text;
  return cut.replace(unseen, (letter) => short[letter] ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * The same if VS Code reads a text as more than text: notifications, prompts and progress make links of
 * `[text](command:…)`, status texts and items of lists make icons of `$(name)`. A mark that nobody sees keeps
 * the brackets apart.
 */
export function inert(text: string): string {
  return plain(text).replace(/\](?=\(|$)|\$(?=\(|$)/g, "$&\u2060");
}
