// Where a key leads in a table, as in every grid: arrows by one, Page Up and Down by what is seen, Home and
// End within the row, with Ctrl to the first and the last cell.

/** A cell of the table; row −1 is the head. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are seen at a time. */
  readonly page: number;
}

/** The cell that a key leads to; undefined for a key that moves nothing. */
export function movedCell(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
  { row, column }: GridCell,
  { rows, columns, page }: GridSize,
): GridCell | undefined {
  if (event.altKey || event.shiftKey) return undefined;
  const last = { row: rows - 1, column: columns - 1 };
  const moves: Readonly<Record<string, GridCell>> =
    event.ctrlKey || event.metaKey
      ? { Home: { row: 0, column: 0 }, End: last, ArrowUp: { row: 0, column }, ArrowDown: { row: last.row, column } }
      : {
          ArrowUp: { row: row - 1, column },
          ArrowDown: { row: row + 1, column },
          ArrowLeft: { row, column: column - 1 },
          ArrowRight: { row, column: column + 1 },
          PageUp: { row: row - page, column },
          PageDown: { row: row + page, column },
          Home: { row, column: 0 },
          End: { row, column: last.column },
        };
  const to = moves[event.key];
  return to && { row: clamp(to.row, -1, last.row), column: clamp(to.column, 0, last.column) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, Math.max(least, most)));
}
