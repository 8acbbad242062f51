// What the form for a sweep holds. It is the person's view and no part of the document; what the person has
// not set follows from the document.

import {
  type Axis,
  type AxisName,
  axisNames,
  isNumberAxis,
  type Range,
  type Settings,
  type Sweep,
  type Value,
} from "../../../src/model/sweep/sweep.ts";
import type { BandKind } from "../../../src/model/sweep/band.ts";
import type { PanelMemory } from "../../view-state.ts";
import { keptRanges, type Ranges } from "./sweep-ranges.ts";

/**
 * An axis as a person fills it in: both ways of giving values are kept, so that trying the other loses
 * nothing.
 */
export interface AxisForm {
  readonly isOn: boolean;
  readonly how: "list" | Range["scale"];
  readonly list: readonly Value[];
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface SweepForm {
  readonly kind: "seeds" | "settings";
  readonly seeds: number;
  /** Only what the person has set. */
  readonly axes: Readonly<Partial<Record<AxisName, Partial<AxisForm>>>>;
  readonly search: "grid" | "random";
  readonly trials: number;
  readonly stopsHopeless: boolean;
  readonly band: BandKind;
  /** Whether a band stands over a logarithmic axis. */
  readonly isLogarithmic: boolean;
  /** Whether the axis has room for all values. */
  readonly isWhole: boolean;
  /** Whether the numbers of a band stand in a table instead of the chart. */
  readonly isTable: boolean;
  /** What is looked at of the trials of the newest sweep. */
  readonly ranges: Ranges;
}

const initialForm: SweepForm = {
  kind: "seeds",
  seeds: 5,
  axes: {},
  search: "grid",
  trials: 20,
  stopsHopeless: true,
  band: "range",
  isLogarithmic: false,
  isWhole: false,
  isTable: false,
  ranges: {},
};

/** Numbers that a range has at first. */
const COUNT = 5;
/** What other optimizers and activations are proposed, the document's own aside. */
const proposed = { activation: ["ReLU", "Tanh", "GELU"], optimizer: ["SGD", "Adam"] } as const;

/** How an axis stands; undefined if the document has nothing to vary there. */
export function axisForm(name: AxisName, form: SweepForm, settings: Settings): AxisForm | undefined {
  const present = settings[name];
  return present === undefined ? undefined : { ...defaultAxis(name, present), ...form.axes[name] };
}

/** The sweep that the form asks for. */
export function sweepOf(form: SweepForm, settings: Settings): Sweep {
  if (form.kind === "seeds") return { kind: "seeds", count: form.seeds };
  const axes = axisNames.flatMap((name) => axisOf(name, axisForm(name, form, settings)));
  const { stopsHopeless } = form;
  return form.search === "grid"
    ? { kind: "grid", axes, stopsHopeless }
    : { kind: "random", axes, stopsHopeless, trials: form.trials, seed: 0 };
}

function axisOf(name: AxisName, axis: AxisForm | undefined): Axis[] {
  if (!axis?.isOn) return [];
  const { how, list, from, to, count } = axis;
  return [{ name, values: how === "list" ? list : { from, to, count, scale: how } }];
}

function defaultAxis(name: AxisName, present: Value): AxisForm {
  const isOn = name === "lr" || name === "width";
  if (!isNumberAxis(name) || typeof present !== "number") {
    const others: readonly Value[] = name === "activation" || name === "optimizer" ? proposed[name] : [];
    return { isOn, how: "list", list: [...new Set([present, ...others])].slice(0, 3), from: 0, to: 0, count: 0 };
  }
  const factor = name === "lr" ? 10 : 2;
  const low = name === "lr" ? Number((present / factor).toPrecision(6)) : Math.max(1, Math.floor(present / factor));
  const high = Number((present * factor).toPrecision(6));
  return { isOn, how: "list", list: [...new Set([low, present, high])], from: low, to: high, count: COUNT };
}

/** What was kept of a form; anything of another shape is left out. */
function keptForm(value: unknown): SweepForm {
  const { kind, seeds, axes, search, trials, stopsHopeless, band, isLogarithmic, isWhole, isTable, ranges } = (value ?? {}) as Partial<
    Record<keyof SweepForm, unknown>
  >;
  return {
    kind: kind === "settings" ? kind : "seeds",
    seeds: typeof seeds === "number" ? seeds : initialForm.seeds,
    axes: keptAxes(axes),
    search: search === "random" ? search : "grid",
    trials: typeof trials === "number" ? trials : initialForm.trials,
    stopsHopeless: stopsHopeless !== false,
    band: band === "deviation" ? band : "range",
    isLogarithmic: isLogarithmic === true,
    isWhole: isWhole === true,
    isTable: isTable === true,
    ranges: keptRanges(ranges),
  };
}

function keptAxes(value: unknown): SweepForm["axes"] {
  const kept = (value ?? {}) as Partial<Record<AxisName, unknown>>;
  return Object.fromEntries(axisNames.flatMap((name) => (kept[name] === undefined ? [] : [[name, keptAxis(kept[name])]])));
}

function keptAxis(value: unknown): Partial<AxisForm> {
  const { isOn, how, list, from, to, count } = (value ?? {}) as Partial<Record<keyof AxisForm, unknown>>;
  return {
    ...(typeof isOn === "boolean" ? { isOn } : {}),
    ...(how === "list" || how === "linear" || how === "log" ? { how } : {}),
    ...(Array.isArray(list) ? { list: list.filter((item) => typeof item === "number" || typeof item === "string") } : {}),
    ...(typeof from === "number" ? { from } : {}),
    ...(typeof to === "number" ? { to } : {}),
    ...(typeof count === "number" ? { count } : {}),
  };
}

export const sweepMemory: PanelMemory<SweepForm> = { panel: "sweep", initial: initialForm, restore: keptForm };
