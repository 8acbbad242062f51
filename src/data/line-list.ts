// Lines as a person lists them: "1", "1–3", "1–3, 34".

/** At most six ranges are named. */
export function lineList(lines: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  const shown = ranges.slice(0, 6).map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  return `${shown.join(", ")}${ranges.length > shown.length ? ", …" : ""}`;
}
