// A trained network as one header of C99, without allocation and with no library but libm: named fields for
// the columns, an enum per category, `predict(&row, &answer)`. It does what `perceptron predict` does with a
// row.

import { readDate } from "../../data/dates.ts";
import { numberReader } from "../../data/numbers.ts";
import type { ExportedFile, ExportInput, SelfCheck } from "../exporter.ts";
import type { Answer } from "../inference/answers.ts";
import { bracesIn } from "../inference/comments.ts";
import type { Dialect } from "../inference/curves.ts";
import { planOf } from "../inference/input.ts";
import { doubleText, filledLines, float32Text } from "../inference/literals.ts";
import { type NamedTensor, type Operation, operationsOf, tensorsIn } from "../inference/operations.ts";
import type { InferencePlan, InputStep } from "../inference/plan.ts";
import { dateFunction, layers } from "./layers.ts";
import { cComment, cString, identifiers } from "./names.ts";

const WIDTH = 110;

/** A double; C has no name for infinity but the macro of math.h. */
function cDouble(value: number): string {
  const text = doubleText(value, "INFINITY");
  return value < 0 ? `(${withPoint(text)})` : withPoint(text);
}

function cFloat(value: number): string {
  return `${withPoint(float32Text(value))}f`;
}

/** A number of C has a point or an exponent, else it is an int. */
function withPoint(text: string): string {
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

const names: Readonly<Record<string, string>> = { abs: "fabs", min: "fmin", max: "fmax" };

const dialect: Dialect = {
  call: (name, ...parts) =>
    name === "normal_cdf" ? `(0.5 * erfc(-${parts.join("")} / sqrt(2.0)))` : `${names[name] ?? name}(${parts.join(", ")})`,
  select: (condition, yes, no) => `${condition} ? ${yes} : ${no}`,
  number: cDouble,
  single: (value) => (value < 0 ? `(${cFloat(Math.fround(value))})` : cFloat(Math.fround(value))),
  round: (expression) => `(float)(${expression})`,
};

/** A feature with its names in C. */
export interface Field {
  readonly step: InputStep;
  readonly name: string;
  /** Of a category: the constants of its enum, in the order of the categories. */
  readonly constants: readonly string[];
}

/** An answer with its names in C. */
export interface Result {
  readonly answer: Answer;
  readonly name: string;
  readonly classes: readonly string[];
  readonly constants: readonly string[];
}

/** The header. @throws ProblemError if there are no weights, or they do not fit */
export function writeC(input: ExportInput): readonly ExportedFile[] {
  const plan = planOf(input);
  const fields = fieldsOf(plan);
  const results = resultsOf(plan, fields);
  const operations = operationsOf(plan, dialect);
  const hasDates = fields.some(({ step }) => step.encode === "date");
  const kinds = new Set<string>(operations.map(({ kind }) => kind));
  const sections = [
    head(input),
    types(fields, results, hasDates),
    ...tensorsIn(operations).map(tensorText),
    ...Object.entries(layers).flatMap(([kind, text]) => (kinds.has(kind) ? [text.trim()] : [])),
    ...(hasDates ? [dateFunction.trim()] : []),
    forwardFunction(plan, operations),
    encodeFunction(plan, fields),
    answerFunction(plan, results),
    predictFunction(plan),
    ...(input.check === undefined ? [] : [selfCheck(fields, results, input.check)]),
    "#endif /* PERCEPTRON_NETWORK_H */",
  ];
  return [{ name: `${input.stem}.h`, content: bracesIn(input.language, `${sections.join("\n\n")}\n`) }];
}

/** The constants that every header has. */
const STATUSES = ["PERCEPTRON_OK", "PERCEPTRON_NO_VALUE", "PERCEPTRON_BAD_VALUE", "PERCEPTRON_NO_PROBABILITY", "PERCEPTRON_WIDTH"];

/** The fields of the row. */
export function fieldsOf({ steps }: InferencePlan): Field[] {
  const columns = identifiers(steps.map(({ column }) => column));
  const categorical = columns.filter((_, index) => isCategory(steps[index]!));
  const taken = new Set([...STATUSES, ...categorical.flatMap((name) => [constantOf(name, "unknown"), constantOf(name, "missing")])]);
  return steps.map((step, index) => {
    const name = columns[index]!;
    return { step, name, constants: isCategory(step) ? constantsOf(name, step.categories, taken) : [] };
  });
}

function constantOf(name: string, text: string): string {
  return `PERCEPTRON_${name}_${text}`.toUpperCase();
}

/** C has one space of names for the constants of all enums. @param taken gets those that are made */
function constantsOf(name: string, texts: readonly string[], taken: Set<string>): string[] {
  return identifiers(texts).map((text) => {
    let free = constantOf(name, text);
    for (let number = 2; taken.has(free); number++) free = constantOf(name, `${text}_${number}`);
    taken.add(free);
    return free;
  });
}

/** The fields of the answer. */
export function resultsOf({ answers }: InferencePlan, fields: readonly Field[]): Result[] {
  // A type of the answer is none of the row.
  const targets = identifiers(
    answers.map(({ target }) => target),
    fields.map(({ name }) => name),
  );
  const special = fields.flatMap(({ name }) => [constantOf(name, "unknown"), constantOf(name, "missing")]);
  const taken = new Set([...STATUSES, ...special, ...fields.flatMap(({ constants }) => constants)]);
  return answers.map((answer, index) => {
    const name = targets[index]!;
    const classes = answer.kind === "classes" ? answer.classes : answer.kind === "binary" ? [answer.no, answer.yes] : [];
    return { answer, name, classes, constants: constantsOf(name, classes, taken) };
  });
}

function head({ name, stem }: ExportInput): string {
  const lines = [
    `Predicts with the trained network of ${name}. C99, needs libm only.`,
    "Fill a row and call predict(&row, &answer), which gives 0 if there is an answer.",
    `Self-check: cc -std=c99 -x c -DPERCEPTRON_SELF_CHECK ${stem}.h -o check -lm && ./check`,
  ];
  return [
    ...lines.map((line) => `/* ${cComment(line)} */`),
    "#ifndef PERCEPTRON_NETWORK_H",
    "#define PERCEPTRON_NETWORK_H",
    "",
    "#include <math.h>",
    "",
    "/* What predict gives. */",
    "enum {",
    "  PERCEPTRON_OK = 0,",
    "  /* A value is missing that nothing fills: there is no answer. */",
    "  PERCEPTRON_NO_VALUE = 1,",
    "  /* A date that is none, a number that is infinite or too large for float, a category beyond its enum. */",
    "  PERCEPTRON_BAD_VALUE = 2,",
    "  /* The network gave a number that is no probability. */",
    "  PERCEPTRON_NO_PROBABILITY = 3",
    "};",
  ].join("\n");
}

/** An enum of the row also says that a category is unknown or missing. */
function enumText(tag: string, constants: readonly string[], texts: readonly string[], isInput: boolean): string {
  const prefix = `PERCEPTRON_${tag}`.toUpperCase();
  const others = isInput ? [`  ${prefix}_UNKNOWN = -2,`, `  ${prefix}_MISSING = -1,`] : [];
  const own = constants.map((constant, index) => `  ${constant} = ${index}, /* ${cComment(texts[index]!)} */`);
  return ["typedef enum {", ...others, ...own, `} perceptron_${tag}_class;`].join("\n");
}

function types(fields: readonly Field[], results: readonly Result[], hasDates: boolean): string {
  const enums = [
    ...fields.flatMap(({ name, constants, step }) => (isCategory(step) ? [enumText(name, constants, step.categories, true)] : [])),
    ...results.flatMap(({ name, constants, classes }) => (constants.length > 0 ? [enumText(name, constants, classes, false)] : [])),
  ];
  const date = [
    "/* A month of 0 is a missing date. */",
    "typedef struct {",
    "  int year;",
    "  int month;",
    "  int day;",
    "} perceptron_date;",
  ].join("\n");
  const row = ["typedef struct {", ...fields.map(fieldText), "} perceptron_row;"].join("\n");
  const answer = ["typedef struct {", ...results.flatMap(resultText), "} perceptron_answer;"].join("\n");
  return [...enums, ...(hasDates ? [date] : []), row, answer, ...results.flatMap(textFunction)].join("\n\n");
}

function isCategory({ encode }: InputStep): boolean {
  return encode === "one-hot" || encode === "ordinal";
}

function fieldText({ name, step }: Field): string {
  const column = cComment(step.column);
  if (step.encode === "date") return `  perceptron_date ${name}; /* ${column} */`;
  if (isCategory(step)) return `  perceptron_${name}_class ${name}; /* ${column} */`;
  if (step.kind === "boolean") return `  int ${name}; /* ${column}: 1 true, 0 false, -1 missing */`;
  return `  double ${name}; /* ${column}; NAN is missing */`;
}

function resultText({ name, answer, constants }: Result): string[] {
  if (answer.kind === "number") return [`  double ${name}; /* ${cComment(answer.target)} */`];
  const own = `  perceptron_${name}_class ${name}; /* ${cComment(answer.target)} */`;
  const hasProbabilities = answer.kind === "classes" ? answer.hasProbabilities : answer.probability !== undefined;
  return hasProbabilities ? [own, `  double ${name}_probability[${constants.length}]; /* a probability for each ${name} */`] : [own];
}

/** What the training CSV wrote for a class, in UTF-8. */
function textFunction({ name, constants, classes }: Result): string[] {
  if (constants.length === 0) return [];
  return [
    [
      `/* The class as the CSV writes it, in UTF-8. */`,
      `static inline const char *perceptron_${name}_text(perceptron_${name}_class value) {`,
      "  switch (value) {",
      ...constants.map((constant, index) => `    case ${constant}: return ${cString(classes[index]!)};`),
      '    default: return "";',
      "  }",
      "}",
    ].join("\n"),
  ];
}

function tensorText({ name, data }: NamedTensor): string {
  const open = `static const float perceptron_${name}[${data.length}] = {`;
  const lines = filledLines(Array.from(data, cFloat), "  ", WIDTH);
  return [open, ...lines.slice(0, -1), lines.at(-1)!.replace(/,$/, ""), "};"].join("\n");
}

function forwardFunction({ inputs, layers: steps }: InferencePlan, operations: readonly Operation[]): string {
  const width = Math.max(inputs, ...steps.map(({ outFeatures }) => outFeatures));
  let [from, to] = ["x", "y"];
  const lines = operations.flatMap((operation) => {
    const { step } = operation;
    const note = `  /* ${step.index}: ${step.layer.type} */`;
    if (operation.kind === "nothing") return [note];
    const line = `  ${statement(operation, from, to)}`;
    if (operation.kind !== "curve") [from, to] = [to, from];
    return [note, line];
  });
  const hasCurve = operations.some(({ kind }) => kind === "curve");
  return [
    `#define PERCEPTRON_WIDTH ${width}`,
    "",
    "/* From the inputs of a row to the outputs; gives where they are, x or y. */",
    "static inline const float *perceptron_forward(float *x, float *y) {",
    ...(hasCurve ? ["  int index;"] : []),
    "  (void)y;",
    ...lines,
    `  return ${from};`,
    "}",
  ].join("\n");
}

function nameOf(tensor: NamedTensor | undefined): string {
  return tensor === undefined ? "0" : `perceptron_${tensor.name}`;
}

function statement(operation: Exclude<Operation, { kind: "nothing" }>, from: string, to: string): string {
  const { inFeatures: inputs, outFeatures: units } = operation.step;
  switch (operation.kind) {
    case "curve":
      return `for (index = 0; index < ${inputs}; index++) { double v = ${from}[index]; ${from}[index] = (float)(${operation.expression}); }`;
    case "linear":
      return `perceptron_linear(${from}, ${inputs}, ${nameOf(operation.weight)}, ${nameOf(operation.bias)}, ${to}, ${units});`;
    case "scale":
      return `perceptron_scale(${from}, ${inputs}, ${nameOf(operation.factor)}, ${nameOf(operation.offset)}, ${to});`;
    case "layer-norm":
      return `perceptron_layer_norm(${from}, ${inputs}, ${cDouble(operation.eps)}, ${nameOf(operation.weight)}, ${nameOf(operation.bias)}, ${to});`;
    case "prelu":
      return `perceptron_prelu(${from}, ${inputs}, ${nameOf(operation.weight)}, ${operation.weight.data.length === 1 ? 1 : 0}, ${to});`;
    case "glu":
      return `perceptron_glu(${from}, ${units}, ${to});`;
    case "softmax":
      return `perceptron_softmax(${from}, ${inputs}, ${operation.sign}, ${to});`;
    case "log-softmax":
      return `perceptron_log_softmax(${from}, ${inputs}, ${to});`;
  }
}

function encodeFunction({ inputs }: InferencePlan, fields: readonly Field[]): string {
  return [
    "static inline int perceptron_encode(const perceptron_row *row, float *x) {",
    "  int index;",
    `  for (index = 0; index < ${inputs}; index++) x[index] = 0;`,
    ...fields.flatMap((field) => ["  {", ...encodeField(field).map((line) => `    ${line}`), "  }"]),
    "  return PERCEPTRON_OK;",
    "}",
  ].join("\n");
}

/** What follows if a value is missing: it is filled, or there is no answer. */
function encodeField({ step, name, constants }: Field): string[] {
  const { at, fill, encode, categories } = step;
  const value = `row->${name}`;
  if (encode === "date") {
    const parts = typeof fill === "string" ? readDate(fill, step.dateOrder) : undefined;
    const filled = parts && [`date.year = ${parts[0]};`, `date.month = ${parts[1]};`, `date.day = ${parts[3]};`].join(" ");
    const rest = `if (!perceptron_put_date(date, x + ${at})) return PERCEPTRON_BAD_VALUE;`;
    return [`perceptron_date date = ${value};`, `if (date.month == 0) { ${filled ?? "return PERCEPTRON_NO_VALUE;"} }`, rest];
  }
  if (isCategory(step)) {
    const known = typeof fill === "string" ? categories.indexOf(fill) : -1;
    const filled = `value = ${known < 0 ? -2 : constants[known]!};`;
    return [
      `int value = (int)${value};`,
      `if (value == -1) { ${fill === undefined ? "return PERCEPTRON_NO_VALUE;" : filled} }`,
      `if (value < -2 || value >= ${categories.length}) return PERCEPTRON_BAD_VALUE;`,
      encode === "ordinal" ? `x[${at}] = value < 0 ? 0.0f : (float)value;` : `if (value >= 0) x[${at} + value] = 1;`,
    ];
  }
  const isMissing = step.kind === "boolean" ? `${value} < 0` : "isnan(value)";
  const own = step.kind === "boolean" ? `${value} != 0` : value;
  return [
    `double value = ${own};`,
    `if (${isMissing}) { ${typeof fill === "number" ? `value = ${cDouble(fill)};` : "return PERCEPTRON_NO_VALUE;"} }`,
    `x[${at}] = (float)((value - ${cDouble(step.shift)}) / ${cDouble(step.scale)});`,
    `if (!isfinite(x[${at}])) return PERCEPTRON_BAD_VALUE;`,
  ];
}

function answerFunction({ outputs }: InferencePlan, results: readonly Result[]): string {
  const hasClasses = results.some(({ answer }) => answer.kind === "classes");
  return [
    "static inline void perceptron_read(const float *outputs, perceptron_answer *answer) {",
    ...(hasClasses ? ["  int index, best = 0;"] : []),
    ...results.flatMap((result) => readResult(result, outputs).map((line) => `  ${line}`)),
    "}",
  ].join("\n");
}

function readResult({ answer, name, constants }: Result, outputs: number): string[] {
  const to = `answer->${name}`;
  switch (answer.kind) {
    case "number":
      return [`${to} = ${answer.meaning === "exp" ? "exp" : ""}(outputs[${answer.output}]);`.replace("= (", "= (double)(")];
    case "classes":
      return [
        `/* Of equal outputs the first. */`,
        `for (index = 1; index < ${answer.count}; index++) if (outputs[index] > outputs[best]) best = index;`,
        `${to} = (perceptron_${name}_class)best;`,
        ...(answer.hasProbabilities
          ? [
              `{`,
              `  double most = outputs[0], sum = 0;`,
              `  for (index = 1; index < ${outputs}; index++) most = fmax(most, outputs[index]);`,
              `  for (index = 0; index < ${outputs}; index++) sum += exp(outputs[index] - most);`,
              `  for (index = 0; index < ${constants.length}; index++) ${to}_probability[index] = exp(outputs[index] - most) / sum;`,
              `}`,
            ]
          : []),
      ];
    case "binary": {
      const value = `outputs[${answer.output}]`;
      const yes = answer.probability === "sigmoid" ? `1 / (1 + exp(-(double)${value}))` : `(double)${value}`;
      return [
        `${to} = ${answer.sign === 1 ? value : `-${value}`} >= ${cDouble(answer.cut)} ? ${constants[1]!} : ${constants[0]!};`,
        ...(answer.probability === undefined ? [] : [`${to}_probability[1] = ${yes};`, `${to}_probability[0] = 1 - ${to}_probability[1];`]),
      ];
    }
  }
}

function predictFunction({ outputs, mustBeProbabilities }: InferencePlan): string {
  return [
    "/* Answers a row; gives PERCEPTRON_OK, or why there is no answer, which is then as it was. */",
    "static inline int predict(const perceptron_row *row, perceptron_answer *answer) {",
    "  float x[PERCEPTRON_WIDTH], y[PERCEPTRON_WIDTH];",
    "  const float *outputs;",
    "  int status = perceptron_encode(row, x);",
    "  if (status != PERCEPTRON_OK) return status;",
    "  outputs = perceptron_forward(x, y);",
    ...(mustBeProbabilities
      ? [
          "  {",
          "    int index;",
          `    for (index = 0; index < ${outputs}; index++) if (!(outputs[index] >= 0 && outputs[index] <= 1)) return PERCEPTRON_NO_PROBABILITY;`,
          "  }",
        ]
      : []),
    "  perceptron_read(outputs, answer);",
    "  return PERCEPTRON_OK;",
    "}",
  ].join("\n");
}

/** The statements that fill a row from texts, as a person types them. */
export function rowStatements(fields: readonly Field[], values: SelfCheck["values"], row = "row"): string[] {
  return fields.map(({ step, name, constants }) => {
    const text = Object.hasOwn(values, step.column) ? values[step.column]! : "";
    const isMissing = step.missing.includes(text);
    const to = `${row}.${name}`;
    if (step.encode === "date") {
      const [year, month, , day] = (isMissing ? undefined : readDate(text, step.dateOrder)) ?? [0, 0, 0, 0];
      return `${to}.year = ${year}; ${to}.month = ${month}; ${to}.day = ${day};`;
    }
    if (isCategory(step)) {
      const other = `PERCEPTRON_${name}_${isMissing ? "missing" : "unknown"}`.toUpperCase();
      return `${to} = ${isMissing ? other : (constants[step.categories.indexOf(text)] ?? other)};`;
    }
    if (step.kind === "boolean") return `${to} = ${isMissing ? -1 : text.toLowerCase() === "true" ? 1 : 0};`;
    // With a decimal point, whatever marks the thousands of the training CSV.
    const form = { ...step, thousands: step.thousands === "." ? undefined : step.thousands };
    return `${to} = ${isMissing ? "NAN" : cDouble(numberReader(".", form)(text))};`;
  });
}

function closeCheck(value: string, expected: number): string {
  return `if (!perceptron_is_close(${value}, ${cDouble(expected)})) same = 0;`;
}

function selfCheck(fields: readonly Field[], results: readonly Result[], check: SelfCheck): string {
  const checks = results.flatMap(({ answer, name, constants, classes }, index) => {
    const told = check.answers[index];
    if (told === undefined) return [];
    const to = `answer.${name}`;
    if (answer.kind === "number") return [closeCheck(to, Number(told.text))];
    const expected = constants[classes.indexOf(told.text)];
    const { probabilities = {} } = told;
    return [
      ...(expected === undefined ? [] : [`if (${to} != ${expected}) same = 0;`]),
      ...classes.flatMap((text, at) =>
        Object.hasOwn(probabilities, text) ? [closeCheck(`${to}_probability[${at}]`, probabilities[text]!)] : [],
      ),
    ];
  });
  return [
    "#ifdef PERCEPTRON_SELF_CHECK",
    "/* Checks the answers to a row of the training CSV. */",
    "#include <stdio.h>",
    "",
    "static inline int perceptron_is_close(double value, double expected) {",
    "  return fabs(value - expected) <= 1e-5 * fmax(1, fabs(expected));",
    "}",
    "",
    "int main(void) {",
    "  perceptron_row row;",
    "  perceptron_answer answer;",
    "  int same = 1;",
    ...rowStatements(fields, check.values).map((line) => `  ${line}`),
    "  if (predict(&row, &answer) != PERCEPTRON_OK) same = 0;",
    ...(checks.length > 0 ? ["  if (same) {", ...checks.map((line) => `    ${line}`), "  }"] : []),
    '  puts(same ? "ok" : "the answers differ");',
    "  return same ? 0 : 1;",
    "}",
    "#endif",
  ].join("\n");
}
