// `perceptron check FOLDER/lesson.json`: every problem of a lesson's files on standard output.

import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readFile } from "../disk/read-file.ts";
import { loadLesson } from "../lessons/load.ts";
import { LESSON } from "../lessons/read-lesson.ts";
import { message } from "../model/message.ts";
import { failure } from "./failure.ts";
import { hasError, problemLine } from "./problem-lines.ts";

/** Bytes that are read of a file; a lesson's own limits are below it. */
const MOST_BYTES = 10_000_000;

export async function checkLesson(path: string): Promise<number> {
  const folder = dirname(path);
  const texts = new Map<string, string>();
  const { problems } = await loadLesson("", {
    names: () => readdir(folder),
    read: async (name) => {
      const bytes = await readIfThere(join(folder, name));
      if (bytes) texts.set(name, new TextDecoder().decode(bytes));
      return bytes;
    },
  });
  for (const { file = LESSON, ...problem } of problems) {
    console.log(problemLine({ path: join(folder, file), text: texts.get(file) ?? "" }, problem));
  }
  return hasError(problems) ? 1 : 0;
}

/** @throws ProblemError if it cannot be read */
async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path, MOST_BYTES, "refuse");
  } catch (error) {
    const { code, message: reason } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw failure(message("{0} could not be read: {1}. Correct that, or choose another file.", path, reason));
  }
}
