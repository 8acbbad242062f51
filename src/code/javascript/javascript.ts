// A trained network as one ES module without dependencies: `predict(row)` in any JavaScript, and under Node
// `node model.mjs IN.csv OUT.csv`. It does what `perceptron predict` does.

import { isFormula } from "../../model/csv-cell.ts";
import { missingValues } from "../../model/missing-values.ts";
import type { ExportedFile, ExportInput } from "../exporter.ts";
import { bracesIn } from "../inference/comments.ts";
import type { Dialect } from "../inference/curves.ts";
import { expectedAnswers, planOf } from "../inference/input.ts";
import { doubleText, filledLines, float32Text } from "../inference/literals.ts";
import { type NamedTensor, type Operation, operationsOf, tensorsIn } from "../inference/operations.ts";
import type { InferencePlan, InputStep } from "../inference/plan.ts";
import { datePatterns } from "../../data/dates.ts";
import { answering, check, dates, encoding, layers, main } from "./runtime.ts";
import { table } from "./table.ts";
import { declarations } from "./declarations.ts";

const WIDTH = 120;

const dialect: Dialect = {
  call: (name, ...parts) => `${name === "normal_cdf" ? "normalCdf" : `Math.${name}`}(${parts.join(", ")})`,
  select: (condition, yes, no) => `${condition} ? ${yes} : ${no}`,
  number: bracketed,
  single: (value) => (Math.fround(value) === value ? bracketed(value) : `Math.fround(${value})`),
  round: (expression) => `Math.fround(${expression})`,
};

/** A negative number behind an operator is read at once within brackets. */
function bracketed(value: number): string {
  return value < 0 ? `(${value})` : String(value);
}

/** The module and its types. @throws ProblemError if there are no weights, or they do not fit */
export function writeJavaScript(input: ExportInput): readonly ExportedFile[] {
  const plan = planOf(input);
  const { stem, name, language } = input;
  const operations = operationsOf(plan, dialect);
  const module = oneLine(`${stem}.mjs`);
  const sections = [
    [
      `// Predicts with the trained network of ${oneLine(name)}.`,
      `// import { predict } from "./${module}"`,
      `// node ${module} IN.csv OUT.csv`,
    ].join("\n"),
    constants(plan, input),
    ["// The trained weights, row-major.", ...tensorsIn(operations).map(tensorLines)].join("\n"),
    ...rowFunctions(operations).map((text) => text.trim()),
    forwardFunction(operations),
    encoding.trim(),
    ...(plan.steps.some(({ encode }) => encode === "date") ? [dates.trim()] : []),
    answering.trim(),
    table.trim(),
    check.trim(),
    main.trim(),
  ];
  return [
    { name: `${stem}.mjs`, content: bracesIn(language, `${sections.filter((section) => section !== "").join("\n\n")}\n`) },
    { name: `${stem}.d.mts`, content: bracesIn(language, declarations(plan, name)) },
  ];
}

/** Text that may stand in a comment of one line. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, " ");
}

/** JSON, with what some readers take for line ends escaped. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** What the network's own columns and answers are. */
export function constants(plan: InferencePlan, input: ExportInput): string {
  const { steps, answers, columns, reading, inputs, mustBeProbabilities } = plan;
  const texts = [
    ...answers.flatMap((answer) => (answer.kind === "classes" ? answer.classes : answer.kind === "binary" ? [answer.no, answer.yes] : [])),
    ...columns.map(({ name }) => name),
  ];
  return [
    `const NAME = ${json(`${input.stem}.mjs`)};`,
    `const INPUTS = ${inputs};`,
    `const MISSING = ${json(missingValues)};`,
    "const FEATURES = [",
    ...steps.map((step) => `  ${feature(step)},`),
    "];",
    "const ANSWERS = [",
    ...answers.map((answer) => `  ${object(answer)},`),
    "];",
    "const COLUMNS = [",
    ...columns.map((column) => `  ${object(column)},`),
    "];",
    `const PROBABILITIES = ${mustBeProbabilities};`,
    `const READING = ${object({ ...reading, encoding: input.summary.dialect.encoding })};`,
    `const UNSAFE = ${json([...new Set(texts.filter(isFormula))])};`,
    ...(steps.some(({ encode }) => encode === "date")
      ? [`const YEAR_FIRST = /${datePatterns.yearFirst.source}/;`, `const YEAR_LAST = /${datePatterns.yearLast.source}/;`]
      : []),
    `export const CHECK = { row: ${json(input.check?.values ?? {})}, answers: ${json(expectedAnswers(plan, input))} };`,
  ].join("\n");
}

/** An object whose numbers may be infinite, without what is undefined. */
function object(value: object): string {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{ ${entries.map(([key, each]) => `${key}: ${typeof each === "number" ? doubleText(each, "Infinity") : json(each)}`).join(", ")} }`;
}

function feature({ column, kind, missing, encode, at, ...own }: InputStep): string {
  const { thousands, strip, parentheses, categories, dateOrder, fill, shift, scale } = own;
  const entries = {
    column,
    kind,
    encode,
    at,
    thousands,
    ...(strip.length > 0 ? { strip } : {}),
    ...(parentheses ? { parentheses } : {}),
    ...(encode === "one-hot" || encode === "ordinal" ? { categories } : {}),
    ...(encode === "date" ? { date: dateOrder } : {}),
    fill,
    ...(encode === "value" ? { shift, scale } : {}),
  };
  const text = object(entries).slice(0, -2);
  return `${text}, missing: ${missing === missingValues ? "MISSING" : json(missing)} }`;
}

function tensorLines({ name, data }: NamedTensor): string {
  const numbers = Array.from(data, float32Text);
  const line = `const ${name} = new Float32Array([${numbers.join(", ")}]);`;
  if (line.length <= WIDTH) return line;
  return [`const ${name} = new Float32Array([`, ...filledLines(numbers, "  ", WIDTH), "]);"].join("\n");
}

/** What the operations need. */
function rowFunctions(operations: readonly Operation[]): string[] {
  const kinds = new Set<string>(operations.map(({ kind }) => kind));
  if (operations.some((operation) => operation.kind === "curve" && operation.expression.includes("normalCdf"))) kinds.add("normal_cdf");
  return Object.entries(layers).flatMap(([kind, text]) => (kinds.has(kind) ? [text] : []));
}

function forwardFunction(operations: readonly Operation[]): string {
  return [
    "/** From the inputs of a row to the network's outputs, each layer rounded to float32. */",
    "function forward(inputs) {",
    "  let x = inputs;",
    ...operations.map((operation) => `  ${statement(operation)}`),
    "  return x;",
    "}",
  ].join("\n");
}

function statement(operation: Operation): string {
  const { step } = operation;
  const note = ` // ${step.index}: ${step.layer.type}`;
  switch (operation.kind) {
    case "nothing":
      return `// ${step.index}: ${step.layer.type}`;
    case "curve":
      return `x = x.map((v) => ${operation.expression});${note}`;
    case "linear":
      return `x = linear(x, ${operation.weight.name}, ${operation.bias?.name ?? "undefined"}, ${step.outFeatures});${note}`;
    case "scale":
      return `x = x.map((v, index) => v * ${operation.factor.name}[index] + ${operation.offset.name}[index]);${note}`;
    case "layer-norm":
      return `x = layerNorm(x, ${operation.eps}, ${operation.weight?.name ?? "undefined"}, ${operation.bias?.name ?? "undefined"});${note}`;
    case "prelu": {
      const at = operation.weight.data.length === 1 ? "0" : "index";
      return `x = x.map((v, index) => (v > 0 ? v : v * ${operation.weight.name}[${at}]));${note}`;
    }
    case "glu":
      return `x = glu(x);${note}`;
    case "softmax":
      return operation.sign === 1 ? `x = softmax(x);${note}` : `x = softmax(x.map((v) => -v));${note}`;
    case "log-softmax":
      return `x = logSoftmax(x);${note}`;
  }
}
