// The part of a script that leaves out lines before pandas reads the others: comments, lines that are no part
// of the table, what only speaks to a spreadsheet. pandas has no way of its own to do so that knows of line
// ends within quotes.

import type { DataPlan } from "./data-plan.ts";
import { around, call, list, lines, pyString } from "./python.ts";

/** Whether lines are left out before pandas reads the others. */
export function isFiltered({ comment, skip, hint, endMark, format }: DataPlan): boolean {
  return format !== "parquet" && (comment !== undefined || skip.length > 0 || hint || endMark);
}

/** A line that is left out at the top stands at most so far behind the one before it. */
const TOP = 3;

/**
 * The CSV as `table_lines` opens another one that is like it: the lines that are left out above its table
 * stand above that one's too, those within and below are its own.
 */
export function otherTableLines({ skip }: DataPlan, path: string): string {
  if (skip.length === 0) return `table_lines(${path})`;
  const top = skip.filter((line, index) => line <= index + TOP);
  return `table_lines(${path}, ${top.length === 0 ? "()" : `{${top.join(", ")}}`})`;
}

/** The constant at the top of the script. */
export function skippedConstant({ skip }: DataPlan): string[] {
  return skip.length === 0 ? [] : lines(around("SKIPPED = ", { ...list(skip.map(String)), open: "{", close: "}" }));
}

/** The function that opens the CSV without them. */
export function tableLines(plan: DataPlan): string[] {
  const { codec, format, delimiter } = plan;
  // utf-8-sig leaves out a byte order mark, which would hide what the first line begins with.
  const encoding = codec === "utf-8" ? "utf-8-sig" : codec;
  const open =
    format === "gzip"
      ? call("gzip.open", "path", '"rt"', `encoding=${pyString(encoding)}`, 'newline=""')
      : call("open", "path", `encoding=${pyString(encoding)}`, 'newline=""');
  const reader = call("csv.reader", "lines(file)", `delimiter=${pyString(delimiter)}`, "skipinitialspace=True");
  return [
    plan.skip.length > 0 ? "def table_lines(path, skipped=SKIPPED):" : "def table_lines(path):",
    '    """Opens the CSV with those of its lines that are a part of the table."""',
    "    csv.field_size_limit(2**28)",
    "    kept = []",
    "    at_start = True",
    "",
    "    def lines(file):",
    "        # Quotes may hold line ends: lines go only where a record begins.",
    "        nonlocal at_start",
    plan.skip.length > 0 || plan.hint ? "        for number, line in enumerate(file, 1):" : "        for line in file:",
    ...(codec.startsWith("utf-16-") ? ['            line = line.lstrip("\\ufeff")'] : []),
    ...(plan.endMark
      ? ['            line = line.rstrip("\\x1a")', '            line = "" if line.rstrip("\\r\\n") == "\\x1a" else line']
      : []),
    ...leftOut(plan),
    "            at_start = False",
    "            kept.append(line)",
    "            yield line",
    "",
    ...lines(around("with ", open, " as file:"), 1),
    ...lines(around("for _ in ", reader, ":"), 2),
    "            at_start = True",
    '    return io.StringIO("".join(kept))',
  ];
}

function leftOut({ comment, skip, hint }: DataPlan): string[] {
  const tests = [
    ...(skip.length > 0 ? ["number in skipped"] : []),
    ...(comment === undefined ? [] : [`line.startswith(${pyString(comment)})`]),
    ...(hint ? [`number == 1 and re.match('(?i)"?sep=', line)`] : []),
  ];
  if (tests.length === 0) return [];
  const [only] = tests;
  if (tests.length === 1) return [`            if at_start and ${only}:`, "                continue"];
  return [
    "            if at_start and (",
    ...tests.map((test, index) => `                ${index === 0 ? "" : "or "}${test.includes(" and ") ? `(${test})` : test}`),
    "            ):",
    "                continue",
  ];
}
