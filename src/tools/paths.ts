// Paths as whoever calls a tool writes them, of any system.

/** Everything before the last part, with its separator; empty if there is none. */
export function folderOf(path: string): string {
  return path.slice(0, path.length - nameOf(path).length);
}

/** The last part, as in `iris.csv`. */
export function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** A CSV's name without what says that it is one. */
export function csvStem(path: string): string {
  return nameOf(path).replace(/(?<=.)\.((csv|tsv)(\.gz)?|parquet|[^.]*)$/i, "");
}

/** `STEM`, then `STEM-2`, `STEM-3`, … until one is free. */
export async function freeStem(stem: string, isFree: (stem: string) => Promise<boolean>): Promise<string> {
  for (let times = 1; ; times++) {
    const own = times === 1 ? stem : `${stem}-${times}`;
    if (await isFree(own)) return own;
  }
}
