// What a network answers over two features, as a picture: classes as colours and patterns with a line between
// them, numbers on a scale with lines of equal height, and the rows.

import type { BoundaryAnswer, SpaceFacts, SpaceFeature, SpaceRows } from "../../../../src/training/space/types.ts";
import { formatTick } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import type { Contour, Plane, PlaneAxis, PlaneMark, Tint } from "../plane-picture/plane.ts";

/** Lines of equal height. */
const LEVELS = 7;
/** How strong a colour is that the network is not sure of at all, and quite sure. */
const WEAK = 0.12;
const STRONG = 0.72;

/** @param answer over two features */
export function planeOf(facts: SpaceFacts, x: number, y: number, answer: BoundaryAnswer): Plane {
  const axes = { x: axisOf(facts.features[x]!, answer.x), y: axisOf(facts.features[y]!, answer.y!) };
  const scale = scaleOf(answer);
  const marks = marksOf(facts, x, y, answer, scale);
  if (facts.classes === undefined) {
    return { ...axes, tintOf: (point) => tintOf(answer.answers[point]!, scale), contours: levels(answer.answers, scale), marks };
  }
  const { answers, confidence } = answer;
  const least = 1 / facts.classes.length;
  return {
    ...axes,
    tintOf: (point) => ({
      tone: answers[point]!,
      strength: WEAK + (STRONG - WEAK) * Math.max(0, ((confidence?.[point] ?? 1) - least) / (1 - least)),
    }),
    patterns: answers,
    contours: margins(facts.classes.length, answer),
    marks,
  };
}

export function axisOf({ column, categories, isDate }: SpaceFeature, values: ArrayLike<number>): PlaneAxis {
  return { title: column, values, ...(categories ? { names: categories } : {}), ...(isDate ? { isDate } : {}) };
}

/** A value of a feature as a person reads it. */
export function valueText({ categories, isDate }: SpaceFeature, value: number): string {
  if (categories) return categories[Math.round(value)] ?? "–";
  return isDate ? String(Math.floor(value)) : plain(value);
}

/** What is answered, in words. */
export function answerText({ classes }: SpaceFacts, value: number): string {
  return classes ? (classes[value] ?? String(value)) : plain(value);
}

/** A number without the last digits of float32, which the CSV does not have. */
function plain(value: number): string {
  return formatTick(Number(value.toPrecision(6)));
}

/** A row, in words. */
export function rowText(facts: SpaceFacts, x: number, y: number | undefined, rows: SpaceRows, index: number): string {
  const place = [x, ...(y === undefined ? [] : [y])].map((feature, axis) => {
    const known = facts.features[feature]!;
    return `${known.column} ${valueText(known, (axis === 0 ? rows.x : rows.y!)[index]!)}`;
  });
  const [truth, answer] = [answerText(facts, rows.truth[index]!), answerText(facts, rows.answer[index]!)];
  const head = `${t("Row {0}", rows.row[index]! + 1)}: ${place.join(", ")}`;
  if (facts.classes === undefined) return `${head}; ${t("{0}, predicted {1}", truth, answer)}`;
  return `${head}; ${truth === answer ? t("{0}, answered right", truth) : t("{0}, answered {1}", truth, answer)}`;
}

/** The smallest and the largest number on the picture. */
export function scaleOf({ answers, confidence, rows }: BoundaryAnswer): readonly [number, number] {
  if (confidence) return [0, 1];
  let [low, high] = [Infinity, -Infinity];
  for (const list of [answers, rows.truth]) {
    for (const value of list) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low < high ? [low, high] : [low - 0.5, low + 0.5];
}

/** A number on a scale: blue below the middle, orange above. */
export function tintOf(value: number, [low, high]: readonly [number, number]): Tint {
  const share = (2 * (value - low)) / (high - low) - 1;
  return { tone: share < 0 ? "low" : "high", strength: Math.abs(share) * 0.9 };
}

function marksOf(facts: SpaceFacts, x: number, y: number, { rows }: BoundaryAnswer, scale: readonly [number, number]): PlaneMark[] {
  return Array.from(rows.truth, (truth, index) => ({
    // Rows of the same category do not hide each other.
    x: rows.x[index]! + apart(facts.features[x]!, index),
    y: rows.y![index]! + apart(facts.features[y]!, index + 7),
    shape: facts.classes ? truth : 0,
    tint: facts.classes ? { tone: truth, strength: 1 } : tintOf(truth, scale),
    isWrong: facts.classes !== undefined && truth !== rows.answer[index],
    text: rowText(facts, x, y, rows, index),
  }));
}

/** A little to the side, the same for the same row. */
function apart({ categories }: SpaceFeature, index: number): number {
  return categories ? ((index * 0.618_034) % 1) * 0.6 - 0.3 : 0;
}

/** Lines between the classes: where the most probable one has just as much as the next. */
function margins(classes: number, { answers, probabilities, beforeStep }: BoundaryAnswer): Contour[] {
  const points = answers.length;
  const shown = Array.from({ length: classes }, (_, index) => index).filter((index) => answers.includes(index));
  if (shown.length < 2) return [];
  if (beforeStep) return [{ field: beforeStep }];
  return (shown.length === 2 ? shown.slice(1) : shown).map((index) => {
    const field = Float32Array.from({ length: points }, (_, point) => {
      if (probabilities === undefined) return answers[point] === index ? 1 : -1;
      let other = -Infinity;
      for (let at = 0; at < classes; at++) if (at !== index) other = Math.max(other, probabilities[point * classes + at]!);
      const margin = probabilities[point * classes + index]! - other;
      // With a threshold of its own the answer is not always the more probable one.
      return margin > 0 === (answers[point] === index) ? margin : answers[point] === index ? 1e-6 : -1e-6;
    });
    return { field };
  });
}

function levels(answers: Float32Array, [low, high]: readonly [number, number]): Contour[] {
  return Array.from({ length: LEVELS }, (_, index) => {
    const level = low + ((index + 1) * (high - low)) / (LEVELS + 1);
    return { field: answers.map((value) => value - level), isThin: true };
  });
}
