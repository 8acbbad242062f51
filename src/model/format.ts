// What is so of every document, apart from the schema: who writes a document does not need the library that
// checks it.

/** The newest document format this version reads. */
export const FORMAT = 1;

/**
 * Bytes that a document may have, in host, command line and builder. One that a person writes has some
 * thousands; a larger one only keeps the editor busy: weights belong into a weight file.
 */
export const MOST_DOCUMENT = 2_000_000;
