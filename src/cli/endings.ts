// What ends a command from outside.

/** Ctrl+C, what a service or a queue ends a process with, and the terminal that is closed. */
export const ENDINGS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The exit code of a command that was ended so. */
export const INTERRUPTED = 130;
