// What is written of a run that is over: when and where it ran, how it ended, what it reached, and what the
// person has to say of it. A record is a file that git may have merged or another version written, so it is
// read like a stranger's: what does not fit is told, never guessed.

import * as z from "zod";
import "./jitless.ts";
import type { HealthMark } from "./health-mark.ts";
import { safeParse } from "./safe-parse.ts";

/** The version of the record. */
const FORMAT = 1;

const count = z.int().min(0);
/** What a person writes of a run; longer ones would only fill the window. */
const MOST_NOTE = 100_000;
const short = z.string().max(1000);
/** A sentence of any language; what stands in it are names of a stranger's columns and layers, or numbers. */
const sentence = z.looseObject({ text: short, args: z.array(z.union([z.number(), z.string().max(MOST_NOTE)])).max(20) });
const evaluatedSplit = z.enum(["validation", "train"]);
const verdict = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("classes"), split: evaluatedSplit, answers: count, right: count, usual: short, usualRight: count }),
  z.looseObject({ kind: z.literal("numbers"), split: evaluatedSplit, mae: z.number(), usualMae: z.number(), r2: z.number() }),
]);
const measures = z.looseObject({ accuracy: z.number().optional(), r2: z.number().optional(), mae: z.number().optional() });

/** How many findings are read of a run. */
const MOST_HEALTH = 1000;
const mark = z.looseObject({ code: short, layer: count.nullable(), epoch: count, message: sentence.optional() });

/**
 * Fields that a newer version added are kept, so that renaming a run loses nothing. It is made when the first
 * record is read.
 */
const recordSchema = z.lazy(() =>
  z.looseObject({
    format: z.literal(FORMAT),
    name: short.optional().describe("What the person calls it."),
    star: z.boolean().optional().describe("A run with a star is never deleted automatically."),
    note: z.string().max(MOST_NOTE).optional(),
    startedAt: z.iso.datetime(),
    seconds: z.number().min(0).describe("From the first batch to the end of the last validation pass."),
    epochs: count.describe("Finished epochs."),
    planned: count.describe("Epochs that it was to have."),
    continued: count.optional().describe("The epoch of an earlier run that it went on from."),
    stopped: z.enum(["early", "interrupted", "diverged"]).nullable().describe("Why it ended before its last epoch."),
    seed: z.int(),
    changes: z.array(short).max(1000).optional().describe("What differs from the run before it."),
    parameters: count.optional(),
    rows: z.looseObject({ train: count, validation: count, test: count }).optional(),
    losses: z.looseObject({ train: z.number().optional(), validation: z.number().optional(), test: z.number().optional() }),
    best: z
      .looseObject({ epoch: count, loss: z.number() })
      .optional()
      .describe("The epoch whose weights are the best: of the lowest validation loss, or training loss."),
    metrics: z.looseObject({ train: measures, validation: measures.optional() }).optional(),
    health: z
      .array(mark)
      .max(MOST_HEALTH)
      .optional()
      .describe("What was found to be sick: its code, the index of the layer or null, the epoch, and what is to be said of it."),
    verdict: verdict.optional().describe("How good its weights are on the validation or training rows, beside always the same answer."),
    verified: z
      .looseObject({
        same: z.boolean(),
        torch: short,
        epochs: count,
        weights: z.number().optional(),
        losses: z.number().optional(),
        predictions: z.number().optional(),
        otherAnswers: count,
      })
      .optional()
      .describe("The largest differences from PyTorch in a few epochs, if somebody asked; a missing one is infinite."),
    machine: z.looseObject({
      cores: count,
      platform: short,
      engine: short.optional(),
      threads: count.optional(),
      version: short.optional(),
    }),
  }),
);

export type RunRecord = z.infer<typeof recordSchema>;

/** What a person may say of a run. */
export type RunMarks = Pick<RunRecord, "name" | "star" | "note">;

/**
 * Reads a record.
 * @throws Error that says what is wrong, for the log
 */
export function parseRunRecord(text: string): RunRecord {
  const result = safeParse(recordSchema, JSON.parse(text));
  if (result.success) return result.data;
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}

/** What a checkpoint says was found to be sick; nothing where that cannot be read. */
export function parseHealthMarks(text: string): HealthMark[] {
  try {
    const result = safeParse(z.array(mark).max(MOST_HEALTH), JSON.parse(text));
    const marks = result.success ? result.data : [];
    // Each code of a layer once: a run that went on may have found the same again.
    return marks.filter(({ code, layer }, index) => marks.findIndex((one) => one.code === code && one.layer === layer) === index);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** A record as its file has it, a field a line. */
export function runRecordText(record: RunRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** A record with other marks; an empty name or note and a star that is taken away leave nothing. */
export function withMarks(record: RunRecord, marks: RunMarks): RunRecord {
  const { format, name: _, star: __, note: ___, ...others } = record;
  const { name, star, note } = { ...record, ...marks };
  return {
    format,
    ...(name?.trim() ? { name: name.trim() } : {}),
    ...(star ? { star } : {}),
    ...(note?.trim() ? { note: note.trim() } : {}),
    ...others,
  };
}

/** What a comparison with PyTorch found; of differences only finite ones are written. */
export type RunVerification = NonNullable<RunRecord["verified"]>;

/** A name for a run's folder, which sorts by the time it was started: `2026-11-25T00-35-12-482Z`. */
export function runId(startedAt: Date): string {
  return startedAt.toISOString().replaceAll(/[:.]/g, "-");
}

/** Finite numbers only: JSON has no others. */
export function finite<T extends Readonly<Record<string, number | undefined>>>(values: T): { [K in keyof T]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value))) as { [K in keyof T]?: number };
}

/** Which runs have to go, so that at most so many without a star are left; the oldest go. */
export function surplusRuns(runs: readonly { readonly id: string; readonly record: RunMarks }[], most: number): string[] {
  const plain = runs.filter(({ record }) => !record.star).map(({ id }) => id);
  return plain.toSorted().slice(0, Math.max(0, plain.length - most));
}
