// What is asked of every file before the reader of Python is loaded.

/** The most bytes of a file that is read as code. */
export const MOST_CODE = 5_000_000;

/** Whether a text is worth a closer look: most Python files have no network. */
export function mayHoldNetwork(text: string): boolean {
  return /\bSequential\s*\(|\bModule\b[^\n]*:/.test(text);
}
