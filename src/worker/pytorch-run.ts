// A run that PyTorch computes, as the worker answers for it: the rows are encoded here and written for it;
// everything else is its conversation with a process. What the session asks of a run is the same as of the
// built-in engine's.

import { checkpointFile } from "../code/formats/checkpoint.ts";
import { momentTensors, thinnedMoments } from "../code/formats/moments.ts";
import { markOf } from "../model/health-mark.ts";
import { type Message, message } from "../model/message.ts";
import { learnsByRow } from "../model/optimizers.ts";
import { traceShapes } from "../model/shapes.ts";
import type { JsonLayer } from "../model/edit.ts";
import { summarizeWeights, type WeightSummary } from "../model/weight-summary.ts";
import { curveTensor } from "../protocol/curve.ts";
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
import { type Answered, Conversation, type Finished, type RunState } from "../pytorch/conversation.ts";
import type { RestartedMessage, StartedMessage, StateFields } from "../pytorch/messages.ts";
import { outcomeOf } from "../pytorch/outcome.ts";
import { parallelNote } from "../pytorch/parallel.ts";
import { healthPlan, startMessage, type WrittenRows } from "../pytorch/plan.ts";
import type { After, StartProcess } from "../pytorch/process.ts";
import { RunnerHealth } from "../pytorch/runner-health.ts";
import { checkpointTensors, resumedState } from "../pytorch/state.ts";
import { unpack } from "../pytorch/tensors.ts";
import type { ScriptAnswer, ScriptJob } from "../pytorch/verify.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import { subjectOf } from "../training/health/subject.ts";
import { Moments } from "../training/space/moments.ts";
import { takenOverNote } from "../training/taken-over.ts";
import type { EpochResult, NamedTensor } from "../training/types.ts";
import { verdictOf } from "../training/verdict.ts";
import { MOST_MOMENTS, type Planned, readResumed, type Resumed } from "./checkpoints.ts";
import { momentsAtEnd } from "./run-moments.ts";

/** A Python, and how its process is started. */
export interface FoundProcess {
  readonly python: string;
  readonly startProcess: StartProcess;
}

/** What the platform gives such a run. */
export interface PyTorchPorts {
  /** Finds the Python. @throws ProblemError that says what lacks */
  prepare(engine: PyTorchEngine): Promise<FoundProcess>;
  writeRows(prepared: PreparedExperiment): Promise<Rows>;
  /** Runs an exported script. @throws ProblemError that says what lacks, or how it failed */
  runScript(engine: Pick<PyTorchEngine, "python" | "candidates">, job: ScriptJob): Promise<ScriptAnswer>;
  readonly after: After;
}

/** What is said of a run beside its document; what is undefined is as if it were not said. */
type RunOptions = { readonly [K in keyof TrainOptions]?: TrainOptions[K] | undefined };

/** Is told with what a run is computed. @param python the path of it */
type Began = (run: StartedMessage, python: string) => void;

type Rows = WrittenRows & { remove(): Promise<void> };

/** Finds Python, writes the rows and starts the run. @throws ProblemError if that cannot be done */
export async function startPyTorch(
  prepared: PreparedExperiment,
  engine: PyTorchEngine,
  options: RunOptions,
  ports: PyTorchPorts,
  observer: TrainingObserver,
  began: Began = () => undefined,
): Promise<PyTorchRun> {
  const { processes, rendezvous, device } = engine;
  const note = processes > 1 || rendezvous ? parallelNote(prepared.experiment, device) : undefined;
  if (note) void observer.noted?.(note);
  const found = await ports.prepare(engine);
  const rows = await ports.writeRows(prepared);
  try {
    return new PyTorchRun(prepared, engine, options, { ...found, after: ports.after }, rows, observer, began);
  } catch (error) {
    await rows.remove();
    throw error;
  }
}

export class PyTorchRun {
  /** Resolves with the end of the run. @throws ProblemError if it failed */
  readonly finished: Promise<FinishedRun>;
  readonly #prepared: PreparedExperiment;
  /** What checkpoints say beside their tensors. */
  readonly #planned: Planned;
  readonly #options: RunOptions;
  readonly #observer: TrainingObserver;
  readonly #conversation: Conversation;
  readonly #moments: Moments | undefined;
  /** The run that it goes on from. */
  readonly #before: Resumed | undefined;
  readonly #points: EpochResult[];
  readonly #marks: unknown[];
  #health: RunnerHealth | undefined;
  #started: StartedMessage | undefined;
  #told: number;

  /** Starts the run. @param rows are removed with its end */
  constructor(
    prepared: PreparedExperiment,
    engine: PyTorchEngine,
    options: RunOptions,
    ports: FoundProcess & { readonly after: After },
    rows: Rows,
    observer: TrainingObserver,
    began: Began,
  ) {
    const { experiment, encoded } = prepared;
    const before = options.resume && readResumed(options.resume);
    const resumed = before && resumedState(before.resume, prepared);
    const epochs = options.epochs ?? experiment.training.epochs;
    // Rosenblatt's rule knows no gradient.
    const isWatched = options.health === true && !learnsByRow(experiment.training.optimizer);
    this.#prepared = prepared;
    this.#planned = {
      experiment: { ...experiment, training: { ...experiment.training, epochs } },
      preprocessing: encoded.preprocessing,
    };
    this.#options = options;
    this.#observer = observer;
    this.#moments = options.keepsMoments ? new Moments() : undefined;
    this.#before = before;
    this.#points = [...(before?.points ?? [])];
    this.#marks = [...(before?.health ?? [])];
    this.#told = this.#points.length;
    const start = startMessage(experiment, rows, {
      device: engine.device,
      processes: engine.processes,
      threads: options.threads ?? 1,
      epochs,
      keepsBest: options.keepsBest ?? false,
      evaluatesEnd: options.evaluatesEnd ?? false,
      keepsEnd: options.keepsEnd ?? false,
      keepsMoments: options.keepsMoments ?? false,
      resume: resumed?.fields,
      health: isWatched ? healthPlan(subjectOf(prepared, epochs)) : undefined,
    });
    this.#conversation = new Conversation(start, resumed?.payload, ports, {
      started: (run) => {
        began(run, ports.python);
        this.#begin(run, isWatched);
      },
      epochs: (results) => this.#grow(results),
      moment: (epoch, tensors, payload) => this.#moments?.ended(epoch, () => unpack(tensors, payload).tensors),
      watched: (watched) => void this.#health?.judge(watched),
      restarted: (restarted) => void observer.noted?.(restartNote(restarted)),
    });
    if (resumed?.isOfBuiltin) void observer.noted?.(takenOverNote());
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
    if (answered === undefined) return undefined;
    const { answer, payload } = answered;
    return this.#pack({ fields: answer as StateFields, batch: answer.batch ?? 0, payload });
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

  #begin(run: StartedMessage, isWatched: boolean): void {
    const { rows, inputs, parameters, epochs, batchesPerEpoch } = run;
    this.#started = run;
    if (isWatched)
      this.#health = new RunnerHealth(this.#prepared, run, this.#conversation, (finding) => {
        this.#marks.push(markOf(finding));
        void this.#observer.found?.([finding]);
      });
    void this.#observer.started({ rows, inputs, parameters, epochs, batchesPerEpoch });
  }

  #grow(results: readonly EpochResult[]): void {
    this.#points.push(...results);
    this.#health?.progressed(results);
    void this.#observer.progressed(this.#told, results);
    this.#told += results.length;
  }

  async #finish(rows: Rows): Promise<FinishedRun> {
    let finished: Finished;
    try {
      finished = await this.#conversation.finished;
      this.#health?.ended();
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

  #pack(state: RunState): Checkpoint {
    const { epoch } = state.fields;
    const moments = [...(this.#before?.moments ?? []), ...(this.#moments?.all ?? [])];
    const tensors = [
      ...checkpointTensors(state, this.#prepared),
      curveTensor(this.#points),
      ...momentTensors(thinnedMoments(moments, MOST_MOMENTS)),
    ];
    const { experiment, preprocessing } = this.#planned;
    return { epoch, batch: state.batch, bytes: checkpointFile(experiment, preprocessing, tensors, this.#marks) };
  }
}

function restartNote({ error, epoch, restart }: RestartedMessage): Message {
  return message("PyTorch lost a process: {0}. All of them started again after epoch {1} (restart {2}).", error, epoch, restart);
}

function positionIn(answered: Answered | undefined): RunPosition | undefined {
  const { epoch, batch } = answered?.answer ?? {};
  return epoch === undefined || batch === undefined ? undefined : { epoch, batch };
}
