// A trained network as one Python script, with NumPy or, with the option `no-numpy`, with nothing: `python
// model.py IN.csv OUT.csv`. It does what `perceptron predict` does.

import { datePatterns } from "../../data/dates.ts";
import { isFormula } from "../../model/csv-cell.ts";
import { missingValues } from "../../model/missing-values.ts";
import type { ExportedFile, ExportInput, Language } from "../exporter.ts";
import type { Dialect } from "../inference/curves.ts";
import { expectedAnswers, planOf } from "../inference/input.ts";
import { doubleText, filledLines, float32Text } from "../inference/literals.ts";
import { type NamedTensor, type Operation, operationsOf, tensorsIn } from "../inference/operations.ts";
import type { InferencePlan, InputStep } from "../inference/plan.ts";
import { pythonCodec } from "../pytorch/encodings.ts";
import { comment, inDocstring, pyString } from "../pytorch/python.ts";
import { plain, withNumpy } from "./layers.ts";
import { answering, dates, encoding, main } from "./runtime.ts";
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
  const hasDates = plan.steps.some(({ encode }) => encode === "date");
  const words = say(input.language, input.name, `${input.stem}.py`);
  const head = [
    `"""${words.head}\n\n    ${words.use}\n"""`,
    "",
    ...(hasDates ? ["import datetime"] : []),
    "import functools",
    "import math",
    "import re",
    "import sys",
    "import unicodedata",
    "from array import array",
    ...(hasNumpy ? ["", "import numpy as np"] : []),
    "",
    "# fmt: off",
    ...constants(plan, input, hasDates),
    "",
    ...comment(words.weights),
    ...tensorsIn(operations).flatMap((tensor) => tensorLines(tensor, operations, hasNumpy)),
    "# fmt: on",
  ].join("\n");
  const sections = [
    head,
    encoding.trim(),
    ...(hasDates ? [dates.trim()] : []),
    ...rowFunctions(operations, hasNumpy),
    forwardFunction(operations, hasNumpy),
    answering.trim(),
    table.trim(),
    main.trim(),
  ];
  return [{ name: `${input.stem}.py`, content: `${sections.join("\n\n\n")}\n` }];
}

function say(language: Language, document: string, file: string) {
  const name = inDocstring(document);
  const use = `python ${inDocstring(file)} IN.csv OUT.csv`;
  return language === "ko"
    ? { head: `${name}의 학습한 신경망으로 예측합니다.`, use, weights: "학습한 가중치. 행 우선 순서입니다." }
    : { head: `Predicts with the trained network of ${name}.`, use, weights: "The trained weights, row-major." };
}

/** A value as Python; tuples for lists, None for what is undefined. */
function literal(value: unknown): string {
  if (value === undefined || value === null) return "None";
  if (typeof value === "string") return pyString(value);
  if (typeof value === "number") return doubleText(value, "math.inf");
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `(${value.map(literal).join(", ")}${value.length === 1 ? "," : ""})`;
  return dict(Object.entries(value));
}

function dict(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([key, value]) => `${pyString(key)}: ${literal(value)}`).join(", ")}}`;
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
    `MISSING = ${literal(missingValues)}`,
    `PLAIN = {"kind": "category", "categories": (), "missing": MISSING, "strip": (), "parentheses": False, "thousands": None}`,
    "FEATURES = (",
    ...steps.map((step) => `    ${feature(step)},`),
    ")",
    "ANSWERS = (",
    ...answers.map((answer) => `    ${literal(answer)},`),
    ")",
    "COLUMNS = (",
    ...columns.map(({ name, answer, probabilityOf }) => `    ${literal({ name, answer, probability_of: probabilityOf ?? null })},`),
    ")",
    `PROBABILITIES = ${literal(mustBeProbabilities)}`,
    `READING = ${dict([
      ["header", header],
      ["comment", mark],
      ["encoding", codecOf(told.encoding) ?? codecOf(input.summary.dialect.encoding) ?? "utf-8"],
      ["told", { delimiter: told.delimiter ?? null, decimal: told.decimal ?? null, skip: told.skip }],
    ])}`,
    `UNSAFE = ${literal([...new Set(texts.filter(isFormula))])}`,
    ...(hasDates
      ? [
          `YEAR_FIRST = re.compile(${pattern(datePatterns.yearFirst)}, re.ASCII)`,
          `YEAR_LAST = re.compile(${pattern(datePatterns.yearLast)}, re.ASCII)`,
        ]
      : []),
    `CHECK = ${dict([
      ["row", input.check?.values ?? {}],
      ["answers", expectedAnswers(plan, input)],
    ])}`,
  ];
}

/** Without what would have to stand in a JavaScript literal alone. */
function pattern({ source }: RegExp): string {
  return `r"${source.replaceAll("\\/", "/")}"`;
}

function feature({ column, kind, encode, at, missing, strip, parentheses, thousands, ...own }: InputStep): string {
  const { categories, dateOrder, fill, shift, scale } = own;
  const missingText = missing === missingValues ? "MISSING" : literal(missing);
  const entries = dict([
    ["column", column],
    ["kind", kind],
    ["encode", encode],
    ["at", at],
    ["fill", fill],
    ["strip", strip],
    ["parentheses", parentheses],
    ["thousands", thousands],
    ["categories", categories],
    ...(encode === "date" ? [["date", dateOrder] as const] : []),
    ...(encode === "value" ? [["shift", shift] as const, ["scale", scale] as const] : []),
  ]);
  return `${entries.slice(0, -1)}, "missing": ${missingText}}`;
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

function forwardFunction(operations: readonly Operation[], hasNumpy: boolean): string {
  const lines = operations.flatMap((operation) => statements(operation, hasNumpy ? "x = softmax(-x)" : "x = softmax([-v for v in x])"));
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

/** @param softmin the statement that is one */
function statements(operation: Operation, softmin: string): string[] {
  const { step } = operation;
  const note = `# ${step.index}: ${step.layer.type}`;
  switch (operation.kind) {
    case "nothing":
      return [note];
    case "curve":
      return [note, `x = curve(x, lambda v: ${operation.expression})`];
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
