// The small functions of a script that turn columns of text into numbers, fill gaps and scale. Each is
// written only if it is called. All take and give a DataFrame, so that columns treated alike are treated
// at once.

import type { DataPlan, Treatment } from "./data-plan.ts";

const BOOLEANS = `
def booleans(columns):
    """1 for true and 0 for false, in any letter case."""
    values = {"true": 1.0, "false": 0.0}
    return columns.apply(lambda column: column.str.lower().map(values))`;

const ORDINALS = `
def ordinals(columns):
    """The index of each category among the sorted categories of its column."""
    return columns.apply(lambda column: column.astype("category").cat.codes)`;

const DATE_PARTS = `
def date_parts(column):
    """Year, month, weekday (Monday is 0) and day of month."""
    pattern = r"(\\d{4})\\D{0,2}(\\d{1,2})\\D{0,2}(\\d{1,2})"
    parts = column.str.extract(pattern).astype(int)
    dates = [datetime.date(*part) for part in parts.to_numpy().tolist()]
    parts.insert(2, "weekday", [date.weekday() for date in dates])
    return parts`;

/** Of dates in other orders as well. */
const DATE_PARTS_IN_ORDER = `
YEAR_FIRST = r"(?P<year>\\d{4})\\D{0,2}(?P<month>\\d{1,2})\\D{0,2}(?P<day>\\d{1,2})"
MONTH_FIRST = r"(?P<month>\\d{1,2})\\D(?P<day>\\d{1,2})\\D(?P<year>\\d{4}|\\d{2})"
DAY_FIRST = r"(?P<day>\\d{1,2})\\D(?P<month>\\d{1,2})\\D(?P<year>\\d{4}|\\d{2})"


def date_parts(column, pattern=YEAR_FIRST):
    """Year, month, weekday (Monday is 0) and day of month."""
    parts = column.str.extract(pattern).astype(int)[["year", "month", "day"]]
    # Of two digits, 00 to 68 are of this century.
    year = parts["year"]
    parts["year"] = year.mask(year < 69, year + 2000).mask(
        (year >= 69) & (year < 100), year + 1900
    )
    dates = [datetime.date(*part) for part in parts.to_numpy().tolist()]
    parts.insert(2, "weekday", [date.weekday() for date in dates])
    return parts`;

const FILL_WITH_MEAN = `
def fill_with_mean(columns, training_rows):
    """Fills missing values with the mean of the training rows."""
    return columns.fillna(columns.iloc[training_rows].mean())`;

const FILL_WITH_MEDIAN = `
def fill_with_median(columns, training_rows):
    """Fills missing values with the median of the training rows."""
    return columns.fillna(columns.iloc[training_rows].median())`;

const FILL_WITH_MOST_FREQUENT = `
def fill_with_most_frequent(columns, training_rows):
    """Fills missing values with the training rows' most frequent one."""
    return columns.fillna(columns.iloc[training_rows].mode().iloc[0])`;

const STANDARDIZE = `
def standardize(columns, training_rows):
    """Gives the training rows mean 0 and deviation 1; a constant becomes 0."""
    training = columns.iloc[training_rows]
    deviation = training.std(ddof=0)
    deviation[training.min() == training.max()] = 1.0
    return (columns - training.mean()) / deviation`;

/** For large numbers that lie close together, where a plain sum loses the digits in which they differ. */
const MEAN_OF = `
def mean_of(training):
    """The mean, with what rounding has cost the sum of large numbers."""
    mean = training.mean()
    return mean + (training - mean).mean()`;

const FILL_WITH_MEAN_CLOSE = FILL_WITH_MEAN.replace("columns.iloc[training_rows].mean()", "mean_of(columns.iloc[training_rows])");

const STANDARDIZE_CLOSE = `
def standardize(columns, training_rows):
    """Gives the training rows mean 0 and deviation 1; a constant becomes 0."""
    training = columns.iloc[training_rows]
    mean = mean_of(training)
    deviation = ((training - mean) ** 2).mean() ** 0.5
    deviation[training.min() == training.max()] = 1.0
    return (columns - mean) / deviation`;

const SCALE_TO_UNIT = `
def scale_to_unit(columns, training_rows):
    """Brings the training rows into 0 to 1; a constant becomes 0."""
    training = columns.iloc[training_rows]
    span = training.max() - training.min()
    span[span == 0] = 1.0
    return (columns - training.min()) / span`;

/** The helper functions that a plan calls, as lines. */
export function helperFunctions(plan: DataPlan): string[][] {
  const features = plan.groups.map(({ treatment }) => treatment);
  const targets = plan.targetGroups.map(({ treatment }) => treatment);
  const any = (test: (treatment: Treatment) => boolean) => features.some(test);
  const readsBooleans =
    any(({ kind }) => kind === "boolean") || (plan.targetForm === "numbers" && targets.some(({ kind }) => kind === "boolean"));
  const texts = [
    numbers(plan, [...features, ...targets]),
    readsBooleans && BOOLEANS,
    any(({ encode }) => encode === "ordinal") && ORDINALS,
    any(({ encode }) => encode === "date") && (any(({ date }) => date !== undefined) ? DATE_PARTS_IN_ORDER : DATE_PARTS),
    plan.isClose && any(({ fill, scale }) => fill === "mean" || scale === "standard") && MEAN_OF,
    any(({ fill }) => fill === "mean") && (plan.isClose ? FILL_WITH_MEAN_CLOSE : FILL_WITH_MEAN),
    any(({ fill }) => fill === "median") && FILL_WITH_MEDIAN,
    any(({ fill }) => fill === "most_frequent") && FILL_WITH_MOST_FREQUENT,
    any(({ scale }) => scale === "standard") && (plan.isClose ? STANDARDIZE_CLOSE : STANDARDIZE),
    any(({ scale }) => scale === "minmax") && SCALE_TO_UNIT,
  ];
  return texts.flatMap((text) => (text ? [text.trim().split("\n")] : []));
}

/** How numbers are read that Python's float() would not take. */
function numbers({ decimalComma }: DataPlan, treatments: readonly Treatment[]): string | undefined {
  const read = treatments.filter(({ kind }) => kind === "number");
  const grouped = read.some(({ thousands }) => thousands !== undefined);
  const isBare = read.some(({ strip, parentheses }) => strip !== undefined || parentheses === true);
  if (isBare || (grouped && decimalComma)) return writtenNumbers(decimalComma, read);
  if (read.length === 0 || (!decimalComma && !grouped)) return undefined;
  if (!grouped)
    return `
def numbers(columns):
    """Reads numbers with a decimal comma."""
    return columns.apply(
        lambda column: column.str.replace(",", ".", regex=False)
    ).astype(float)`;
  const always = read.every(({ thousands }) => thousands !== undefined);
  return `
def numbers(columns, thousands${always ? "" : '=""'}):
    """Reads numbers with a mark between thousands."""
    return columns.apply(
        lambda column: column.str.replace(thousands, "", regex=False)
    ).astype(float)`;
}

/** Numbers with texts around them, or with parentheses for a minus. */
function writtenNumbers(decimalComma: boolean, read: readonly Treatment[]): string {
  const strips = read.some(({ strip }) => strip !== undefined);
  const negates = read.some(({ parentheses }) => parentheses === true);
  const groups = read.some(({ thousands }) => thousands !== undefined);
  const parameters = [
    "columns",
    ...(groups ? ['thousands=""'] : []),
    ...(strips ? ["strip=()"] : []),
    ...(negates ? ["parentheses=False"] : []),
  ];
  const bare = `
    def bare(column):
        if not strip:
            return column
        texts = [re.escape(text) for text in sorted(strip, key=len)[::-1]]
        edge = f"(?:{'|'.join(texts)}|[ \\t])+"
        # A sign in front stays.
        column = column.str.replace(f"^([+-]?){edge}", r"\\1", regex=True)
        return column.str.replace(f"{edge}$", "", regex=True)
`;
  return `
def numbers(${parameters.join(", ")}):
    """Reads numbers as the CSV writes them."""
${strips ? bare : ""}
    def plain(column):
${[
  ...(strips ? ["column = bare(column)"] : []),
  ...(negates
    ? [
        "if parentheses:",
        '    column = column.str.replace(r"^\\((.*)\\)$", r"-\\1", regex=True)',
        ...(strips ? ["    column = bare(column)"] : []),
      ]
    : []),
  ...(groups ? ['column = column.str.replace(thousands, "", regex=False)'] : []),
  ...(decimalComma ? ['column = column.str.replace(",", ".", regex=False)'] : []),
  "return column",
]
  .map((line) => `        ${line}`)
  .join("\n")}

    return columns.apply(plain).astype(float)`;
}
