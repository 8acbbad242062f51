// Where bars end: shares on a scale to 100 %, norms on a logarithmic one. No elements here.

import type { LayerBar } from "../../../../src/training/figures/types.ts";

export interface BarScale {
  /** Of a value the share of the whole width; 0 has no bar. */
  readonly share: (value: number) => number;
  readonly ticks: readonly number[];
}

/** The most powers of ten that are shown; what is smaller than all of them has no bar. */
const MOST_POWERS = 16;
const MOST_TICKS = 5;

export function scaleOf(values: readonly number[], isShare: boolean): BarScale {
  if (isShare) return { share: (value) => value, ticks: [0, 0.5, 1] };
  const powers = values.filter((value) => value > 0 && Number.isFinite(value)).map((value) => Math.log10(value));
  const high = powers.length > 0 ? Math.ceil(Math.max(...powers) + 1e-9) : 0;
  const low = Math.max(high - MOST_POWERS, powers.length > 0 ? Math.floor(Math.min(...powers) - 1e-9) : -1);
  const step = Math.ceil((high - low) / MOST_TICKS);
  const count = Math.floor((high - low) / step) + 1;
  return {
    share: (value) => (value > 0 ? Math.max(0, Math.min(1, (Math.log10(value) - low) / (high - low))) : 0),
    ticks: Array.from({ length: count }, (_, index) => 10 ** (low + index * step)),
  };
}

/** Bars of the same layer side by side; a network that has other layers is lined up by their order. */
export function lineUp(lists: readonly (readonly LayerBar[])[]): readonly (readonly (LayerBar | undefined)[])[] {
  const length = Math.max(0, ...lists.map((bars) => bars.length));
  return Array.from({ length }, (_, index) => lists.map((bars) => bars[index]));
}
