// Files in a zip. What it claims of their sizes is compared with what it holds before memory is taken: a
// stored file is no larger than the zip, and what is packed may grow only so far.

import { unzipSync } from "fflate";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { notRead } from "./failure.ts";

const MOST_ENTRIES = 100_000;
/** What packed files may become together, in bytes, or in sizes of the zip if that is more. */
const ALWAYS = 128e6;
const TIMES = 200;
const STORED = 0;
const DEFLATED = 8;

/** Whether bytes begin as a zip does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * The files of a zip by their names.
 * @param file its name, for the sentence that says what is wrong
 * @param isWanted which are read, by their names
 * @throws ProblemError if it is damaged, or becomes too large
 */
export function readZip(bytes: Uint8Array, file: string, isWanted: (name: string) => boolean): ReadonlyMap<string, Uint8Array> {
  let entries = 0;
  let stored = 0;
  let unpacked = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        // The count of entries is a claim too.
        if (++entries > MOST_ENTRIES) throw damaged(file);
        if (!isWanted(name)) return false;
        if (compression !== STORED && compression !== DEFLATED) throw damaged(file);
        if (compression === STORED) stored += size;
        else unpacked += originalSize;
        if (stored > bytes.length) throw damaged(file);
        if (unpacked > Math.max(ALWAYS, TIMES * bytes.length)) throw unpacksTooFar(file);
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw damaged(file);
  }
}

function damaged(file: string): ProblemError {
  return notRead(file, message("{0} is damaged, or only a part of it is here. Get it once more.", file));
}

function unpacksTooFar(file: string): ProblemError {
  return notRead(file, message("{0} unpacks to more than {1} times its size, so it is not read.", file, TIMES));
}
