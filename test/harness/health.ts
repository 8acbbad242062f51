// Networks on real and made-up tables, trained to their end while their health is watched.

import { readFileSync } from "node:fs";
import { bytesSource } from "../../src/data/sources.ts";
import { documentSchema, type Experiment } from "../../src/model/schema.ts";
import { prepareExperiment } from "../../src/training/experiment.ts";
import type { HealthFinding } from "../../src/training/health/finding.ts";
import { TrainingRun } from "../../src/training/run.ts";
import type { EpochResult } from "../../src/training/types.ts";

/** Rows of a table by their names; the last is the target. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}

/** Random numbers in 0…1 that are the same everywhere (Park and Miller's generator). */
export function draws(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Draws about 0 with deviation 1: twelve uniform ones together. */
export function normalDraws(seed: number): () => number {
  const draw = draws(seed);
  return () => {
    let sum = -6;
    for (let count = 0; count < 12; count++) sum += draw();
    return sum;
  };
}

/** A table of `rows` rows whose inputs are normal draws, with a target that is worked out of them. */
export function table(rows: number, inputs: number, target: (x: readonly number[], noise: number) => number | string, seed = 1): Table {
  const draw = normalDraws(seed);
  return {
    names: [...Array.from({ length: inputs }, (_, index) => `x${index + 1}`), "y"],
    rows: Array.from({ length: rows }, () => {
      const x = Array.from({ length: inputs }, draw);
      return [...x.map((value) => Number(value.toFixed(5))), target(x, draw())];
    }),
  };
}

/** The same rows with other numbers in their features. */
export function changed({ names, rows }: Table, change: (value: number, column: number) => number): Table {
  const width = names.length - 1;
  return { names, rows: rows.map((row) => row.map((value, column) => (column < width ? change(Number(value), column) : value))) };
}

export function csvOf({ names, rows }: Table): Uint8Array {
  return new TextEncoder().encode([names.join(","), ...rows.map((row) => row.join(","))].join("\n"));
}

export interface Watched {
  readonly findings: readonly HealthFinding[];
  readonly results: readonly EpochResult[];
}

/**
 * Trains an experiment to its end.
 * @param csv a file of `samples/`, or a table
 * @param stopsAt the epoch after which the run is stopped
 */
export async function watch(experiment: Experiment, csv: string | Table, stopsAt?: number): Promise<Watched> {
  const name = String(experiment.data.file);
  const source = bytesSource(name, typeof csv === "string" ? readFileSync(`samples/${csv}`) : csvOf(csv));
  const findings: HealthFinding[] = [];
  const results: EpochResult[] = [];
  const run = new TrainingRun(await prepareExperiment(experiment, [source]), {
    onEpoch: (result) => {
      results.push(result);
      if (result.epoch === stopsAt) run.stop();
    },
    onHealth: (finding) => findings.push(finding),
  });
  while (!run.advance(() => false));
  return { findings, results };
}

export interface Network {
  readonly csv: string | Table;
  readonly data?: Record<string, unknown>;
  readonly layers: readonly unknown[];
  readonly training: Record<string, unknown>;
}

/** The document of a network; the target is a table's last column. */
export function experimentOf({ csv, data, layers, training }: Network): Experiment {
  const target = typeof csv === "string" ? {} : { target: csv.names.at(-1) };
  const file = typeof csv === "string" ? csv : "table.csv";
  return documentSchema.parse({ format: 1, data: { file, ...target, ...data }, layers, training });
}

export const codesOf = (findings: readonly HealthFinding[]): string[] =>
  findings.map(({ code, layer }) => `${code}${layer === null ? "" : ` ${layer}`}`);
