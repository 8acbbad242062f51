// How exporters write layers as ONNX operators, many of them as several. A pattern is a layer with the
// operators that make it; `x` stands for what goes in, and has to be the same value wherever it stands.

import type { JsonLayer } from "../../model/edit.ts";
import type { GraphNode, OnnxGraph } from "./onnx-graph.ts";

/** What a pattern found. */
export interface Found {
  /** The value that goes into the layer. */
  readonly x: string;
  /** Numbers that were captured, by their names. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Constants that were captured, by their names. */
  readonly constants: ReadonlyMap<string, string>;
}

export type Pattern =
  | { readonly is: "x" }
  /** A constant of one number: this one, or any, which is captured. */
  | { readonly is: "number"; readonly value?: number; readonly as?: string }
  /** Any constant, which is captured. */
  | { readonly is: "constant"; readonly as: string }
  | {
      readonly is: "op";
      readonly op: string;
      readonly of: readonly Pattern[];
      /** Which of its outputs; the first if nothing is said. */
      readonly output?: number;
      /** Whether its two inputs may stand in either order. */
      readonly swaps?: true;
      /** Attributes it has to have. */
      readonly with?: Readonly<Record<string, number>>;
    };

const x: Pattern = { is: "x" };
const op = (name: string, ...of: readonly Pattern[]): Pattern => ({ is: "op", op: name, of });
const add = (one: Pattern, other: Pattern): Pattern => ({ is: "op", op: "Add", of: [one, other], swaps: true });
const mul = (one: Pattern, other: Pattern): Pattern => ({ is: "op", op: "Mul", of: [one, other], swaps: true });
const num = (value: number): Pattern => ({ is: "number", value });
const any = (as: string): Pattern => ({ is: "number", as });
const tensor = (as: string): Pattern => ({ is: "constant", as });
const outputOf = (pattern: Pattern, output: number): Pattern => ({ ...pattern, output }) as Pattern;

const centred = op("Sub", x, op("ReduceMean", x));
const deviation = (eps: Pattern): Pattern => op("Sqrt", add(op("ReduceMean", op("Pow", centred, num(2))), eps));
const halfOfErf = (argument: Pattern): Pattern => add(op("Erf", argument), num(1));
const cube = [op("Pow", x, num(3)), mul(x, mul(x, x)), mul(mul(x, x), x)];
const tanhOf = (third: Pattern): Pattern => add(op("Tanh", mul(add(x, mul(third, num(0.044715))), num(Math.sqrt(2 / Math.PI)))), num(1));

/** A layer that is written as several operators, or as one without further settings. */
export interface LayerPattern {
  readonly pattern: Pattern;
  readonly layer: (found: Found) => JsonLayer | undefined;
}

function plain(type: string, pattern: Pattern): LayerPattern {
  return { pattern, layer: () => ({ type }) };
}

function withNumbers(type: string, pattern: Pattern): LayerPattern {
  return { pattern, layer: ({ numbers }) => ({ type, ...Object.fromEntries(numbers) }) };
}

const gelu = (pattern: Pattern): LayerPattern => plain("GELU", pattern);
const geluTanh = (pattern: Pattern): LayerPattern => ({ pattern, layer: () => ({ type: "GELU", approximate: "tanh" }) });
const erfs = [halfOfErf(op("Div", x, num(Math.SQRT2))), halfOfErf(mul(x, num(Math.SQRT1_2)))];

/** Larger patterns stand before those that are a part of them. */
export const patterns: readonly LayerPattern[] = [
  ...erfs.flatMap((erf) => [gelu(mul(mul(x, erf), num(0.5))), gelu(mul(x, mul(erf, num(0.5)))), gelu(mul(mul(x, num(0.5)), erf))]),
  ...cube.flatMap((third) => [
    geluTanh(mul(num(0.5), mul(x, tanhOf(third)))),
    geluTanh(mul(x, mul(tanhOf(third), num(0.5)))),
    geluTanh(mul(mul(x, num(0.5)), tanhOf(third))),
  ]),
  plain("GLU", mul(outputOf(op("Split", x), 0), op("Sigmoid", outputOf(op("Split", x), 1)))),
  plain("SiLU", mul(x, op("Sigmoid", x))),
  plain("Mish", mul(x, op("Tanh", op("Softplus", x)))),
  plain("Mish", op("Mish", x)),
  plain("Hardswish", mul(x, { is: "op", op: "HardSigmoid", of: [x], with: { alpha: 1 / 6 } })),
  plain("Hardswish", op("HardSwish", x)),
  plain("LogSigmoid", op("Neg", op("Softplus", op("Neg", x)))),
  plain("LogSigmoid", op("Log", op("Sigmoid", x))),
  plain("Tanhshrink", op("Sub", x, op("Tanh", x))),
  plain("ReLU6", op("Clip", op("Relu", x), num(0), num(6))),
  plain("ReLU6", op("Clip", x, num(0), num(6))),
  withNumbers("Hardtanh", op("Clip", x, any("min_val"), any("max_val"))),
  withNumbers(
    "Softplus",
    op("Where", op("Greater", mul(x, any("beta")), any("threshold")), x, op("Div", op("Softplus", mul(x, any("beta"))), any("beta"))),
  ),
  withNumbers("Softplus", op("Div", op("Softplus", mul(x, any("beta"))), any("beta"))),
  plain("Softplus", op("Softplus", x)),
  {
    pattern: op("Where", op("Or", op("Greater", x, any("lambd")), op("Less", x, any("lower"))), x, num(0)),
    layer: ({ numbers }) =>
      numbers.get("lower") === -(numbers.get("lambd") ?? NaN) ? { type: "Hardshrink", lambd: numbers.get("lambd")! } : undefined,
  },
  {
    pattern: add(
      op("Where", op("Greater", x, any("lambd")), op("Sub", x, any("lambd")), num(0)),
      op("Where", op("Less", x, any("lower")), add(x, any("lambd")), num(0)),
    ),
    layer: ({ numbers }) =>
      numbers.get("lower") === -(numbers.get("lambd") ?? NaN) ? { type: "Softshrink", lambd: numbers.get("lambd")! } : undefined,
  },
  withNumbers("Threshold", op("Where", op("Greater", x, any("threshold")), x, any("value"))),
  plain("Step", op("Cast", op("GreaterOrEqual", x, num(0)))),
  plain("Sigmoid", op("Sigmoid", x)),
  plain("Tanh", op("Tanh", x)),
  plain("Softsign", op("Div", x, add(op("Abs", x), num(1)))),
  plain("Softsign", op("Softsign", x)),
  plain("ReLU", op("Relu", x)),
  plain("SELU", op("Selu", x)),
];

/** A layer normalization of an opset that has no operator for it. */
export const layerNorm = add(mul(op("Div", centred, deviation(any("eps"))), tensor("weight")), tensor("bias"));
/** The same without learnt numbers. */
export const plainLayerNorm = op("Div", centred, deviation(any("eps")));
export const linear = add(op("MatMul", x, tensor("weight")), tensor("bias"));

/** What of a graph matches a pattern at a value; undefined if it does not. */
export function match(graph: OnnxGraph, value: string, pattern: Pattern): Found | undefined {
  const matcher = new Matcher(graph);
  return matcher.matches(value, pattern) && matcher.x !== undefined
    ? { x: matcher.x, numbers: matcher.numbers, constants: matcher.constants }
    : undefined;
}

/** TensorProto.DataType.BOOL. */
const BOOL = 9;

class Matcher {
  readonly #graph: OnnxGraph;
  x: string | undefined;
  numbers = new Map<string, number>();
  constants = new Map<string, string>();

  constructor(graph: OnnxGraph) {
    this.#graph = graph;
  }

  matches(value: string, pattern: Pattern): boolean {
    switch (pattern.is) {
      case "x":
        if (this.x === undefined && !this.#graph.isConstant(value)) this.x = value;
        return this.x === value;
      case "number":
        return this.#isNumber(value, pattern);
      case "constant":
        if (!this.#graph.isConstant(value)) return false;
        this.constants.set(pattern.as, value);
        return true;
      case "op": {
        const made = this.#made(value);
        if (made === undefined || made.node.op !== pattern.op || made.output !== (pattern.output ?? 0)) return false;
        if (made.node.op === "ReduceMean" && !this.#isOverValues(made.node)) return false;
        for (const [name, number] of Object.entries(pattern.with ?? {}))
          if (!isNear(Number(made.node.attributes.get(name)), number)) return false;
        const [first = "", second = ""] = made.node.inputs;
        if (pattern.swaps === undefined) return pattern.of.every((part, index) => this.matches(made.node.inputs[index] ?? "", part));
        const [one, other] = pattern.of as readonly [Pattern, Pattern];
        return this.#both([first, one], [second, other]) || this.#both([second, one], [first, other]);
      }
    }
  }

  /** The operator that makes a value; a comparison may be cast to what it is already. */
  #made(value: string): ReturnType<OnnxGraph["maker"]> {
    const made = this.#graph.maker(value);
    const isCast = made?.node.op === "Cast" && made.node.attributes.get("to") === BOOL;
    return isCast ? this.#graph.maker(made.node.inputs[0] ?? "") : made;
  }

  /** Both, or nothing is captured. */
  #both([first, one]: readonly [string, Pattern], [second, other]: readonly [string, Pattern]): boolean {
    const { x: before, numbers, constants } = this;
    this.numbers = new Map(numbers);
    this.constants = new Map(constants);
    if (this.matches(first, one) && this.matches(second, other)) return true;
    [this.x, this.numbers, this.constants] = [before, numbers, constants];
    return false;
  }

  /** Whether a value is one number: the one that is asked for, the one that is known, or any. */
  #isNumber(name: string, { value, as }: { readonly value?: number; readonly as?: string }): boolean {
    const constant = this.#graph.constant(name);
    if (constant === undefined || constant.data.length !== 1) return false;
    const given = Number(constant.data[0]);
    const expected = value ?? (as === undefined ? undefined : this.numbers.get(as));
    if (expected === undefined) this.numbers.set(as ?? "", shortest(given));
    return expected === undefined || isNear(given, expected);
  }

  /** Whether it is the mean of a row's values, not of a column. */
  #isOverValues({ inputs, attributes }: GraphNode): boolean {
    const axes = attributes.get("axes") ?? [...(this.#graph.constant(inputs[1] ?? "")?.data ?? [])].map(Number);
    return Array.isArray(axes) && axes.length === 1 && (axes[0] === -1 || axes[0] === 1);
  }
}

function isNear(given: number, expected: number): boolean {
  return Math.abs(given - expected) <= 1e-6 * Math.abs(expected);
}

/** The shortest decimal that is this number in single precision, as 0.1 rather than 0.10000000149011612. */
export function shortest(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}
