// A lesson's Markdown as its page shows it, as far as both have the same letters.

/** The longest piece of a text that is the same on the page as in the Markdown. */
export function plain(markdown: string): string {
  const pieces = markdown.replaceAll(/\$[^$]*\$|\]\([^)]*\)/g, "*").split(/[*_`[\]\\\n]/);
  return pieces.reduce((longest, piece) => (piece.trim().length > longest.length ? piece.trim() : longest), "");
}
