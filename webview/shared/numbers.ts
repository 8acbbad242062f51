// How numbers are written: as many digits as they deserve, in the person's language.

import { clockText } from "../../src/model/clock-text.ts";
import { decimals, shareText, significant } from "../../src/model/figures.ts";
import { currentLanguage, t } from "./text.ts";

/** Making a format takes longer than drawing the card it is for. */
const formats = new Map<string, Intl.NumberFormat>();

/** A count, as in `12,345`. */
export function formatCount(value: number): string {
  const language = currentLanguage();
  const format = formats.get(language) ?? new Intl.NumberFormat(language);
  formats.set(language, format);
  return format.format(value);
}

/** Rows in words, as `1 row` or `1,200 rows`. */
export function formatRows(count: number): string {
  return count === 1 ? t("1 row") : t("{0} rows", formatCount(count));
}

/** A measured number with four significant digits, as in `0.6931` or `1.2e-5`. */
export function formatMeasure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6))
    return value
      .toExponential(2)
      .replace(/\.?0+e/, "e")
      .replace("e+", "e");
  return size >= 1000 ? formatCount(Math.round(value)) : value === 0 ? "0" : significant(value, 4);
}

/** A measured number with all the digits that tell two epochs apart, as in `0.6931472`. */
export function formatPrecise(value: number): string {
  return grouped(significant(value, 7));
}

/**
 * A number in a small table: up to three significant digits, without zeros at its end, as in `0.25`, `12,000`
 * or `−3e-5`.
 */
export function formatTick(value: number): string {
  return shortest(value, 3);
}

/** The numbers of an axis: as in `formatTick`, and with more digits if two of them would read the same. */
export function formatTicks(values: readonly number[]): string[] {
  const different = new Set(values).size;
  for (let digits = 3; ; digits++) {
    const texts = values.map((value) => shortest(value, digits));
    if (new Set(texts).size >= different || digits > 12) return texts;
  }
}

/** @param digits that are significant, without zeros at the end */
function shortest(value: number, digits: number): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e6)
      ? value
          .toExponential(digits - 2)
          .replace(/\.?0+e/, "e")
          .replace("e+", "e")
      : size >= 1000 && size >= 10 ** (digits - 1)
        ? formatCount(Math.round(value))
        : String(Number(significant(value, digits)));
  return text.replace(/^-/, "−");
}

/** A mean and its deviation to the same place, that of the deviation's second digit: `0.223 ± 0.017`. */
export function formatSpread(mean: number, deviation: number): string {
  const places = deviation > 0 ? 1 - Math.floor(Math.log10(deviation)) : 3;
  if (!Number.isFinite(mean) || places > 6 || places < 0) return `${formatTick(mean)} ± ${formatTick(deviation)}`;
  const text = grouped(decimals(mean, places)).replace("-", "−");
  return `${mean === 0 ? "0" : text} ± ${deviation === 0 ? "0" : grouped(deviation.toFixed(places))}`;
}

/** A share in percent, as in `66.5 %`. */
export function formatShare(value: number): string {
  return shareText(value);
}

/** Bytes in powers of a thousand, as in `3.1 MB` or `16 kB`. */
export function formatBytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(value, 1)) / 3));
  const scaled = value / 1000 ** power;
  return `${formatCount(power === 0 || scaled >= 10 ? Math.round(scaled) : Number(scaled.toFixed(1)))} ${units[power]}`;
}

/** A number as a document writes it, shortest form: `0.0001`, `1e-8`. */
export function formatExact(value: number): string {
  return String(value);
}

/**
 * A number that is written already, with marks between its thousands, as in `12,345.67`; any other text as it
 * is.
 */
export function grouped(text: string): string {
  return /^[-−]?\d+(\.\d+)?$/.test(text) ? text.replace(/\B(?<!\.\d*)(?=(?:\d{3})+(?:\.|$))/g, ",") : text;
}

/**
 * Whether a text stands at the right of its column: a number in one of the ways that files have them, or a
 * mark for none.
 */
export function isNumeral(text: string): boolean {
  return text === "" || text === "–" || /^[-−+]?(\d[\d.,]*|\.\d+)(e[-+]?\d+)?$/i.test(text.trim());
}

/** A time to be heard, as in `12 seconds` or `1 hour 5 minutes`, in the person's language. */
export function formatSpokenTime(seconds: number): string {
  const whole = Math.ceil(seconds);
  const parts = [
    ["hour", Math.floor(whole / 3600)],
    ["minute", Math.floor(whole / 60) % 60],
    ["second", whole % 60],
  ] as const;
  // Two are enough, and of nothing there are 0 seconds.
  const first = parts.findIndex(([, count]) => count > 0);
  const heard = first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter(([, count]) => count > 0);
  const spoken = ([unit, count]: (typeof parts)[number]): string =>
    new Intl.NumberFormat(currentLanguage(), { style: "unit", unit, unitDisplay: "long" }).format(count);
  return heard.map(spoken).join(" ");
}

/**
 * A short time with three significant digits, as in `820 µs`, `3.14 ms` or `1.20 s`; from 100 seconds on as a
 * clock.
 */
export function formatDuration(seconds: number): string {
  if (seconds >= 100) return clockText(seconds);
  const [value, unit] = seconds >= 1 ? [seconds, "s"] : seconds >= 1e-3 ? [seconds * 1e3, "ms"] : [seconds * 1e6, "µs"];
  return `${value >= 100 ? Math.round(value) : value.toPrecision(3)} ${unit}`;
}
