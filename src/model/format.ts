// The number of the document's format, apart from the schema: who writes a document does not need the library that checks it.

/** The newest document format this version reads. */
export const FORMAT = 1;
