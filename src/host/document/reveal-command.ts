// The name of the command behind a problem's link: problem-list.ts writes the link, commands.ts answers it.

/**
 * Opens the builder of a document (the first argument, a string) and selects a layer (the second), if one
 * is named.
 */
export const REVEAL_COMMAND = "perceptron.revealLayer";
