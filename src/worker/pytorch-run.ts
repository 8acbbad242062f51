// A run that PyTorch computes, as the worker answers for it: the rows are encoded here and written for it;
// everything else is its conversation with a process. What the session asks of a run is the same as of the
// built-in engine's.

import { checkpointFile, readCheckpoint } from "../code/formats/checkpoint.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { traceShapes } from "../model/shapes.ts";
import type { JsonLayer } from "../model/edit.ts";
import { summarizeWeights, type WeightSummary } from "../model/weight-summary.ts";
import { curveOf, curveTensor } from "../protocol/curve.ts";
import type {
  Checkpoint,
  FinishedRun,
  PyTorchEngine,
  RunMoments,
  RunPosition,
  Stride,
  TrainingObserver,
  TrainOptions,
} from "../protocol/worker.ts";
import { type Answered, Conversation, type Finished } from "../pytorch/conversation.ts";
import type { StartedMessage } from "../pytorch/messages.ts";
import { outcomeOf, unpack } from "../pytorch/outcome.ts";
import { parallelNotes } from "../pytorch/parallel.ts";
import { startMessage, type WrittenRows } from "../pytorch/plan.ts";
import type { After, StartProcess } from "../pytorch/process.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import { progressTensor } from "../training/progress.ts";
import { Moments } from "../training/space/moments.ts";
import type { EpochResult, NamedTensor } from "../training/types.ts";
import { verdictOf } from "../training/verdict.ts";
import { momentsAtEnd } from "./run-moments.ts";

/** What the platform gives such a run. */
export interface PyTorchPorts {
  /** Finds the Python. @throws ProblemError that says what lacks */
  prepare(engine: PyTorchEngine): Promise<StartProcess>;
  writeRows(prepared: PreparedExperiment): Promise<Rows>;
  readonly after: After;
}

const TENSOR = "pytorch";

/** What is said of a run beside its document; what is undefined is as if it were not said. */
type RunOptions = { readonly [K in keyof TrainOptions]?: TrainOptions[K] | undefined };

type Rows = WrittenRows & { remove(): Promise<void> };

/** Finds Python, writes the rows and starts the run. @throws ProblemError if that cannot be done */
export async function startPyTorch(
  prepared: PreparedExperiment,
  engine: PyTorchEngine,
  options: RunOptions,
  ports: PyTorchPorts,
  observer: TrainingObserver,
): Promise<PyTorchRun> {
  if (engine.processes > 1) parallelNotes(prepared.experiment, engine.device);
  const startProcess = await ports.prepare(engine);
  const rows = await ports.writeRows(prepared);
  try {
    return new PyTorchRun(prepared, engine, options, { startProcess, after: ports.after }, rows, observer);
  } catch (error) {
    await rows.remove();
    throw error;
  }
}

export class PyTorchRun {
  /** Resolves with the end of the run. @throws ProblemError if it failed */
  readonly finished: Promise<FinishedRun>;
  readonly #prepared: PreparedExperiment;
  readonly #epochs: number;
  readonly #options: RunOptions;
  readonly #observer: TrainingObserver;
  readonly #conversation: Conversation;
  readonly #moments: Moments | undefined;
  readonly #points: EpochResult[];
  #started: StartedMessage | undefined;
  #told: number;

  /** Starts the run. @param rows are removed with its end */
  constructor(
    prepared: PreparedExperiment,
    engine: PyTorchEngine,
    options: RunOptions,
    ports: { readonly startProcess: StartProcess; readonly after: After },
    rows: Rows,
    observer: TrainingObserver,
  ) {
    const before = options.resume && readResumed(options.resume);
    this.#prepared = prepared;
    this.#epochs = options.epochs ?? prepared.experiment.training.epochs;
    this.#options = options;
    this.#observer = observer;
    this.#moments = options.keepsMoments ? new Moments() : undefined;
    this.#points = [...(before?.points ?? [])];
    this.#told = this.#points.length;
    const start = startMessage(
      prepared.experiment,
      rows,
      {
        device: engine.device,
        processes: engine.processes,
        threads: options.threads ?? 1,
        epochs: this.#epochs,
        keepsBest: options.keepsBest ?? false,
        evaluatesEnd: options.evaluatesEnd ?? false,
        keepsEnd: options.keepsEnd ?? false,
        keepsMoments: options.keepsMoments ?? false,
      },
      before !== undefined,
    );
    this.#conversation = new Conversation(start, before?.bytes, ports, {
      started: (run) => {
        this.#started = run;
        const { rows: split, inputs, parameters, epochs, batchesPerEpoch } = run;
        void observer.started({ rows: split, inputs, parameters, epochs, batchesPerEpoch });
      },
      epochs: (results) => this.#grow(results),
      moment: (epoch, tensors, payload) => this.#moments?.ended(epoch, () => unpack(tensors, payload).tensors),
    });
    if (options.waits) void this.pause();
    this.finished = this.#finish(rows);
  }

  stop(): void {
    this.#conversation.tell({ type: "stop" });
  }

  resume(): void {
    this.#conversation.tell({ type: "resume" });
  }

  setLearningRate(lr: number): void {
    this.#conversation.tell({ type: "lr", lr });
  }

  async pause(): Promise<RunPosition | undefined> {
    return positionIn(await this.#conversation.ask("pause", {}));
  }

  async advance(stride: Stride): Promise<RunPosition | undefined> {
    return positionIn(await this.#conversation.ask("advance", { stride }));
  }

  /** The parameters as they are now; undefined if the run is over. */
  async weights(): Promise<WeightSummary[] | undefined> {
    return (await this.#tensors())?.tensors
      .filter(({ name }) => /\.(weight|bias)$/.test(name))
      .map(({ name, shape, data }) => summarizeWeights(name, shape, data));
  }

  /** Everything to go on from; undefined if the run is over. */
  async checkpoint(): Promise<Checkpoint | undefined> {
    const answered = await this.#conversation.ask("checkpoint", {});
    const position = positionIn(answered);
    return answered && position && this.#pack({ ...position, bytes: answered.payload });
  }

  /** @param known epochs whose weights need not be sent */
  async moments(known: readonly number[]): Promise<RunMoments | undefined> {
    const [moments, now] = [this.#moments, await this.#tensors()];
    if (moments === undefined || now === undefined) return undefined;
    const { all } = moments;
    return {
      epochs: all.map(({ epoch }) => epoch),
      added: all.filter(({ epoch }) => !known.includes(epoch)),
      now: { epoch: now.epoch, ...(now.batch > 0 ? { isPartial: true } : {}), tensors: now.tensors },
    };
  }

  async #tensors(): Promise<(RunPosition & { readonly tensors: NamedTensor[] }) | undefined> {
    const answered = await this.#conversation.ask("weights", {});
    const position = positionIn(answered);
    return answered && position && { ...position, tensors: unpack(answered.answer.tensors ?? [], answered.payload).tensors };
  }

  #grow(results: readonly EpochResult[]): void {
    this.#points.push(...results);
    void this.#observer.progressed(this.#told, results);
    this.#told += results.length;
  }

  async #finish(rows: Rows): Promise<FinishedRun> {
    let finished: Finished;
    try {
      finished = await this.#conversation.finished;
    } finally {
      await rows.remove();
    }
    const { experiment, encoded, split } = this.#prepared;
    const outputs = traceShapes(experiment.layers as readonly JsonLayer[], encoded.inputNames.length).at(-1)?.outFeatures ?? 0;
    const outcome = outcomeOf(finished, encoded.preprocessing, ({ split: name, ...values }) =>
      verdictOf(experiment.training, encoded, split, name, values, outputs),
    );
    const end = finished.end && this.#options.keepsEnd ? this.#pack(finished.end) : undefined;
    const { torch = "", device = "", processes = 1 } = this.#started ?? {};
    return {
      ...outcome,
      ...(end ? { end } : {}),
      engine: { build: `PyTorch ${torch} ${device}`, threads: (this.#options.threads ?? 1) * processes },
      ...momentsAtEnd(this.#moments, outcome),
    };
  }

  /** As a file of the built-in engine's checkpoints is, with PyTorch's own bytes as its one large tensor. */
  #pack({ epoch, batch, bytes }: Checkpoint): Checkpoint {
    const { experiment, encoded } = this.#prepared;
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4 + 4);
    new DataView(padded.buffer).setUint32(0, bytes.length, true);
    padded.set(bytes, 4);
    const own = { name: TENSOR, shape: [padded.length / 4], data: new Uint32Array(padded.buffer) };
    const planned = { ...experiment, training: { ...experiment.training, epochs: this.#epochs } };
    const tensors = [own, progressTensor({ ...nothing, epochs: epoch }), curveTensor(this.#points)];
    return { epoch, batch, bytes: checkpointFile(planned, encoded.preprocessing, tensors) };
  }
}

/** Only the epoch of PyTorch's progress is read by others. */
const nothing = {
  phase: "training",
  steps: 0,
  position: 0,
  sum: 0,
  seen: 0,
  trainLoss: 0,
  epochLr: 0,
  lr: 0,
  momentum: 0,
  isOverEarly: false,
  seconds: 0,
} as const;

/** @throws ProblemError if the bytes are damaged, or the built-in engine's */
function readResumed(file: Uint8Array): { readonly bytes: Uint8Array; readonly points: readonly EpochResult[] } {
  const { tensors } = readCheckpoint(file, "checkpoint.safetensors");
  const data = tensors.find(({ name }) => name === TENSOR)?.data;
  if (!(data instanceof Uint32Array)) {
    throw new ProblemError({
      severity: "error",
      code: "another-engine",
      path: [],
      message: message("This run was begun by the built-in engine. Choose that engine to continue it, or train from the beginning."),
    });
  }
  const whole = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { bytes: whole.slice(4, 4 + data[0]!), points: curveOf(tensors) };
}

function positionIn(answered: Answered | undefined): RunPosition | undefined {
  const { epoch, batch } = answered?.answer ?? {};
  return epoch === undefined || batch === undefined ? undefined : { epoch, batch };
}
