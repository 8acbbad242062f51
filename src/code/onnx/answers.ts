// What the network's outputs say, as outputs of the graph: `label` and `probabilities`, or `value`.

import type { Answer, BinaryAnswer, ClassAnswer, NumberAnswer } from "../inference/answers.ts";
import type { InferencePlan } from "../inference/plan.ts";
import type { GraphWriter, Size, Value } from "./graph.ts";
import { doubles, elementTypes, floats, integers, texts } from "./tensors.ts";

/** What is given to the caller. */
interface Outcome {
  readonly name: "label" | "probabilities" | "value";
  readonly type: "string" | "float";
  /** `[N]` or `[N, size]`. */
  readonly size?: number;
  readonly value: Value;
  readonly about: string;
}

/**
 * Writes the outputs of the graph.
 * @param raw the network's outputs, float `[N, outputs]`
 * @param complete whether each row has an answer, bool `[N, 1]`; undefined if every row has one
 */
export function writeAnswers(graph: GraphWriter, plan: InferencePlan, raw: Value, complete: Value | undefined): void {
  const answered = plan.mustBeProbabilities ? both(graph, complete, areProbabilities(graph, raw)) : complete;
  for (const { name, type, size, value, about } of outcomes(graph, plan, raw)) {
    const shape: readonly Size[] = size === undefined ? ["N"] : ["N", size];
    graph.output(name, answered === undefined ? value : where(graph, answered, value, type, size), type, shape, about);
  }
}

function outcomes(graph: GraphWriter, { answers }: InferencePlan, raw: Value): readonly Outcome[] {
  const [first] = answers;
  switch (first?.kind) {
    case "classes":
      return ofClasses(graph, first, raw);
    case "binary":
      return ofBinaries(graph, answers.filter(isBinary), raw);
    case "number":
      return [ofNumbers(graph, answers.filter(isNumber), raw)];
    case undefined:
      return [];
  }
}

function ofClasses(graph: GraphWriter, { classes, count, hasProbabilities }: ClassAnswer, raw: Value): readonly Outcome[] {
  const own = (values: Value): Value => columnsOf(graph, values, 0, count);
  const largest = graph.op("ArgMax", [own(raw)], { axis: 1, keepdims: 0 });
  const label = graph.op("Gather", [graph.constant(texts([classes.length], classes)), largest]);
  const labels: Outcome = { name: "label", type: "string", value: label, about: "The most probable class." };
  if (!hasProbabilities) return [{ ...labels, about: "The class with the largest output." }];
  const probabilities = own(graph.op("Softmax", [raw], { axis: 1 }));
  return [labels, { name: "probabilities", type: "float", size: count, value: probabilities, about: `Of ${list(classes)}.` }];
}

function ofBinaries(graph: GraphWriter, answers: readonly BinaryAnswer[], raw: Value): readonly Outcome[] {
  const labels = answers.map(({ output, sign, cut, no, yes }) => {
    const wide = graph.op("Cast", [columnsOf(graph, raw, output, 1)], { to: elementTypes.double });
    const signed = sign === 1 ? wide : graph.op("Neg", [wide]);
    const isYes = graph.op("GreaterOrEqual", [signed, graph.constant(doubles([], [cut]))]);
    return graph.op("Where", [isYes, graph.constant(texts([1], [yes])), graph.constant(texts([1], [no]))]);
  });
  const probabilities = answers.flatMap(({ output, probability }) => {
    if (probability === undefined) return [];
    const own = columnsOf(graph, raw, output, 1);
    return [probability === "sigmoid" ? graph.op("Sigmoid", [own]) : own];
  });
  const [only] = answers;
  const targets = list(answers.map(({ target }) => target));
  const isSingle = only !== undefined && answers.length === 1;
  const label: Outcome = isSingle
    ? {
        name: "label",
        type: "string",
        value: graph.op("Squeeze", [labels[0]!, graph.constant(integers([1], [1]))]),
        about: `${only.no} or ${only.yes}.`,
      }
    : { name: "label", type: "string", size: labels.length, value: besides(graph, labels), about: `Of ${targets}.` };
  const [yes] = probabilities;
  if (yes === undefined) return [label];
  if (!isSingle)
    return [
      label,
      {
        name: "probabilities",
        type: "float",
        size: probabilities.length,
        value: besides(graph, probabilities),
        about: `Of yes, of ${targets}.`,
      },
    ];
  const no = graph.op("Sub", [graph.constant(floats([], [1])), yes]);
  return [label, { name: "probabilities", type: "float", size: 2, value: besides(graph, [no, yes]), about: `Of ${only.no}, ${only.yes}.` }];
}

function ofNumbers(graph: GraphWriter, answers: readonly NumberAnswer[], raw: Value): Outcome {
  const values = answers.map(({ output, meaning }) => {
    const own = columnsOf(graph, raw, output, 1);
    return meaning === "exp" ? graph.op("Exp", [own]) : own;
  });
  const about = `${list(answers.map(({ target }) => target))}.`;
  return { name: "value", type: "float", size: answers.length, value: besides(graph, values), about };
}

/** BCELoss is defined for outputs of 0 … 1 only. */
function areProbabilities(graph: GraphWriter, raw: Value): Value {
  const axes = graph.constant(integers([1], [1]));
  const outside = graph.op("Sub", [raw, graph.op("Clip", [raw, graph.constant(floats([], [0])), graph.constant(floats([], [1]))])]);
  const most = graph.op("ReduceSum", [graph.op("Abs", [outside]), axes], { keepdims: 1 });
  return graph.op("Equal", [most, graph.constant(floats([], [0]))]);
}

function both(graph: GraphWriter, one: Value | undefined, other: Value): Value {
  return one === undefined ? other : graph.op("And", [one, other]);
}

/** The value if there is an answer, else NaN or an empty text. */
function where(graph: GraphWriter, answered: Value, value: Value, type: Outcome["type"], size: number | undefined): Value {
  const nothing = graph.constant(type === "string" ? texts([1], [""]) : floats([1], [Number.NaN]));
  const condition = size === undefined ? graph.op("Squeeze", [answered, graph.constant(integers([1], [1]))]) : answered;
  return graph.op("Where", [condition, value, nothing]);
}

/** `count` columns from `from` on. */
function columnsOf(graph: GraphWriter, values: Value, from: number, count: number): Value {
  const ends = [from, from + count, 1].map((number) => graph.constant(integers([1], [number])));
  return graph.op("Slice", [values, ends[0]!, ends[1]!, ends[2]!]);
}

function besides(graph: GraphWriter, values: readonly Value[]): Value {
  return values.length === 1 ? values[0]! : graph.op("Concat", values, { axis: 1 });
}

function list(names: readonly string[]): string {
  return names.join(", ");
}

function isBinary(answer: Answer): answer is BinaryAnswer {
  return answer.kind === "binary";
}

function isNumber(answer: Answer): answer is NumberAnswer {
  return answer.kind === "number";
}
