// The lessons of this repository, as the extension reads them.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type LessonLoading, loadLesson } from "../../../src/lessons/load.ts";

/** Ids of the lessons in `lessons`. */
export function lessonFolders(): readonly string[] {
  return readdirSync("lessons", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** A lesson from its folder, with what it takes from the samples. */
export function lessonIn(id: string): Promise<LessonLoading> {
  return loadLesson(id, {
    names: async () => readdirSync(join("lessons", id)),
    read: async (name) => read(join("lessons", id, name)) ?? read(join("samples", name)),
  });
}

/** The example of docs/lessons.md: each file is the block below its name. */
export function documentedLesson(): Promise<LessonLoading> {
  const text = readFileSync("docs/lessons.md", "utf8");
  const blocks = [...text.matchAll(/^`([\w.]+)`\n\n(`{3,})\w+\n([\s\S]*?)\n\2$/gm)];
  const files = new Map(blocks.map(([, name = "", , content]) => [name, new TextEncoder().encode(`${content}\n`)]));
  return loadLesson("example", { names: async () => [...files.keys()], read: async (name) => files.get(name) });
}

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
