// Changes of a text, as values: how they are carried out, and how those of two steps become those of one.

/** Replaces `length` UTF-16 units at `offset` of the text before the edit. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** The text after the edits, which are ascending and do not overlap. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let end = 0;
  for (const edit of edits) {
    result += text.slice(end, edit.offset) + edit.text;
    end = edit.offset + edit.length;
  }
  return result + text.slice(end);
}

/** A stretch of a text: `length` units of the original from `from` on, or new `text`. */
type Piece = { readonly from: number; readonly length: number } | { readonly text: string };

/**
 * The edits that do at once what `first` and then `second` do.
 * @param length the length of the text before `first`
 * @param second speaks of the text after `first`
 */
export function composeTextEdits(length: number, first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  let end = 0;
  let added = "";
  const close = (from: number): void => {
    if (from > end || added !== "") result.push({ offset: end, length: from - end, text: added });
    added = "";
  };
  for (const piece of cut(cut([{ from: 0, length }], first), second)) {
    if ("text" in piece) {
      added += piece.text;
      continue;
    }
    close(piece.from);
    end = piece.from + piece.length;
  }
  close(length);
  return result;
}

/** The pieces of the text after the edits. */
function cut(pieces: readonly Piece[], edits: readonly TextEdit[]): Piece[] {
  let end = 0;
  const parts = edits.flatMap(({ offset, length, text }) => {
    const kept = slice(pieces, end, offset);
    end = offset + length;
    return text === "" ? kept : [...kept, { text }];
  });
  return [...parts, ...slice(pieces, end, Infinity)];
}

function slice(pieces: readonly Piece[], start: number, end: number): Piece[] {
  const result: Piece[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const length = "text" in piece ? piece.text.length : piece.length;
    const from = Math.max(0, start - offset);
    const to = Math.min(length, end - offset);
    if (from < to) result.push("text" in piece ? { text: piece.text.slice(from, to) } : { from: piece.from + from, length: to - from });
    offset += length;
  }
  return result;
}
