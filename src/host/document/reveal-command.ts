// The command behind a problem's link, for those who write the link and for the one who answers it.

/**
 * Opens the builder of a document (the first argument, a string) and selects a layer (the second), if one
 * is named.
 */
export const REVEAL_COMMAND = "perceptron.revealLayer";
