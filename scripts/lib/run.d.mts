/** npm as a command and its first arguments. */
export function npm(): [command: string, ...first: string[]];
