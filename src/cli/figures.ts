// Numbers as they are printed for people: losses as Python's `%.7g`, so that the lines of a script and of
// `train` are the same.

/** Seven significant digits without trailing zeros. */
export function sevenDigits(value: number): string {
  const [mantissa = "", power = "0"] = value.toExponential(6).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 7) return trimZeros(value.toFixed(6 - exponent));
  return `${trimZeros(mantissa)}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A number of things: `1 row`, `2 rows`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}

/** A time for people. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
