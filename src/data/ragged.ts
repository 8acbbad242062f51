// Records with too few or too many fields: the first few are named with their lines, the rest are counted.

import { type Message, message } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import { fileProblem, type Place } from "./problems.ts";

const NAMED = 5;

/** Collects the records of one file that do not have as many fields as the first. */
export class RaggedRecords {
  readonly #place: Place;
  readonly #named: Problem[] = [];
  #short = 0;
  #long = 0;
  #lastShort = 0;
  #lastLong = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Notes a record of `fields` fields where `expected` are wanted. */
  add(fields: number, expected: number, line: number): void {
    const { file } = this.#place;
    if (fields < expected) {
      this.#lastShort = line;
      if (++this.#short <= NAMED)
        this.#name(
          "warning",
          line,
          message("Line {0} of {1} has only {2} of {3} fields; the last ones are taken as missing.", line, file, fields, expected),
        );
    } else {
      this.#lastLong = line;
      if (++this.#long <= NAMED)
        this.#name(
          "error",
          line,
          message(
            "Line {0} of {1} has {2} fields instead of {3}. Remove the surplus, put quotes around a field with a delimiter in it, or set data.delimiter.",
            line,
            file,
            fields,
            expected,
          ),
        );
    }
  }

  /** One problem for each of the first records, and one for all others. */
  problems(): Problem[] {
    const { file } = this.#place;
    const problems = [...this.#named];
    if (this.#short > NAMED)
      problems.push(
        this.#problem(
          "warning",
          this.#lastShort,
          message("{0} more lines of {1} have too few fields, the last of them line {2}.", this.#short - NAMED, file, this.#lastShort),
        ),
      );
    if (this.#long > NAMED)
      problems.push(
        this.#problem(
          "error",
          this.#lastLong,
          message("{0} more lines of {1} have too many fields, the last of them line {2}.", this.#long - NAMED, file, this.#lastLong),
        ),
      );
    return problems;
  }

  #name(severity: "error" | "warning", line: number, text: Message): void {
    this.#named.push(this.#problem(severity, line, text));
  }

  #problem(severity: "error" | "warning", line: number, text: Message): Problem {
    return fileProblem(severity, severity === "error" ? "long-record" : "short-record", { ...this.#place, line }, text);
  }
}
