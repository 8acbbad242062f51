// Names of files and folders that are being written, on a disk or through an editor. Nobody can guess one, so
// nobody can lay a link there beforehand; and it says which process writes, so that what a killed one has
// left is removed by the next.

/** Letters of a name that its temporary name keeps: file systems take 255 bytes. */
const KEPT = 50;
/** Random bytes of a name. */
const RANDOM = 8;

const pattern = /^\.(.*)\.(\d+)-[0-9a-f]{16}\.tmp$/s;

/**
 * Another name each time, in the folder where the file itself is to stand: a rename works within one file
 * system only.
 * @param process the number of the one that writes; 0 if it has none, as in a page
 */
export function temporaryName(name: string, process = 0): string {
  const random = [...crypto.getRandomValues(new Uint8Array(RANDOM))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `.${kept(name)}.${process}-${random}.tmp`;
}

export function isTemporary(name: string): boolean {
  return name.startsWith(".") && name.endsWith(".tmp");
}

/** The number of the process that writes under a temporary name; undefined if the name says none. */
export function processOf(temporary: string): number | undefined {
  const [, , process] = pattern.exec(temporary) ?? [];
  return process === undefined ? undefined : Number(process);
}

/** Whether a temporary name is one of a file of this name. */
export function isTemporaryOf(temporary: string, name: string): boolean {
  return pattern.exec(temporary)?.[1] === kept(name);
}

function kept(name: string): string {
  return name.slice(0, KEPT);
}
