// A disk for rows that do not fit into memory: files in the folder for temporary files, of which nothing is
// left.

import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { Storage, StoredFile } from "../../data/storage.ts";
import { makeScratchFolder, roomForScratch, ScratchFile, scratchParent } from "../../disk/scratch.ts";

const NAME = "perceptron-rows";
/** Numbers of a table that memory is for: half a gigabyte of doubles, and as many float32 for its rows. */
const MOST = 2 ** 26;
/** Bytes that are left to others. */
const SPARE = 2 ** 26;

export const nodeStorage: Storage = storageOf(MOST);

/** The parameters are those of `Storage`. */
export function storageOf(most: number, ahead?: number): Storage {
  return { most, create, ...(ahead === undefined ? {} : { ahead }) };
}

async function create(bytes: number, isShared: boolean): Promise<StoredFile> {
  const room = await roomForScratch();
  if (room !== undefined && room < bytes + SPARE) throw noRoom(bytes, await scratchParent(), room);
  const told = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw explained(error as NodeJS.ErrnoException, bytes, folder);
    }
  };
  let folder = await scratchParent();
  try {
    folder = await makeScratchFolder(NAME);
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, bytes, folder);
  }
  const file = told(() => new ScratchFile(folder, "rows", isShared));
  return {
    path: file.path,
    append: (some) => told(() => file.append(some)),
    read: (into, position) => told(() => file.read(into, position)),
    remove: () => file.remove(),
  };
}

function explained(error: NodeJS.ErrnoException, bytes: number, folder: string): ProblemError {
  if (error.code === "ENOSPC" || error.code === "EDQUOT") return noRoom(bytes, folder, 0);
  const sentence = message(
    "Rows that do not fit into memory could not be kept in {0}: {1}. Name another folder in the environment variable {2}.",
    folder,
    error.message,
    VARIABLE,
  );
  return new ProblemError({ severity: "error", code: "rows-not-kept", path: ["data", "file"], message: sentence });
}

/** What names the folder for temporary files. */
const VARIABLE = process.platform === "win32" ? "TEMP" : "TMPDIR";

function noRoom(bytes: number, folder: string, room: number): ProblemError {
  const sentence = message(
    "The rows do not fit into memory and need {0} on the disk, but {1} has only {2} left. Make room there, or name a folder on a larger disk in the environment variable {3}.",
    sizeOf(bytes),
    folder,
    sizeOf(room),
    VARIABLE,
  );
  return new ProblemError({ severity: "error", code: "no-room-for-rows", path: ["data", "file"], message: sentence });
}

/** As `2.4 GB`. */
function sizeOf(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
