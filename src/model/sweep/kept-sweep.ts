// The newest sweep of a document as a file has it, so that closing a tab or a window loses no trial. A file
// may be of another version or half merged, so it is read like a stranger's: what does not fit is told, never
// guessed.

import * as z from "zod";
import "../jitless.ts";
import { MOST_DOCUMENT } from "../format.ts";
import { type AxisName, axisNames } from "./sweep.ts";
import { safeParse } from "../safe-parse.ts";

/** No sweep has more of anything; what a stranger's file claims is nothing to make room for. */
const MOST = 10_000;
const count = z.int().min(0).max(1e9);
const few = z.int().min(0).max(MOST);
const numbers = z.array(z.number()).max(MOST);
/** Of an activation or an optimizer. */
const name = z.string().regex(/^\w{1,50}$/);
const value = z.union([z.number(), name]);
const number = z.number().exactOptional();
const settings = z.strictObject({
  lr: number,
  batch_size: number,
  width: number,
  seed: number,
  activation: name.exactOptional(),
  optimizer: name.exactOptional(),
} satisfies Record<AxisName | "seed", z.ZodType>);
const sentence = z.object({ text: z.string().max(1000), args: z.array(z.union([z.number(), z.string().max(100_000)])).max(20) });
const metrics = z.looseObject({ accuracy: z.number().optional(), r2: z.number().optional(), mae: z.number().optional() });
const counted = z.object({ train: metrics, validation: metrics.optional() });

const trial = z.object({
  settings,
  state: z.enum(["waiting", "ended", "failed", "skipped"]),
  epoch: count,
  last: z
    .looseObject({
      epoch: count,
      trainLoss: z.number(),
      validationLoss: z.number().optional(),
      lr: z.number(),
      metrics: counted.optional(),
    })
    .optional(),
  best: z.number().optional(),
  bestEpoch: count.optional(),
  bestMetrics: counted.optional(),
  stopped: z.enum(["early", "interrupted", "diverged", "hopeless"]).nullable().optional(),
  seconds: z.number().min(0).optional(),
  note: sentence.optional(),
});

const range = z.object({ from: z.number(), to: z.number(), count: few, scale: z.enum(["linear", "log"]) });
const axes = {
  axes: z.array(z.object({ name: z.enum(axisNames), values: z.union([z.array(value).max(MOST), range]) })).max(axisNames.length),
  stopsHopeless: z.boolean(),
};
const band = z
  .object({ epochs: numbers, low: numbers, middle: numbers, high: numbers, runs: numbers })
  .refine(({ epochs, ...others }) => Object.values(others).every(({ length }) => length === epochs.length), "Its lists differ in length.");
const bands = z.object({ train: band, validation: band.optional() });

const schema = z.object({
  format: z.literal(1),
  document: z.string().max(MOST_DOCUMENT).describe("The text that the trials are variants of."),
  sweep: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("seeds"), count: few }),
    z.object({ kind: z.literal("grid"), ...axes }),
    z.object({ kind: z.literal("random"), trials: few, seed: z.number(), ...axes }),
  ]),
  epochs: count.describe("Of each trial."),
  seconds: z.number().min(0),
  trials: z.array(trial).min(1).max(MOST),
  bands: z.object({ range: bands, deviation: bands }).optional().describe("Of several seeds."),
});

export type KeptSweep = z.infer<typeof schema>;

/**
 * Reads a kept sweep.
 * @throws Error that says what is wrong, for the log
 */
export function parseKeptSweep(text: string): KeptSweep {
  const result = safeParse(schema, JSON.parse(text));
  if (result.success) return result.data;
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}

/** A sweep as its file has it. JSON knows finite numbers only: an epoch that has another is left out. */
export function keptSweepText(kept: KeptSweep): string {
  const trials = kept.trials.map(({ last, bestMetrics, ...others }) => ({
    ...others,
    ...(last && isFiniteThroughout(last) ? { last } : {}),
    ...(bestMetrics && isFiniteThroughout(bestMetrics) ? { bestMetrics } : {}),
  }));
  return `${JSON.stringify({ ...kept, trials })}\n`;
}

function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isFiniteThroughout);
}
