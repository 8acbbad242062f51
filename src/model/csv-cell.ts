// A cell of a CSV that is written: quoted if it has to be, and text if a spreadsheet would run it as a
// formula. What a stranger's file holds, as the name of a class, may begin with `=` and end in a command
// (OWASP, CSV Injection).

/**
 * A number as people write them, also one with a sign, a currency or a percent sign; and what stands for
 * none.
 */
const number = /^[+-]?\s*\p{Sc}?\s*(\d[\d.,'\s]*|\.\d+)([eE][+-]?\d+)?\s*[%‰\p{Sc}]?$|^[+-](nan|inf|infinity)$|^[+-]+$/iu;

/** Whether a spreadsheet takes the cell for a formula. A number is none, whatever its sign. */
export function isFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text) && !number.test(text);
}

/**
 * The text as no spreadsheet runs it: behind an apostrophe, the spreadsheets' own sign of text, if it
 * would be a formula.
 */
export function harmless(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}

/** A text between two delimiters, quoted if it would be read as something else. */
export function csvCell(text: string, delimiter = ","): string {
  return text.includes(delimiter) || /["\r\n]|^[ \t]|[ \t]$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
