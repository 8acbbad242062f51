// Under which name an export is written: the first of NAME, NAME-2, NAME-3 … under which none of its files
// would take the place of another.

import type { ExportedFile } from "./exporter.ts";

/** The folder that is written to. */
export interface ExportFolder {
  /** Whether nothing has this name. */
  isFree(name: string): Promise<boolean>;
  /** Whether a file of this name has this very content. */
  holds(name: string, content: ExportedFile["content"]): Promise<boolean>;
}

/**
 * The files that are to be written; one beside the first that is there already with the same content is not
 * among them. None if nothing is exported.
 * @param stem the document's name without its extension
 * @param write the files under another stem; the first is the one that people open
 */
export async function underFreeName(
  stem: string,
  write: (stem: string) => Promise<readonly ExportedFile[]>,
  folder: ExportFolder,
): Promise<readonly ExportedFile[]> {
  for (let count = 1; ; count++) {
    const [first, ...others] = await write(`${stem}${count === 1 ? "" : `-${count}`}`);
    if (first === undefined) return [];
    if (!(await folder.isFree(first.name))) continue;
    const missing: ExportedFile[] = [first];
    let isTaken = false;
    for (const file of others) {
      if (await folder.isFree(file.name)) missing.push(file);
      else isTaken ||= !(await folder.holds(file.name, file.content));
    }
    if (!isTaken) return missing;
  }
}
