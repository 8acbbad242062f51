// A trained network as one Python script, with NumPy or, with the option `no-numpy`, with nothing: `python
// model.py IN.csv OUT.csv`. It does what `perceptron predict` does.

import { datePatterns } from "../../data/dates.ts";
import { isFormula } from "../../model/csv-cell.ts";
import { missingValues } from "../../model/missing-values.ts";
import type { ExportedFile, ExportInput } from "../exporter.ts";
import { pythonIn } from "../inference/comments.ts";
import type { Dialect } from "../inference/curves.ts";
import { expectedAnswers, planOf } from "../inference/input.ts";
import { doubleText, filledLines, float32Text } from "../inference/literals.ts";
import { type NamedTensor, type Operation, operationsOf, tensorsIn } from "../inference/operations.ts";
import type { InferencePlan, InputStep } from "../inference/plan.ts";
import { pythonCodec } from "../pytorch/encodings.ts";
import { around, type Bracket, type Code, lines, pyString } from "../pytorch/python.ts";
import { curveFunction } from "./curve-function.ts";
import { plain, withNumpy } from "./layers.ts";
import { encodingFunctions, scriptHead } from "./head.ts";
import { answering, main } from "./runtime.ts";
import { table } from "./table.ts";

const WIDTH = 88;

/** A negative number behind an operator is read at once within brackets. */
function bracketed(value: number): string {
  return value < 0 ? `(${doubleText(value, "math.inf")})` : doubleText(value, "math.inf");
}

/** NumPy's own names, where they differ. */
const numpyNames: Readonly<Record<string, string>> = { min: "np.minimum", max: "np.maximum", normal_cdf: "normal_cdf" };
/** Of a number each; `exp` never overflows, the others are asked where they cannot. */
const plainNames: Readonly<Record<string, string>> = { expm1: "math.expm1", log1p: "math.log1p", tanh: "math.tanh" };

const numpyDialect: Dialect = {
  call: (name, ...parts) => `${numpyNames[name] ?? `np.${name}`}(${parts.join(", ")})`,
  select: (condition, yes, no) => `np.where(${condition}, ${yes}, ${unbracketed(no)})`,
  number: bracketed,
  single: (value) => (Math.fround(value) === value ? bracketed(value) : `np.float32(${value})`),
  round: (expression) => `np.float32(${expression})`,
};

const plainDialect: Dialect = {
  call: (name, ...parts) => `${plainNames[name] ?? name}(${parts.join(", ")})`,
  select: (condition, yes, no) => `${yes} if ${condition} else ${no}`,
  number: bracketed,
  single: (value) => (Math.fround(value) === value ? bracketed(value) : `single(${value})`),
  round: (expression) => `single(${expression})`,
};

/** An argument needs no brackets of its own. */
function unbracketed(expression: string): string {
  return /^\((np\..*)\)$/s.exec(expression)?.[1] ?? expression;
}

/** The script. @throws ProblemError if there are no weights, or they do not fit */
export function writePythonInference(input: ExportInput): readonly ExportedFile[] {
  const plan = planOf(input);
  const hasNumpy = input.options["no-numpy"] !== true;
  const operations = operationsOf(plan, hasNumpy ? numpyDialect : plainDialect);
  const curves = longCurves(operations, hasNumpy ? 2 : 1);
  const hasDates = plan.steps.some(({ encode }) => encode === "date");
  const head = [
    ...scriptHead(input, hasDates, [], hasNumpy ? ["import numpy as np"] : []),
    "# fmt: off",
    ...constants(plan, input, hasDates),
    "",
    "# The trained weights, row-major.",
    ...tensorsIn(operations).flatMap((tensor) => tensorLines(tensor, operations, hasNumpy)),
    "# fmt: on",
  ].join("\n");
  const sections = [
    head,
    ...encodingFunctions(hasDates),
    ...rowFunctions(operations, hasNumpy),
    ...curves.values(),
    forwardFunction(operations, curves, hasNumpy),
    answering.trim(),
    table.trim(),
    main.trim(),
  ];
  return [{ name: `${input.stem}.py`, content: pythonIn(input.language, `${sections.join("\n\n\n")}\n`) }];
}

/** A value as Python; None for what is undefined. */
function literal(value: unknown): Code {
  if (value === undefined || value === null) return "None";
  if (typeof value === "string") return pyString(value);
  if (typeof value === "number") return doubleText(value, "math.inf");
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return { open: "[", items: value.map(literal), close: "]", filled: true };
  return dict(Object.entries(value));
}

function dict(entries: readonly (readonly [string, unknown])[]): Bracket {
  return named(entries.map(([key, value]) => [key, literal(value)]));
}

function named(entries: readonly (readonly [string, Code])[]): Bracket {
  return { open: "{", items: entries.map(([key, code]) => around(`${pyString(key)}: `, code)), close: "}", filled: true };
}

/** A constant, on as many lines as it needs. */
function constant(name: string, value: Code): string[] {
  return lines(around(`${name} = `, value));
}

/** A list with a line, or more, for each item. */
function rows(name: string, items: readonly Code[]): string[] {
  return [`${name} = [`, ...items.flatMap((item) => lines(around("", item, ","), 1)), "]"];
}

function codecOf(encoding: string | undefined): string | undefined {
  return encoding === undefined ? undefined : pythonCodec(encoding);
}

/** What the network's own columns and answers are. */
export function constants(plan: InferencePlan, input: ExportInput, hasDates: boolean): string[] {
  const { steps, answers, columns, reading, inputs, mustBeProbabilities } = plan;
  const { header, comment: mark, told } = reading;
  const texts = [
    ...answers.flatMap((answer) => (answer.kind === "classes" ? answer.classes : answer.kind === "binary" ? [answer.no, answer.yes] : [])),
    ...columns.map(({ name }) => name),
  ];
  return [
    `INPUTS = ${inputs}`,
    ...constant("MISSING", literal(missingValues)),
    ...constant("PLAIN", withMissing({ kind: "category", categories: [], strip: [], parentheses: false, thousands: null }, "MISSING")),
    ...rows("FEATURES", steps.map(feature)),
    ...rows("ANSWERS", answers.map(literal)),
    ...rows(
      "COLUMNS",
      columns.map(({ name, answer, probabilityOf }) => literal({ name, answer, probability_of: probabilityOf ?? null })),
    ),
    ...constant("PROBABILITIES", literal(mustBeProbabilities)),
    ...constant(
      "READING",
      literal({
        header,
        comment: mark,
        encoding: codecOf(told.encoding) ?? codecOf(input.summary.dialect.encoding) ?? "utf-8",
        told: { delimiter: told.delimiter ?? null, decimal: told.decimal ?? null, skip: told.skip },
      }),
    ),
    ...constant("UNSAFE", literal([...new Set(texts.filter(isFormula))])),
    ...(hasDates ? [...pattern("YEAR_FIRST", datePatterns.yearFirst), ...pattern("YEAR_LAST", datePatterns.yearLast)] : []),
    ...constant("CHECK", literal({ row: input.check?.values ?? {}, answers: expectedAnswers(plan, input) })),
  ];
}

/** In pieces that fit, and without what would have to stand in a JavaScript literal alone. */
function pattern(name: string, { source }: RegExp): string[] {
  const pieces = source.replaceAll("\\/", "/").match(/(?:\\.|[^\\]){1,60}/gsu) ?? [];
  const written = pieces.map((piece, index) => `    r"${piece}"${index === pieces.length - 1 ? "," : ""}`);
  return [`${name} = re.compile(`, ...written, "    re.ASCII,", ")"];
}

function feature({ column, kind, encode, at, missing, strip, parentheses, thousands, ...own }: InputStep): Code {
  const { categories, dateOrder, fill, shift, scale } = own;
  const entries = {
    column,
    kind,
    encode,
    at,
    fill,
    strip,
    parentheses,
    thousands,
    categories,
    ...(encode === "date" ? { date: dateOrder } : {}),
    ...(encode === "value" ? { shift, scale } : {}),
  };
  return withMissing(entries, missing === missingValues ? "MISSING" : literal(missing));
}

function withMissing(entries: object, missing: Code): Bracket {
  return named([...Object.entries(entries).map(([key, value]) => [key, literal(value)] as const), ["missing", missing]]);
}

function constantName(name: string): string {
  return name.toUpperCase();
}

function textsOf(values: Float32Array): string[] {
  return Array.from(values, float32Text);
}

/** A weight of Linear has a list per unit. */
function tensorLines({ name, data }: NamedTensor, operations: readonly Operation[], hasNumpy: boolean): string[] {
  const linear = operations.find((operation) => operation.kind === "linear" && operation.weight.name === name);
  const [open, close] = hasNumpy ? ["np.array([", "], np.float32)"] : ["[", "]"];
  if (linear === undefined) return [`${constantName(name)} = ${open}`, ...filledLines(textsOf(data), "    ", WIDTH), close];
  const width = linear.step.inFeatures;
  const units = Array.from({ length: linear.step.outFeatures }, (_, unit) => textsOf(data.subarray(unit * width, (unit + 1) * width)));
  return [`${constantName(name)} = ${open}`, ...units.flatMap(unitLines), close];
}

/** The weights of one unit as a list. */
function unitLines(unit: readonly string[]): readonly string[] {
  const line = `    [${unit.join(", ")}],`;
  return line.length <= WIDTH ? [line] : ["    [", ...filledLines(unit, "        ", WIDTH), "    ],"];
}

/** What the operations need. */
function rowFunctions(operations: readonly Operation[], hasNumpy: boolean): string[] {
  const kinds = new Set<string>(operations.map(({ kind }) => kind));
  const expressions = operations.flatMap((operation) => (operation.kind === "curve" ? [operation.expression] : []));
  if (expressions.some((expression) => expression.includes("normal_cdf"))) kinds.add("normal_cdf");
  return Object.entries(hasNumpy ? withNumpy : plain).flatMap(([kind, text]) => (kinds.has(kind) ? [text.trim()] : []));
}

/** The functions of curves that are too long for a lambda where they are called, `depth` deep. */
function longCurves(operations: readonly Operation[], depth: number): ReadonlyMap<Operation, string> {
  const found = operations.flatMap((operation) => {
    if (operation.kind !== "curve") return [];
    const isShort = lines(statements(operation, undefined)[1]!, depth)[0]!.length <= WIDTH;
    return isShort ? [] : [[operation, curveFunction(curveName(operation), operation.expression)] as const];
  });
  return new Map(found);
}

function curveName({ step }: Operation): string {
  return `${step.layer.type.toLowerCase()}_${step.index}`;
}

function forwardFunction(operations: readonly Operation[], curves: ReadonlyMap<Operation, string>, hasNumpy: boolean): string {
  const softmin = hasNumpy ? "x = softmax(-x)" : "x = softmax([-v for v in x])";
  const lines = operations.flatMap((operation) => statements(operation, softmin, curves.has(operation)));
  if (hasNumpy)
    return [
      "def forward(rows):",
      '    """From rows of inputs to rows of outputs, each layer rounded to float32."""',
      "    x = np.array(rows, np.float32)",
      '    with np.errstate(all="ignore"):',
      ...(lines.some((line) => !line.startsWith("#")) ? lines : [...lines, "pass"]).map((line) => `        ${line}`),
      "    return x.astype(float).tolist()",
    ].join("\n");
  return [
    "def forward(rows):",
    '    """From rows of inputs to rows of outputs, each layer rounded to float32."""',
    "    return [forward_row(row) for row in rows]",
    "",
    "",
    "def forward_row(x):",
    ...lines.map((line) => `    ${line}`),
    "    return x",
  ].join("\n");
}

function nameOf(tensor: NamedTensor | undefined): string {
  return tensor === undefined ? "None" : constantName(tensor.name);
}

/**
 * @param softmin the statement that is one
 * @param isNamed whether its curve is a function of its own
 */
function statements(operation: Operation, softmin = "", isNamed = false): string[] {
  const { step } = operation;
  const note = `# ${step.index}: ${step.layer.type}`;
  switch (operation.kind) {
    case "nothing":
      return [note];
    case "curve":
      return [note, `x = curve(x, ${isNamed ? curveName(operation) : `lambda v: ${operation.expression}`})`];
    case "linear":
      return [note, `x = linear(x, ${nameOf(operation.weight)}, ${nameOf(operation.bias)})`];
    case "scale":
      return [note, `x = scale(x, ${nameOf(operation.factor)}, ${nameOf(operation.offset)})`];
    case "layer-norm":
      return [note, `x = layer_norm(x, ${operation.eps}, ${nameOf(operation.weight)}, ${nameOf(operation.bias)})`];
    case "prelu":
      return [note, `x = prelu(x, ${nameOf(operation.weight)})`];
    case "glu":
      return [note, "x = glu(x)"];
    case "softmax":
      return [note, operation.sign === 1 ? "x = softmax(x)" : softmin];
    case "log-softmax":
      return [note, "x = log_softmax(x)"];
  }
}
