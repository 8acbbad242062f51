// Runs of one document with something and without it, in turns on one thread: what it costs is the median of
// the ratios. A slow moment of the machine meets both sides of a round, so it cancels.

import { readFileSync } from "node:fs";
import { bytesSource } from "../../../src/data/sources.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { type PreparedExperiment, prepareExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import type { RunOptions } from "../../../src/training/run-options.ts";
import { enableRelaxedSimd } from "../../../src/worker/node/relaxed-simd.ts";
import { median } from "../measure.ts";

/** Epochs of a run until the compiler is done. */
const WARM = 500;
const FEWEST_EPOCHS = 50;

export interface Compared {
  /** As in "health". */
  readonly what: string;
  readonly on: Partial<RunOptions>;
  readonly off: Partial<RunOptions>;
  /** Seconds of one run, about. */
  readonly slice: number;
}

/** What becomes of a sample's document; the name's first word is the sample. */
export type Works = Readonly<Record<string, (document: Record<string, unknown>) => object>>;

const wide = {
  layers: [{ type: "Linear", out_features: 64 }, { type: "ReLU" }, { type: "Linear", out_features: 3 }],
};

/** Small networks, whose epochs are so short that every call counts. */
export const smallWorks: Works = {
  "binary, 4 rows a batch": (document) => document,
  "iris, 16 rows a batch": (document) => document,
  "iris, 64 units, 128 rows a batch": (document) => ({
    ...document,
    ...wide,
    training: { ...(document["training"] as object), batch_size: 128 },
  }),
  "iris, petal_width as a number": (document) => ({
    ...document,
    data: { file: "iris.csv", target: "petal_width", features: ["sepal_length", "petal_length"] },
    layers: [{ type: "Linear", out_features: 8 }, { type: "Tanh" }, { type: "Linear", out_features: 1 }],
    training: { loss: { type: "MSELoss" }, optimizer: { type: "Adam" }, batch_size: 16 },
  }),
};

/** Prints a line for each of the works. The command line may name the rounds, and what a work's name has. */
export async function compareInTurns(works: Works, compared: Compared): Promise<void> {
  enableRelaxedSimd();
  const [rounds = "201", wanted = ""] = process.argv.slice(2);
  for (const name of Object.keys(works).filter((own) => own.includes(wanted)))
    console.log(`${name}: ${compare(await prepare(works, name), compared, Number(rounds))}`);
}

function prepare(works: Works, name: string): Promise<PreparedExperiment> {
  const sample = `samples/${/^\w+/.exec(name)![0]}`;
  const document = JSON.parse(readFileSync(`${sample}.perceptron`, "utf8")) as Record<string, unknown>;
  const csv = bytesSource("a.csv", readFileSync(`${sample}.csv`));
  return prepareExperiment(documentSchema.parse(works[name]!(document)), [csv]);
}

function compare(prepared: PreparedExperiment, { what, on, off, slice }: Compared, rounds: number): string {
  for (const options of [on, off, on, off]) secondsOf(prepared, WARM, options);
  const epochs = Math.max(FEWEST_EPOCHS, Math.round(slice / secondsOf(prepared, WARM, off)));
  const pairs = Array.from({ length: rounds }, (_, round) => {
    // There and back again, so that neither always comes after the other.
    const isOnFirst = round % 2 === 0;
    const first = secondsOf(prepared, epochs, isOnFirst ? on : off);
    const second = secondsOf(prepared, epochs, isOnFirst ? off : on);
    return isOnFirst ? { with: first, without: second } : { with: second, without: first };
  });
  const share = 100 * (median(pairs.map((pair) => pair.with / pair.without)) - 1);
  const epoch = 1e6 * median(pairs.map(({ without }) => without));
  return `${epoch.toFixed(0)} µs an epoch without, ${share.toFixed(1)} % more with ${what} (${epochs} epochs, ${rounds} rounds)`;
}

/** Processor seconds of an epoch: what else the machine does counts less in them than on the clock. */
function secondsOf(prepared: PreparedExperiment, epochs: number, options: Partial<RunOptions>): number {
  const run = new TrainingRun(prepared, { epochs, onEpoch: () => {}, ...options });
  const { user, system } = process.cpuUsage();
  run.advance(() => false);
  const end = process.cpuUsage();
  return (end.user - user + end.system - system) / 1e6 / epochs;
}
