// Threads that help to read large files. The extension on a computer and the command line have them, a page
// has none.

import type { Piece, PieceSettings, ReadPiece } from "./piece.ts";

export interface ReadingThreads {
  /** Bytes of a table from which on they pay. */
  readonly worth: number;
  /** Bytes of a piece. */
  readonly piece: number;
  /** Starts those for the pieces of one table that help this one; none if there is no second core. */
  open(settings: PieceSettings): readonly ReadingThread[];
}

export interface ReadingThread {
  /** Whether it has started. */
  readonly isReady: boolean;
  /**
   * Reads a piece after those that it was given before. What it is given belongs to it until it answers; it
   * rejects if the thread has failed.
   */
  read(piece: Piece): Promise<ReadPiece>;
  /** Ends it, whatever it reads. */
  close(): void;
}
