// Where what does not fit into memory is kept: files that nobody else knows, written from the first byte to
// the last and then read anywhere. Whoever runs on a disk hands one in; a page has none.

export interface Storage {
  /** Numbers of one table, or of its encoded rows, that are kept in memory; more go into a file. */
  readonly most: number;
  /** Bytes of encoded rows that are read ahead in a pass, if not the usual ones. */
  readonly ahead?: number;
  /**
   * A new file.
   * @param bytes that it will have, as far as that is known
   * @param isShared whether another process opens it by its path; otherwise nothing of it is left even if
   *   this process is killed, where a disk knows files without a name
   * @throws ProblemError if there is no room for them
   */
  create(bytes: number, isShared: boolean): Promise<StoredFile>;
}

/** A file of its own. Reading and writing wait for the disk. */
export interface StoredFile {
  readonly path: string;
  /** Adds bytes at its end. @throws ProblemError if the disk is full */
  append(bytes: Uint8Array): void;
  /** Fills `into` with the bytes from `position` on. @throws ProblemError if they cannot be read */
  read(into: Uint8Array, position: number): void;
  /** Closes it and leaves nothing of it. */
  remove(): void;
}
