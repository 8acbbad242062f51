// How much a packed file may become. A few bytes can stand for endless ones; nobody's table is hundreds of
// times as large as its file, unless it is small.

import { message } from "../model/message.ts";
import type { ProblemError } from "../model/problem.ts";
import { fileError, type CsvLocation } from "./problems.ts";

/** What may become of a file: `always` bytes, and beyond that `times` as many as it has. */
export interface Allowance {
  readonly always: number;
  readonly times: number;
}

export class Budget {
  readonly #location: CsvLocation;
  readonly #allowance: Allowance;
  /** Bytes of the file, as far as they are known. */
  #size: number;
  #spent = 0;

  constructor(location: CsvLocation, allowance: Allowance, size = 0) {
    this.#location = location;
    this.#allowance = allowance;
    this.#size = size;
  }

  /** More bytes of the file. */
  grow(bytes: number): void {
    this.#size += bytes;
  }

  /** Bytes of content. @throws ProblemError once they are too many for the file */
  spend(bytes: number): void {
    const { always, times } = this.#allowance;
    this.#spent += bytes;
    if (this.#spent > Math.max(always, times * this.#size)) throw tooLarge(this.#location, this.#size, times);
  }
}

function tooLarge(location: CsvLocation, size: number, times: number): ProblemError {
  return fileError(
    "unpacks-too-far",
    location,
    message(
      "{0} has {1} bytes, but unpacks to more than {2} times as many. Unpack it yourself and choose the CSV, or choose another file.",
      location.file,
      size,
      times,
    ),
  );
}
