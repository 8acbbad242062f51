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
  return loadLesson(id, async (name) => read(join("lessons", id, name)) ?? read(join("samples", name)));
}

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
