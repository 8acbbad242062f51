// A sweep is a value: which settings of a document are tried with which values, all together or by chance; or
// the same document with several seeds. It is nothing of the document, which says one experiment.

import { message, type Message } from "../message.ts";
import { randomNumbers } from "./random.ts";

/**
 * What can be varied. `width` are the units of every hidden Linear, `activation` the hidden layers' most
 * frequent one.
 */
export const axisNames = ["lr", "batch_size", "width", "activation", "optimizer"] as const;
export type AxisName = (typeof axisNames)[number];
export type NumberAxis = Extract<AxisName, "lr" | "batch_size" | "width">;
export type Value = number | string;

/** Numbers from one to another: `count` of them in a grid, any of them if they are drawn. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly scale: "linear" | "log";
}

export interface Axis {
  readonly name: AxisName;
  readonly values: readonly Value[] | Range;
}

interface AxesSweep {
  readonly axes: readonly Axis[];
  /** Whether a trial that falls far behind the others ends before its last epoch. */
  readonly stopsHopeless: boolean;
}

export type Sweep =
  /** So many seeds, from the document's own on. */
  | { readonly kind: "seeds"; readonly count: number }
  /** Every combination. */
  | ({ readonly kind: "grid" } & AxesSweep)
  /**
   * So many combinations by chance: Bergstra and Bengio, Random Search for Hyper-Parameter Optimization,
   * 2012.
   */
  | ({ readonly kind: "random"; readonly trials: number; readonly seed: number } & AxesSweep);

/** What one trial sets. */
export type Settings = Readonly<Partial<Record<AxisName | "seed", Value>>>;

export const FEWEST_SEEDS = 2;
export const MOST_SEEDS = 50;
/** What is small enough to be looked at as a whole. */
export const MOST_TRIALS = 200;

/** Up to this ratio the ends of a range lie close together. */
const CLOSE = 1.5;
/** Draws without a new combination after which there are none. */
const MOST_DRAWS = 50;

/** Whether an axis is of numbers. */
export function isNumberAxis(name: AxisName): name is NumberAxis {
  return name === "lr" || name === "batch_size" || name === "width";
}

/** The values of an axis in a grid, without repetitions. */
export function gridValues({ name, values }: Axis): readonly Value[] {
  if (!isRange(values)) return [...new Set(values)];
  const { count } = values;
  return [
    ...new Set(Array.from({ length: count }, (_, index) => rounded(name, at(values, count === 1 ? 0 : index / (count - 1)), values))),
  ];
}

/** How many trials a sweep has at most. */
export function trialCount(sweep: Sweep): number {
  if (sweep.kind === "seeds") return sweep.count;
  const grid = sweep.axes.reduce((product, axis) => product * gridValues(axis).length, 1);
  if (sweep.kind === "grid") return grid;
  return sweep.axes.some(({ values }) => isRange(values)) ? sweep.trials : Math.min(sweep.trials, grid);
}

/** Why a sweep cannot be run; undefined if it can. */
export function sweepProblem(sweep: Sweep): Message | undefined {
  if (sweep.kind === "seeds") {
    const fits = Number.isInteger(sweep.count) && sweep.count >= FEWEST_SEEDS && sweep.count <= MOST_SEEDS;
    return fits ? undefined : message("Give a number of seeds from {0} to {1}.", FEWEST_SEEDS, MOST_SEEDS);
  }
  if (sweep.axes.length === 0) return message("Choose at least one setting to vary.");
  if (sweep.axes.some((axis) => gridValues(axis).length === 0)) return message("Give each setting that varies at least one value.");
  if (trialCount(sweep) > MOST_TRIALS) {
    return message("These are {0} trials, but at most {1} are possible. Vary less, or try some at random.", trialCount(sweep), MOST_TRIALS);
  }
  return undefined;
}

/**
 * What each trial sets, in order.
 * @param seed the document's own
 */
export function listSettings(sweep: Sweep, seed: number): Settings[] {
  switch (sweep.kind) {
    case "seeds":
      return Array.from({ length: sweep.count }, (_, index) => ({ seed: seed + index }));
    case "grid":
      return sweep.axes.reduce<Settings[]>((found, axis) => found.flatMap((settings) => withEach(settings, axis)), [{}]);
    case "random":
      return drawn(sweep);
  }
}

function withEach(settings: Settings, axis: Axis): Settings[] {
  return gridValues(axis).map((value) => Object.assign({}, settings, { [axis.name]: value }));
}

/** Combinations by chance, none of them twice. */
function drawn({ axes, trials, seed }: Extract<Sweep, { kind: "random" }>): Settings[] {
  const next = randomNumbers(seed);
  const found = new Map<string, Settings>();
  for (let vain = 0; found.size < trials && vain < MOST_DRAWS; vain++) {
    const settings: Settings = Object.fromEntries(axes.map((axis) => [axis.name, draw(axis, next())]));
    const key = JSON.stringify(settings);
    if (found.has(key)) continue;
    found.set(key, settings);
    vain = 0;
  }
  return [...found.values()];
}

function draw({ name, values }: Axis, share: number): Value {
  return isRange(values) ? rounded(name, at(values, share), values) : values[Math.floor(share * values.length)]!;
}

function isRange(values: Axis["values"]): values is Range {
  return !Array.isArray(values);
}

/** The number at a share, from 0 to 1, of a range. */
function at({ from, to, scale }: Range, share: number): number {
  return scale === "log" ? from * (to / from) ** share : from + (to - from) * share;
}

/** Counts are whole; of rates a person can say three digits, and of those that lie close together six. */
function rounded(name: AxisName, value: number, { from, to }: Range): number {
  if (name !== "lr") return Math.max(1, Math.round(value));
  return Number(value.toPrecision(Math.max(from, to) > CLOSE * Math.min(from, to) ? 3 : 6));
}
