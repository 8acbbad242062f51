// A session without a window: files in memory, a clock that is turned by hand, and a trainer that does what a
// test tells it to.

import { parseDocument } from "../../../src/model/document.ts";
import type { Message } from "../../../src/model/message.ts";
import { type HealthMark, markOf } from "../../../src/model/health-mark.ts";
import type { Experiment } from "../../../src/model/schema.ts";
import { checkpointFile } from "../../../src/code/formats/checkpoint.ts";
import type { CheckpointFacts } from "../../../src/code/formats/checkpoint-facts.ts";
import { momentTensors } from "../../../src/code/formats/moments.ts";
import { curveTensor } from "../../../src/protocol/curve.ts";
import { readOrigin } from "../../../src/session/run/run-origin.ts";
import type { Checkpoint, FinishedRun } from "../../../src/protocol/worker.ts";
import type { Clock, EndedRun, RunPorts, UnkeptRun } from "../../../src/session/ports.ts";
import type { Trainer, TrainerListener, TrainerOptions } from "../../../src/session/trainer.ts";
import type { HealthFinding } from "../../../src/training/health/finding.ts";
import type { Moment } from "../../../src/training/space/types.ts";
import type { EpochResult, KeptWeights } from "../../../src/training/types.ts";
import { MemoryFolder, MemoryRunFiles } from "../../../webview/dev/memory-folder.ts";

const document = {
  format: 1,
  data: { file: "a.csv", target: "y" },
  layers: [{ type: "Linear", out_features: 1 }],
  training: { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 }, epochs: 10 },
};

/** A document that trains ten epochs, with these changes of its training. */
export function experimentOf(training: object = {}): Experiment {
  const { experiment, problems } = parseDocument(JSON.stringify({ ...document, training: { ...document.training, ...training } }));
  if (experiment === undefined) throw new Error(JSON.stringify(problems));
  return experiment;
}

export const preprocessing = { features: [], target: { kind: "number", columns: ["y"] } } as const;
const tensors = [{ name: "0.bias", shape: [1], data: Float32Array.of(1) }];

/** What a run of so many epochs answers at its end. */
export function finished(epochs: number, other: Partial<FinishedRun> = {}): FinishedRun {
  return { stopped: null, seconds: 1, steps: epochs, epochs, tensors, preprocessing, end: checkpointAt(epochs, []), ...other };
}

/** A checkpoint as the engine writes them, as far as a session reads it. */
function checkpointAt(
  epoch: number,
  points: readonly EpochResult[],
  experiment = experimentOf(),
  { moments = [], health = [] }: Partial<Pick<CheckpointFacts, "moments" | "health">> = {},
): Checkpoint {
  const progress = { name: "progress", shape: [2], data: Float64Array.of(0, epoch) };
  const stored = [progress, curveTensor(points), ...momentTensors(moments)];
  return { epoch, batch: 0, bytes: checkpointFile(experiment, preprocessing, stored, health) };
}

export class ScriptedTrainer implements Trainer {
  readonly #listener: TrainerListener;
  readonly asked: string[] = [];
  /** The moments in its checkpoints. */
  remembers: readonly Moment[] = [];
  options: TrainerOptions | undefined;
  #epoch = 0;
  #points: EpochResult[] = [];
  readonly #found: HealthMark[] = [];
  #experiment: Experiment | undefined;
  #settle: { resolve(run: FinishedRun): void; reject(error: unknown): void } | undefined;
  /** What `stop` ends the run with; while it is absent, the run goes on until it is told. */
  stopsWith: Partial<FinishedRun> | undefined = { stopped: "interrupted" };

  constructor(listener: TrainerListener) {
    this.#listener = listener;
  }

  train(experiment: Experiment, options: TrainerOptions): Promise<FinishedRun> {
    this.options = options;
    const before = options.resume && readOrigin(options.resume, "c");
    this.#epoch = before?.epoch ?? 0;
    this.#points = [...(before?.points ?? [])];
    const epochs = options.epochs ?? experiment.training.epochs;
    this.#experiment = { ...experiment, training: { ...experiment.training, epochs } };
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#listener.started({ rows: { train: 8, validation: 1, test: 1 }, inputs: 1, parameters: 2, epochs, batchesPerEpoch: 1 });
    });
  }

  /** Tells these training losses, one for each epoch. */
  epochs(...losses: readonly number[]): void {
    const results = losses.map((trainLoss): EpochResult => ({ epoch: ++this.#epoch, trainLoss, lr: 0.1 }));
    this.#points.push(...results);
    this.#listener.progressed(results);
  }

  /** Says what is sick about the run. */
  finds(...findings: readonly HealthFinding[]): void {
    this.#found.push(...findings.map((finding) => markOf(finding)));
    this.#listener.found?.(findings);
  }

  /** Says what to know of the run. */
  says(note: Message): void {
    this.#listener.note?.(note);
  }

  end(other: Partial<FinishedRun> = {}): void {
    this.#settle?.resolve(finished(this.#epoch, { end: this.#checkpoint(), ...other }));
  }

  die(error: unknown): void {
    this.#settle?.reject(error);
  }

  async stop(): Promise<void> {
    this.asked.push("stop");
    if (this.stopsWith) this.end(this.stopsWith);
  }

  async pause() {
    this.asked.push("pause");
    return { epoch: this.#epoch, batch: 1 };
  }

  async resume(): Promise<void> {
    this.asked.push("resume");
  }

  async advance(stride: string) {
    this.asked.push(stride);
    return { epoch: this.#epoch, batch: 2 };
  }

  async setLearningRate(lr: number): Promise<void> {
    this.asked.push(`lr ${lr}`);
  }

  weights: Trainer["weights"] = () => Promise.resolve(undefined);
  moments: Trainer["moments"] = () => Promise.resolve(undefined);
  checkpoint = async () => this.#checkpoint();

  #checkpoint(): Checkpoint {
    return checkpointAt(this.#epoch, this.#points, this.#experiment, { moments: this.remembers, health: this.#found });
  }

  warm(): void {
    this.asked.push("warm");
  }

  dispose(): void {
    this.asked.push("dispose");
  }
}

/** Time that passes when it is told to. */
export class TurnedClock implements Clock {
  #now = 0;
  #timers: { at: number; every?: number; act: () => void }[] = [];

  now = (): number => this.#now;
  date = (): Date => new Date(this.#now);

  after(milliseconds: number, act: () => void): () => void {
    return this.#add({ at: this.#now + milliseconds, act });
  }

  every(milliseconds: number, act: () => void): () => void {
    return this.#add({ at: this.#now + milliseconds, every: milliseconds, act });
  }

  /** Lets so much time pass, timers in order. */
  turn(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = next.at;
      if (next.every) next.at += next.every;
      else this.#timers = this.#timers.filter((timer) => timer !== next);
      next.act();
    }
    this.#now = end;
  }

  #next(end: number) {
    return this.#timers.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
  }

  #add(timer: { at: number; every?: number; act: () => void }): () => void {
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }
}

export interface Script {
  readonly ports: RunPorts;
  readonly clock: TurnedClock;
  readonly folder: MemoryFolder;
  readonly files: MemoryRunFiles;
  /** In the order they were started. */
  readonly trainers: readonly ScriptedTrainer[];
  readonly kept: readonly EndedRun[];
  readonly logged: readonly unknown[];
  text: string;
  stopKeeps: KeptWeights;
}

export function script(): Script {
  const [clock, folder] = [new TurnedClock(), new MemoryFolder()];
  const files = new MemoryRunFiles(folder, "net");
  const [trainers, kept, logged]: [ScriptedTrainer[], EndedRun[], unknown[]] = [[], [], []];
  const self: Script = {
    clock,
    folder,
    files,
    trainers,
    kept,
    logged,
    text: "{}",
    stopKeeps: "last",
    ports: {
      clock,
      files,
      trainer: (listener) => {
        const trainer = new ScriptedTrainer(listener);
        trainers.push(trainer);
        return trainer;
      },
      text: () => self.text,
      watchesHealth: () => true,
      stopKeeps: () => self.stopKeeps,
      keep: async (ended): Promise<UnkeptRun | undefined> => void kept.push(ended),
      offerToKeep: () => Promise.resolve(),
      log: (error) => logged.push(error),
    },
  };
  return self;
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
