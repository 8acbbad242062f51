// Numbers of lines as people write them: "1-3, 34".

import type { Parsed } from "../../../shared/field-values.ts";
import { t } from "../../../shared/text.ts";

/** Lines that one range may name. */
const MOST = 10_000;

/** What the document says, with neighbours as a range. */
export function linesText(value: unknown): string {
  if (!Array.isArray(value)) return "";
  const ranges: [from: number, to: number][] = [];
  for (const line of value.filter((each) => typeof each === "number").toSorted((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && line <= last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(", ");
}

export function parseLines(text: string): Parsed {
  if (text.trim() === "") return { value: undefined };
  const lines = new Set<number>();
  for (const part of text.split(/[\s,;]+/).filter((each) => each !== "")) {
    const [, from, to = from] = /^(\d+)(?:[-–](\d+))?$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (!(first >= 1 && last >= first && last - first < MOST))
      return { error: t('"{0}" is not a line number. Write line numbers such as 1-3, 34.', part) };
    for (let line = first; line <= last; line++) lines.add(line);
  }
  return { value: [...lines].toSorted((one, other) => one - other) };
}
