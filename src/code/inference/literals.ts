// Numbers as text that gives them back: of float32 the shortest decimal that rounds to it, of doubles
// JavaScript's own.

/** The shortest decimal that is this float32, as in `0.1`, `-3`, `1e-7`. The number has to be finite. */
export function float32Text(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/** A number of a document or a statistic. @param infinity how the language writes it */
export function doubleText(value: number, infinity: string): string {
  if (value === Infinity) return infinity;
  return value === -Infinity ? `-${infinity}` : String(value);
}

/** Items with a comma each, as many on a line as fit. @param width of a line, with its indent */
export function filledLines(items: readonly string[], indent: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const item of items) {
    if (line !== "" && indent.length + line.length + item.length + 2 > width) {
      lines.push(indent + line);
      line = "";
    }
    line += `${line === "" ? "" : " "}${item},`;
  }
  return line === "" ? lines : [...lines, indent + line];
}
