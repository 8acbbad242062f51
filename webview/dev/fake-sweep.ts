// A sweep without an engine: two trials at a time fall along decays that depend on their settings, as real
// ones do: the learning rate has a best place, a wide layer helps a little, far too long steps diverge.

import { message } from "../../src/model/message.ts";
import { type BandKind, bandOf } from "../../src/model/sweep/band.ts";
import type { Settings, Sweep } from "../../src/model/sweep/sweep.ts";
import { isSameTrial, listTrials, type Trial } from "../../src/model/sweep/trials.ts";
import type { SweepStatus, TrialStatus } from "../../src/protocol/sweep.ts";
import type { EpochResult } from "../../src/training/types.ts";

const INTERVAL = 50;
const AT_ONCE = 2;
/** Steps that a trial takes from its first to its last epoch. */
const STEPS = 8;

interface FakeTrial {
  readonly trial: Trial;
  readonly index: number;
  readonly results: EpochResult[];
  state: TrialStatus["state"];
  stopped?: NonNullable<TrialStatus["stopped"]>;
}

export class FakeSweep {
  /** Counts up whenever a sweep begins or ends. */
  count = 0;
  readonly #changed: () => void;
  #sweep: Sweep | undefined;
  #text = "";
  #trials: FakeTrial[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  start(sweep: Sweep, text: string): void {
    this.#sweep = sweep;
    this.#text = text;
    this.#trials = listTrials(text, sweep).map((trial, index) => ({
      trial,
      index,
      results: [],
      state: "experiment" in trial ? "waiting" : "skipped",
    }));
    this.#timer = setInterval(() => this.#step(), INTERVAL);
    this.#tell();
  }

  stop(): void {
    for (const trial of this.#trials.filter(({ state }) => state === "running")) {
      trial.state = "ended";
      trial.stopped = "interrupted";
    }
    this.#end();
  }

  status(kind: BandKind, text: string): SweepStatus | undefined {
    const sweep = this.#sweep;
    if (sweep === undefined) return undefined;
    const [first] = this.#trials;
    const losses = (name: "trainLoss" | "validationLoss") =>
      bandOf(
        this.#trials.map(({ results }) => results.flatMap((result) => result[name] ?? [])),
        kind,
      );
    const waiting = this.#trials.filter(({ state }) => state === "waiting" || state === "running").length;
    return {
      state: this.#timer === undefined ? "ended" : "running",
      sweep,
      trials: this.#trials.map(statusOf),
      epochs: this.#epochs,
      seconds: 0.4 * (this.#trials.length - waiting),
      ...(this.#timer === undefined ? {} : { secondsLeft: waiting * 0.4 }),
      ...(sweep.kind === "seeds" ? { bands: { train: losses("trainLoss"), validation: losses("validationLoss") } } : {}),
      ...(first && !isSameTrial(text, this.#text, first.trial.settings) ? { isOutdated: true } : {}),
    };
  }

  get #epochs(): number {
    const first = this.#trials.find(({ trial }) => "experiment" in trial)?.trial;
    return first && "experiment" in first ? first.experiment.training.epochs : 0;
  }

  #step(): void {
    for (let running = this.#running().length; running < AT_ONCE; running++) {
      const next = this.#trials.find(({ state }) => state === "waiting");
      if (next) next.state = "running";
    }
    const running = this.#running();
    for (const trial of running) this.#grow(trial);
    if (running.length === 0) this.#end();
  }

  #running(): FakeTrial[] {
    return this.#trials.filter(({ state }) => state === "running");
  }

  #grow(trial: FakeTrial): void {
    const epochs = this.#epochs;
    const { settings } = trial.trial;
    const [isWild, floor] = [Number(settings.lr ?? 0) >= 1, floorOf(settings)];
    const until = Math.min(epochs, trial.results.length + Math.max(1, Math.ceil(epochs / STEPS)));
    for (let epoch = trial.results.length + 1; epoch <= until; epoch++) trial.results.push(resultOf(epoch, epochs, floor, trial.index));
    if (isWild || (floor > 0.42 && until > epochs / 2)) trial.stopped = isWild ? "diverged" : "hopeless";
    if (until === epochs || trial.stopped) trial.state = "ended";
  }

  #end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#tell();
  }

  #tell(): void {
    this.count++;
    this.#changed();
  }
}

/** The loss that settings come to. */
function floorOf({ lr = 0.01, width = 16, batch_size = 16, optimizer }: Settings): number {
  const best = optimizer === "SGD" ? 0.1 : 0.01;
  return 0.2 + 0.07 * Math.log10(Number(lr) / best) ** 2 + 0.3 / (4 + Number(width)) + 0.0004 * Number(batch_size);
}

function resultOf(epoch: number, epochs: number, floor: number, index: number): EpochResult {
  const progress = epoch / epochs;
  const own = Math.sin(index * 12.9898) * 0.03;
  const ripple = Math.sin((epoch + index * 7) * 78.233) * 0.012 * (1 - progress * 0.7);
  const trainLoss = floor + own + (0.69 - floor) * Math.exp(-(5 + own * 20) * progress) + ripple;
  const validationLoss = floor + 0.03 + own * 1.4 + (0.68 - floor) * Math.exp(-4.5 * progress) + 0.04 * progress ** 2 - ripple;
  const metrics = { train: { accuracy: 1.12 - trainLoss }, validation: { accuracy: 1.1 - validationLoss } };
  return { epoch, trainLoss, validationLoss, lr: 0.01, metrics };
}

function statusOf({ trial, results, state, stopped }: FakeTrial): TrialStatus {
  const last = results.at(-1);
  const losses = results.map(({ validationLoss }) => validationLoss!);
  const best = Math.min(...losses);
  return {
    settings: trial.settings,
    state,
    epoch: results.length,
    ...(last ? { last, best, bestEpoch: losses.indexOf(best) + 1 } : {}),
    ...(state === "ended" ? { stopped: stopped ?? null, seconds: 0.4 } : {}),
    ...("reason" in trial ? { note: trial.reason } : stopped === "diverged" ? { note: message("The loss is no longer a number.") } : {}),
  };
}
