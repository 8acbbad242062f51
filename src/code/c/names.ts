// Identifiers of C from the names of columns and categories: what is no letter, digit or underscore becomes
// an underscore, and no two are alike.

/** C's own words, and what the compilers define. */
const RESERVED = new Set(
  (
    "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict " +
    "return short signed sizeof static struct switch typedef union unsigned void volatile while asm bool true false class new " +
    "this template private public protected virtual operator namespace delete throw try catch linux unix errno"
  ).split(" "),
);

/** An identifier for each name, in lower case. @param taken identifiers that are used already */
export function identifiers(names: readonly string[], taken: readonly string[] = []): string[] {
  const used = new Set(taken);
  return names.map((name, index) => {
    const plain = name
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "_")
      .replaceAll(/^_+|_+$/g, "");
    const said = plain === "" ? `n${index + 1}` : /^\d/.test(plain) ? `n${plain}` : plain;
    const base = RESERVED.has(said) ? `${said}_` : said;
    let free = base;
    for (let number = 2; used.has(free); number++) free = `${base}_${number}`;
    used.add(free);
    return free;
  });
}

/** A C string: printable ASCII as it is, everything else as the octal escapes of its UTF-8. */
export function cString(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const escaped = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    // A question mark may begin a trigraph.
    return byte >= 32 && byte < 127 && !'"\\?'.includes(character) ? character : `\\${byte.toString(8).padStart(3, "0")}`;
  });
  return `"${escaped.join("")}"`;
}

/** Text within a comment. */
export function cComment(text: string): string {
  return text
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, " ")
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replaceAll("??", "? ?");
}
