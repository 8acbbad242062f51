// The data part of a PyTorch script: constants, how the CSV is read, and a Dataset of tensors. Only what this
// document needs is written; docs/format.md ("Order of work") is what the numbers have to follow.

import { missingValues as usualMissing } from "../../model/missing-values.ts";
import type { DataPlan, Group, TargetForm, Treatment } from "./data-plan.ts";
import { around, call, type Code, comment, lines, list, pyFloat, pyString, stringList } from "./python.ts";
import { helperFunctions } from "./helpers.ts";
import { isFiltered, skippedConstant, tableLines } from "./lines.ts";

/** The constants at the top of the script that are about the data. */
export function dataConstants(plan: DataPlan): string[] {
  const { names, features, targets, missingValues, complete } = plan;
  const files = plan.files.map((file) => `FOLDER / ${pyString(file)}`);
  return [
    "FOLDER = Path(__file__).parent",
    ...lines(around("CSV = ", files.length === 1 ? files[0]! : list(files))),
    ...(names === undefined ? [] : [...comment("All columns of the CSV, in order."), ...lines(around("COLUMNS = ", stringList(names)))]),
    ...(plan.skip.length === 0 ? [] : [...comment("Lines, from 1, that are no part of the table."), ...skippedConstant(plan)]),
    ...comment("The columns that the network learns from, in the order of its inputs."),
    ...lines(around("FEATURES = ", stringList(features))),
    ...comment(targets.length === 1 ? "The column that it predicts." : "The columns that it predicts."),
    ...(targets.length === 1 ? [`TARGET = ${pyString(targets[0]!)}`] : lines(around("TARGETS = ", stringList(targets)))),
    ...comment("Texts that stand for a missing value."),
    ...lines(around("MISSING = ", stringList(usualMissing))),
    ...(missingValues.size === 0
      ? []
      : [
          ...comment("Columns in which other texts do."),
          ...lines({
            open: "OWN_MISSING = {",
            items: [...missingValues].map(([name, values]) => around(`${pyString(name)}: `, stringList(values))),
            close: "}",
          }),
        ]),
    ...(complete.length === 0
      ? []
      : [...comment("Columns in which no value may be missing."), ...lines(around("COMPLETE = ", stringList(complete)))]),
  ];
}

/** The functions that read the CSV, as one list of lines per function. */
export function dataFunctions(plan: DataPlan): string[][] {
  return [...(isFiltered(plan) ? [tableLines(plan)] : []), readTable(plan), ...helperFunctions(plan)];
}

function readTable(plan: DataPlan): string[] {
  const several = plan.files.length > 1;
  const all = plan.targets.length === 1 ? "FEATURES + [TARGET]" : "FEATURES + TARGETS";
  return [
    several ? "def read_table(paths):" : "def read_table(path):",
    '    """The rows that can be used, as text; what may be missing is NaN."""',
    ...(plan.format === "parquet" ? [] : ["    # As text, so that no value changes before it is understood."]),
    ...(several
      ? [
          "    tables = [",
          ...lines(readFile(plan), 2),
          "        for path in paths",
          "    ]",
          "    table = pd.concat(tables, ignore_index=True)",
        ]
      : lines(around("table = ", readFile(plan)), 1)),
    ...(plan.format === "parquet" ? parquetAsText(plan) : []),
    ...(plan.names === undefined ? ['    table.columns = table.columns.str.strip(" \\t")'] : []),
    ...lines(call(`table = table[${all}].apply`, 'lambda column: column.str.strip(" \\t")'), 1),
    ...(plan.missingValues.size === 0
      ? ["    table = table.mask(table.isin(MISSING))"]
      : ["    missing = {name: OWN_MISSING.get(name, MISSING) for name in table.columns}", "    table = table.mask(table.isin(missing))"]),
    ...dropRows(plan),
    "    return table.reset_index(drop=True)",
  ];
}

/** Leaves out rows without a needed value; stops at one if none may be missing. */
function dropRows({ features, targets, dropped, complete }: DataPlan): string[] {
  const targetList = targets.length === 1 ? "[TARGET]" : "TARGETS";
  const dropTargets = `    table = table.dropna(subset=${targetList})`;
  if (complete.length === 0) {
    if (dropped.length === features.length + targets.length) return ["    table = table.dropna()"];
    if (dropped.length === targets.length) return [dropTargets];
  }
  const others = dropped.slice(0, dropped.length - targets.length);
  return [
    ...(targets.some((name) => complete.includes(name)) ? [] : [dropTargets]),
    ...(complete.length === 0
      ? []
      : ["    if table[COMPLETE].isna().to_numpy().any():", '        raise ValueError(f"A value is missing in one of {COMPLETE}.")']),
    ...(others.length === 0 ? [] : lines(call("table = table.dropna", around("subset=", stringList(others))), 1)),
  ];
}

function readFile(plan: DataPlan): Code {
  return plan.format === "parquet" ? call("pd.read_parquet", "path") : readCsv(plan);
}

/** Makes the columns of a Parquet file what those of a CSV are. */
function parquetAsText({ names }: DataPlan): string[] {
  return [
    ...(names === undefined ? [] : ["    table.columns = COLUMNS"]),
    "    # A duration is a number, of the units that the file counts in.",
    '    for name in table.select_dtypes("timedelta"):',
    '        counts = table[name].to_numpy().astype("int64")',
    "        counts = pd.Series(counts, index=table.index, dtype=object)",
    "        table[name] = counts.where(table[name].notna())",
    "    # A number that is infinite is missing.",
    '    numbers = table.select_dtypes("floating").columns',
    '    table[numbers] = table[numbers].where(table[numbers].abs() != float("inf"))',
    "    # As text, like the columns of a CSV; every digit of a number is kept.",
    '    single = table.select_dtypes("float32").columns',
    "    table = table.astype({name: float for name in single})",
    '    table = table.astype(object).where(table.notna(), "").astype(str)',
  ];
}

function readCsv(plan: DataPlan): Code {
  const { codec, delimiter, header, names, files, format } = plan;
  const filtered = isFiltered(plan);
  return call(
    "pd.read_csv",
    filtered ? "table_lines(path)" : "path",
    ...(delimiter === "," ? [] : [`sep=${pyString(delimiter)}`]),
    ...(names === undefined ? [] : [`header=${header ? "0" : "None"}`, "names=COLUMNS"]),
    // Fields behind the last column are empty.
    ...(plan.width === undefined ? [] : [`usecols=range(${plan.width})`, "index_col=False"]),
    "dtype=object",
    "keep_default_na=False",
    "skipinitialspace=True",
    ...(codec === "utf-8" || filtered ? [] : [`encoding=${pyString(codec)}`]),
    // pandas knows by the name alone that a file is compressed.
    ...(format === "gzip" && !filtered && !files.every((file) => file.endsWith(".gz")) ? ['compression="gzip"'] : []),
  );
}

/** The Dataset class. */
export function datasetClass(plan: DataPlan): string[] {
  const { fitted, files } = plan;
  const path = files.length === 1 ? "path" : "paths";
  return [
    "class TableDataset(Dataset):",
    '    """The rows of the CSV: the inputs of the network, and its target."""',
    "",
    `    def __init__(self, ${path}):`,
    ...(fitted
      ? [
          `        self.table = read_table(${path})`,
          "",
          "    def encode(self, training_rows):",
          '        """Makes the tensors; statistics come from the training rows only."""',
          "        table = self.table",
        ]
      : [`        table = read_table(${path})`]),
    ...inputs(plan),
    ...target(plan),
    "",
    "    def __len__(self):",
    fitted ? "        return len(self.table)" : "        return len(self.inputs)",
    "",
    "    def __getitem__(self, row):",
    "        return self.inputs[row], self.targets[row]",
  ];
}

function inputs(plan: DataPlan): string[] {
  const all = plan.groups.length === 1 ? "FEATURES" : undefined;
  const pieces = plan.groups.map((group) => encoded(group, all, plan));
  const oneHot = plan.groups.some(({ treatment }) => treatment.encode === "one-hot");
  return [
    ...(oneHot ? comment("get_dummies makes one input of 0 and 1 per category, in sorted order.", 2) : []),
    ...lines(around("inputs = ", joined(pieces)), 2),
    ...comment("Everything above is in double precision and rounded to float32 once.", 2),
    ...lines(around("self.inputs = ", tensor("inputs")), 2),
  ];
}

function target(plan: DataPlan): string[] {
  const { targetForm, targetGroups, targets } = plan;
  const [group] = targetGroups;
  if (targetForm === "numbers" || group === undefined) {
    const all = targetGroups.length > 1 ? undefined : targets.length === 1 ? "[TARGET]" : "TARGETS";
    const pieces = targetGroups.map((part) => read(part, all, plan));
    return [...lines(around("targets = ", joined(pieces)), 2), ...lines(around("self.targets = ", tensor("targets")), 2)];
  }
  const column = targetColumn(group.treatment, plan);
  return [
    ...comment(`Classes are numbered in sorted order${targetForm === "signs" ? ": the first is -1, the second 1" : ""}.`, 2),
    ...lines(around("targets, self.classes = ", call("pd.factorize", column, "sort=True")), 2),
    ...lines(around("self.targets = ", classTensor(targetForm)), 2),
  ];
}

/** A tensor of the class indices in `targets`; losses of two classes want one column of floats. */
function classTensor(form: Exclude<TargetForm, "numbers">): Code {
  if (form === "indices") return call("torch.tensor", "targets", "dtype=torch.int64");
  return around("", call("torch.tensor", form === "signs" ? "2 * targets - 1" : "targets", "dtype=torch.float32"), ".unsqueeze(1)");
}

/** The target column in a form whose sorted values are the classes in order. */
function targetColumn(treatment: Treatment, plan: DataPlan): Code {
  if (treatment.kind === "category") return "table[TARGET]";
  if (treatment.kind === "boolean") return "table[TARGET].str.lower()";
  if (!isWritten(treatment, plan)) return "table[TARGET].astype(float)";
  return around("", call("numbers", "table[[TARGET]]", ...formArguments(treatment)), "[TARGET]");
}

function tensor(frame: string): Code {
  return call("torch.tensor", `${frame}.to_numpy(dtype=float)`, "dtype=torch.float32");
}

function joined(pieces: readonly Code[]): Code {
  return pieces.length === 1 ? pieces[0]! : call("pd.concat", { open: "[", items: pieces, close: "]" }, "axis=1");
}

/** Columns of the table as numbers, before anything is filled or scaled; text stays text. */
function read({ columns, treatment }: Group, all: string | undefined, plan: DataPlan): Code {
  const table: Code = all === undefined ? around("table[", stringList(columns), "]") : `table[${all}]`;
  if (treatment.kind === "category") return table;
  if (treatment.kind === "boolean") return call("booleans", table);
  if (!isWritten(treatment, plan)) return around("", table, ".astype(float)");
  return call("numbers", table, ...formArguments(treatment));
}

/** Whether numbers are written as Python's float() would not take them. */
function isWritten({ thousands, strip, parentheses }: Treatment, { decimalComma }: DataPlan): boolean {
  return decimalComma || thousands !== undefined || strip !== undefined || parentheses === true;
}

function formArguments({ thousands, strip, parentheses }: Treatment): Code[] {
  return [
    ...(thousands === undefined ? [] : [`thousands=${pyString(thousands)}`]),
    ...(strip === undefined ? [] : [around("strip=", stringList(strip))]),
    ...(parentheses === true ? ["parentheses=True"] : []),
  ];
}

/** Columns of the table as inputs of the network. */
function encoded(group: Group, all: string | undefined, plan: DataPlan): Code {
  const { fill, scale, encode } = group.treatment;
  const complete = filled(read(group, all, plan), fill);
  switch (encode) {
    case "value":
      return scale === undefined ? complete : call(scale === "standard" ? "standardize" : "scale_to_unit", complete, "training_rows");
    case "one-hot":
      return call("pd.get_dummies", complete, "dtype=float");
    case "ordinal":
      return call("ordinals", complete);
    case "date": {
      const name = pyString(group.columns[0]!);
      const { date } = group.treatment;
      const column = fill === undefined ? `table[${name}]` : around("", complete, `[${name}]`);
      return call("date_parts", column, ...(date === undefined ? [] : [date === "month-first" ? "MONTH_FIRST" : "DAY_FIRST"]));
    }
  }
}

function filled(columns: Code, fill: Treatment["fill"]): Code {
  if (fill === undefined) return columns;
  if (typeof fill === "string") return call(`fill_with_${fill}`, columns, "training_rows");
  const { constant } = fill;
  return around("", columns, `.fillna(${typeof constant === "number" ? pyFloat(constant) : pyString(constant)})`);
}
