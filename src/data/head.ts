// The first records of a file, looked at before its columns are built: which delimiter splits them, and their
// texts, by which names are told from values and a table from what stands above it. The rules are those of
// docs/format.md, "What is found"; if records are ragged, most of them decide.

import { ProblemError } from "../model/problem.ts";
import type { CsvLocation } from "./problems.ts";
import { fieldTexts, Scanner, type ScanSettings } from "./scanner.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const RECORDS = 100;

/** If one delimiter is known to fit, those that have not come to an end after so much text do not. */
const MOST_BYTES = 2 ** 24;
/** Bytes in which the first records surely are, of a table whose delimiter nobody expected. */
const ENOUGH = 2 ** 16;
/** Bytes of a field that are looked at. */
const MOST_OF_FIELD = 400;

export interface HeadRecord {
  /** The 1-based line in which it begins. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface Head {
  readonly delimiter: string;
  /** The first records, at most 100. */
  readonly records: readonly HeadRecord[];
}

/**
 * Finds the delimiter: the one that a first line `sep=X` says; else the one that splits the first 100 records
 * into the same count of at least two fields; of several the one with most fields. If none does, because
 * records are ragged, the one that does so for most of them.
 */
export class HeadFinder {
  readonly #trials: readonly Trial[];
  readonly #isKnown: boolean;
  #bytes = 0;

  /** @param delimiter if it is known, so that only the records are wanted */
  constructor(settings: Omit<ScanSettings, "delimiter">, location: CsvLocation, delimiter?: string) {
    this.#isKnown = delimiter !== undefined;
    this.#trials = (delimiter === undefined ? DELIMITERS : [delimiter]).map(
      (each) => new Trial({ delimiter: each, comment: settings.comment, skip: settings.skip }, location),
    );
  }

  /** Looks at the next piece of the text. @returns whether more of it is needed */
  push(chunk: Uint8Array): boolean {
    this.#bytes += chunk.length;
    const open = this.#trials.filter((trial) => trial.push(chunk));
    const { hint } = this;
    // Another delimiter than those that are tried is tried once there is enough of the text.
    if (hint !== undefined && !this.#isKnown) {
      const said = this.#trials.find(({ delimiter }) => delimiter === hint);
      return said === undefined ? this.#bytes < ENOUGH : open.includes(said);
    }
    return open.length > 0 && ((open.length === this.#trials.length && !this.#isKnown) || this.#bytes < MOST_BYTES);
  }

  /** The delimiter that the file's first line says. */
  get hint(): string | undefined {
    return this.#trials[0]!.hint;
  }

  /** @param isOver whether the text is */
  finish(isOver: boolean): Head {
    const heads = this.#trials.map((trial) => ({ delimiter: trial.delimiter, records: trial.finish(isOver) }));
    const [first] = heads;
    if (heads.length === 1) return first!;
    const said = heads.find(({ delimiter }) => delimiter === this.hint);
    if (said !== undefined) return said;
    if (this.hint !== undefined) return { delimiter: this.hint, records: [] };
    return heads.reduce((best, head) => (isBetter(fitOf(head), fitOf(best)) ? head : best), first!);
  }
}

interface Fit {
  readonly isEven: boolean;
  readonly share: number;
  readonly fields: number;
  readonly names: number;
}

function fitOf({ records }: Head): Fit {
  const fields = mostFrequentCount(records);
  const same = records.filter((record) => record.fields.length === fields).length;
  const share = fields > 1 ? same / records.length : 0;
  return { isEven: share === 1, share: share > 0.5 ? share : 0, fields, names: Math.max(1, records[0]?.fields.length ?? 1) };
}

function isBetter(one: Fit, other: Fit): boolean {
  if (one.isEven !== other.isEven) return one.isEven;
  if (one.share !== other.share) return one.share > other.share;
  if (one.share > 0) return one.fields > other.fields;
  // No delimiter splits most records alike: the first record decides, which sets the columns.
  return one.names > other.names;
}

/** The count of fields that most records have; of equally frequent ones the larger. */
export function mostFrequentCount(records: readonly HeadRecord[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  let best = 0;
  for (const [fields, count] of counts) {
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && fields > best)) best = fields;
  }
  return best;
}

/** The first records as one delimiter splits them. */
class Trial {
  readonly delimiter: string;
  #records: HeadRecord[] = [];
  readonly #scanner: Scanner;
  #isOpen = true;

  constructor(settings: ScanSettings, location: CsvLocation) {
    this.delimiter = settings.delimiter;
    this.#scanner = new Scanner(settings, location, (record) => {
      this.#records.push({ line: record.line, fields: fieldTexts(record, MOST_OF_FIELD) });
      return this.#records.length < RECORDS;
    });
  }

  get hint(): string | undefined {
    return this.#scanner.hint;
  }

  push(chunk: Uint8Array): boolean {
    if (this.#isOpen) this.#try(() => (this.#isOpen = this.#scanner.push(chunk)));
    return this.#isOpen;
  }

  finish(isOver: boolean): readonly HeadRecord[] {
    if (this.#isOpen && !isOver) return [];
    if (this.#isOpen) this.#try(() => this.#scanner.finish());
    return this.#records;
  }

  /** Quotes that make no sense with this delimiter leave nothing to count. */
  #try(scan: () => void): void {
    try {
      scan();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.#isOpen = false;
      this.#records = [];
    }
  }
}
