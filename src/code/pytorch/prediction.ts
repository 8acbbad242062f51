// The part of a PyTorch script that answers for other CSVs without training: it reads the weight file beside
// it, whose metadata says what was learnt of the columns, and writes the columns of `perceptron predict`.

import { losses, type LossRecord } from "../../model/losses.ts";
import type { Experiment } from "../../model/schema.ts";
import type { DataPlan, Treatment } from "./data-plan.ts";
import { isFiltered, otherTableLines } from "./lines.ts";
import { call, type Code, lines, pyString } from "./python.ts";
import { meaningExpression, yesExpression } from "./task.ts";

const LOAD_WEIGHTS = `
def load_weights(path):
    """The tensors of a safetensors file, and what was learnt of the columns."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = bytearray(file.read())
    metadata = json.loads(header.pop("__metadata__")["perceptron"])
    types = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = torch.frombuffer(body[begin:end], dtype=types[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return tensors, metadata["preprocessing"]`;

const COLUMN_NAMES = `
def column_names(header):
    """Empty names become columnN, repeated ones get _2, _3, ..."""
    stripped = [name.strip(" \\t") for name in header]
    written = [name or f"column{place}" for place, name in enumerate(stripped, 1)]
    taken, following, names = set(written), {}, []
    for name in written:
        number = following.get(name)
        following[name] = 2
        if number is not None:
            while f"{name}_{number}" in taken:
                number += 1
            following[name] = number + 1
            name = f"{name}_{number}"
            taken.add(name)
        names.append(name)
    return names`;

/** Whether pandas would call the columns of such a CSV otherwise. */
function namesColumns({ header, names, files }: DataPlan): boolean {
  return header && names !== undefined && files.length === 1;
}

/** The functions, as one list of lines per function. */
export function predictionFunctions(experiment: Experiment, plan: DataPlan): string[][] {
  const own = namesColumns(plan) ? [COLUMN_NAMES.trim().split("\n")] : [];
  return [LOAD_WEIGHTS.trim().split("\n"), ...own, encodeFeature(plan), answers(experiment, plan), predict(plan)];
}

function encodeFeature(plan: DataPlan): string[] {
  const treatments = plan.groups.map(({ treatment }) => treatment);
  const any = (test: (treatment: Treatment) => boolean): boolean => treatments.some(test);
  return [
    "def encode_feature(column, feature):",
    '    """The inputs of a column; a value that nothing stands for is NaN."""',
    '    column = column.str.strip(" \\t")',
    '    missing = ["", *feature.get("missingValues", MISSING)]',
    "    column = column.mask(column.isin(missing))",
    '    fill = feature.get("fill")',
    ...(any(({ kind }) => kind === "number")
      ? [
          '    if feature["kind"] == "number":',
          ...lines(numbersOf(plan), 2),
          "        if fill is not None:",
          "            values = values.fillna(fill)",
          '        shift, scale = feature.get("shift", 0), feature.get("scale", 1)',
          "        return [(values - shift) / scale]",
        ]
      : []),
    ...(any(({ kind }) => kind === "boolean")
      ? [
          '    if feature["kind"] == "boolean":',
          '        values = column.str.lower().map({"true": 1.0, "false": 0.0})',
          "        if (values.isna() & column.notna()).any():",
          `            raise ValueError(f"{feature['column']} has other values.")`,
          "        return [values if fill is None else values.fillna(fill)]",
        ]
      : []),
    ...(any(({ kind }) => kind === "category")
      ? [
          "    if fill is not None:",
          "        column = column.fillna(fill)",
          ...(any(({ encode }) => encode === "date")
            ? [
                '    if feature["encode"] == "date":',
                ...lines(call("parts = date_parts", "column.dropna()", ...datePattern(treatments)), 2),
                "        return [part for _, part in parts.reindex(column.index).items()]",
              ]
            : []),
          "    # A category that training did not know is 0 everywhere.",
          '    categories = feature["categories"]',
          ...(any(({ encode }) => encode === "ordinal")
            ? [
                '    if feature["encode"] == "ordinal":',
                "        codes = {text: code for code, text in enumerate(categories)}",
                "        return [column.map(codes).fillna(0).where(column.notna())]",
              ]
            : []),
          "    return [(column == text).astype(float).where(column.notna()) for text in categories]",
        ]
      : []),
  ];
}

/** Numbers are read by the function that reads those of the training rows. */
function numbersOf({ groups, targetGroups, decimalComma }: DataPlan) {
  const read = [...groups, ...targetGroups].map(({ treatment }) => treatment).filter(({ kind }) => kind === "number");
  const strips = read.some(({ strip }) => strip !== undefined);
  const negates = read.some(({ parentheses }) => parentheses === true);
  const grouped = read.some(({ thousands }) => thousands !== undefined);
  if (!strips && !negates && !grouped && !decimalComma) return "values = column.astype(float)";
  return {
    ...call(
      "values = numbers",
      "column.to_frame()",
      ...(grouped ? ['thousands=feature.get("thousands", "")'] : []),
      ...(strips ? ['strip=feature.get("strip", ())'] : []),
      ...(negates ? ['parentheses=feature.get("parentheses", False)'] : []),
    ),
    close: ").iloc[:, 0]",
  };
}

/** Where dates may be in several orders, the script knows a pattern for each. */
function datePattern(treatments: readonly Treatment[]): Code[] {
  if (!treatments.some(({ date }) => date !== undefined)) return [];
  const patterns = '{"month-first": MONTH_FIRST, "day-first": DAY_FIRST}';
  return [call(`${patterns}.get`, 'feature.get("date")', "YEAR_FIRST")];
}

function answers({ training: { loss, threshold } }: Experiment, plan: DataPlan): string[] {
  const record: LossRecord = losses[loss.type];
  const head = ["def answers(outputs, target):", '    """What the outputs say, as columns by name."""'];
  const several = plan.targets.length > 1;
  const loop = [...head, "    columns = {}", `    for index, ${several ? "name" : "_"} in enumerate(target["columns"]):`];
  const suffix = several ? 'f"_{name}"' : '""';
  if (record.target === "classes")
    return [
      ...head,
      '    classes = target["classes"]',
      "    best = outputs[:, : len(classes)].argmax(dim=1).tolist()",
      '    columns = {"prediction": [classes[index] for index in best]}',
      ...(loss.type === "MultiMarginLoss"
        ? []
        : [
            "    probabilities = torch.softmax(outputs.double(), dim=1)",
            "    for index, name in enumerate(classes):",
            '        columns[f"probability_{name}"] = texts(probabilities[:, index])',
          ]),
      "    return columns",
    ];
  if (record.target === "numbers")
    return [
      ...loop,
      `        suffix = ${suffix}`,
      `        values = ${meaningExpression(loss).replace("outputs", "outputs[:, index]")}`,
      '        columns[f"prediction{suffix}"] = texts(values)',
      "    return columns",
    ];
  return [
    ...loop,
    `        suffix = ${suffix}`,
    ...classesOf(plan),
    `        says_yes = ${yesExpression(loss, threshold).replace("outputs", "outputs[:, index]")}`,
    '        columns[f"prediction{suffix}"] = [',
    "            yes if answer else no for answer in says_yes.tolist()",
    "        ]",
    ...(loss.type === "HingeEmbeddingLoss" ? [] : probabilities(loss, several)),
    "    return columns",
  ];
}

function classesOf({ targetGroups }: DataPlan): string[] {
  const isBoolean = targetGroups.every(({ treatment }) => treatment.kind === "boolean");
  return [`        no, yes = target.get("classes", ${isBoolean ? '["false", "true"]' : '["0", "1"]'})`];
}

function probabilities(loss: Experiment["training"]["loss"], several: boolean): string[] {
  const value = meaningExpression(loss).replace("outputs", "outputs[:, index].double()");
  return [
    `        probability = ${value}`,
    ...(several
      ? ['        columns[f"probability{suffix}"] = texts(probability)']
      : ['        columns[f"probability_{no}"] = texts(1 - probability)', '        columns[f"probability_{yes}"] = texts(probability)']),
  ];
}

function predict(plan: DataPlan): string[] {
  const { codec, delimiter, header, format } = plan;
  const isLines = isFiltered(plan);
  const isPacked = format === "gzip" && !isLines;
  const isNamed = namesColumns(plan);
  const read = call(
    "table = pd.read_csv",
    isLines ? otherTableLines(plan, "source") : "source",
    ...(delimiter === "," ? [] : [`sep=${pyString(delimiter)}`]),
    ...(isNamed ? ["header=None"] : header ? [] : ["header=None", "names=COLUMNS"]),
    "dtype=object",
    "keep_default_na=False",
    "skipinitialspace=True",
    ...(codec === "utf-8" || isLines ? [] : [`encoding=${pyString(codec)}`]),
    ...(isPacked ? ['compression="gzip" if is_packed else None'] : []),
  );
  return [
    "def texts(values):",
    '    """Numbers with as many digits as float32 has."""',
    `    return [f"{value:.7g}"${plan.decimalComma ? '.replace(".", ",")' : ""} for value in values.tolist()]`,
    "",
    "",
    "def predict(source, destination, weights, device):",
    '    """Writes the CSV with what the trained network says of each row."""',
    "    tensors, preprocessing = load_weights(weights)",
    "    network = build_network()",
    "    network.load_state_dict(tensors)",
    "    network.to(device).eval()",
    ...(isPacked ? ['    with open(source, "rb") as file:', '        is_packed = file.read(2) == b"\\x1f\\x8b"'] : []),
    ...lines(read, 1),
    ...(isNamed
      ? [
          "    header = table.iloc[0].tolist()",
          "    table = table.iloc[1:].reset_index(drop=True)",
          "    table.columns = column_names(header)",
          "    columns = {name: table[name] for name in table.columns}",
        ]
      : ['    columns = {name.strip(" \\t"): table[name] for name in table.columns}']),
    "    inputs = [",
    "        part",
    '        for feature in preprocessing["features"]',
    '        for part in encode_feature(columns[feature["column"]], feature)',
    "    ]",
    "    inputs = pd.concat(inputs, axis=1)",
    "    known = inputs.notna().all(axis=1)",
    "    rows = torch.tensor(inputs[known].to_numpy(dtype=float), dtype=torch.float32)",
    "    with torch.no_grad():",
    "        outputs = network(rows.to(device)).cpu()",
    '    for name, values in answers(outputs, preprocessing["target"]).items():',
    "        # A name that the CSV has already gets a number.",
    "        count = 1",
    "        free = name",
    "        while free in columns:",
    "            count += 1",
    '            free = f"{name}_{count}"',
    '        column = pd.Series("", index=table.index, dtype=object)',
    "        column[known] = values",
    "        columns[free] = table[free] = column",
    ...(isNamed ? ["    table.columns = [*header, *table.columns[len(header) :]]"] : []),
    "    table.to_csv(destination, index=False)",
  ];
}
