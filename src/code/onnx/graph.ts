// An ONNX graph while it is written: nodes in the order they run, constants, inputs and outputs. A value is
// known by its name; names of inputs and outputs are the columns' own, so all others start with a slash.

import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./onnx_pb.ts";
import { type ElementType, elementTypes } from "./tensors.ts";

/** The name of a value. */
export type Value = string;

/** What an operator is told besides its inputs: a whole number, texts, or what `real` and `reals` mark. */
export type Attributes = Readonly<Record<string, number | string | readonly number[] | readonly string[] | Real>>;

/** Numbers that are floats, not integers, to ONNX. */
export interface Real {
  readonly real: number | readonly number[];
}

/** The domain of operators for classes and categories. */
export const ML = "ai.onnx.ml";

/** A size in a shape: a number, or the name of one that is not fixed. */
export type Size = number | string;

/** What is said of the whole file. */
export interface ModelFacts {
  readonly name: string;
  readonly about: string;
  readonly opset: number;
  /** The version of the format itself, which belongs to an opset (onnx/docs/Versioning.md). */
  readonly irVersion: number;
  readonly metadata: Readonly<Record<string, string>>;
}

export class GraphWriter {
  readonly #nodes: NodeProto[] = [];
  readonly #constants: TensorProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #outputs: ValueInfoProto[] = [];
  readonly #names = new Set<string>();
  #count = 0;

  /** An input of the graph, under its own name. */
  input(name: string, type: ElementType, shape: readonly Size[], about: string): Value {
    this.#names.add(name);
    this.#inputs.push(valueInfo(name, type, shape, about));
    return name;
  }

  /**
   * Gives a value to the caller, as `name`; with `_2`, `_3`, … behind it if a column is called that. It is
   * the last step of what `from` is.
   */
  output(name: string, from: Value, type: ElementType, shape: readonly Size[], about: string): void {
    let free = name;
    for (let number = 2; this.#names.has(free); number++) free = `${name}_${number}`;
    this.#names.add(free);
    this.#nodes.push(create(NodeProtoSchema, { opType: "Identity", name: `/${free}`, input: [from], output: [free] }));
    this.#outputs.push(valueInfo(free, type, shape, about));
  }

  /** A constant; one that is named keeps its name, as `0.weight`. */
  constant(tensor: TensorProto, name?: string): Value {
    const value = `/${name ?? `constant_${this.#count++}`}`;
    this.#constants.push({ ...tensor, name: value });
    return value;
  }

  /** A step with one result. */
  op(type: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.ops(type, inputs, 1, attributes)[0]!;
  }

  /** A step with several results. */
  ops(type: string, inputs: readonly Value[], results: number, attributes: Attributes = {}): readonly Value[] {
    const name = `/${type}_${this.#count++}`;
    const output = Array.from({ length: results }, (_, index) => (index === 0 ? name : `${name}:${index}`));
    const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
    const domain = type === "LabelEncoder" ? ML : "";
    this.#nodes.push(create(NodeProtoSchema, { opType: type, domain, name, input: [...inputs], output, attribute }));
    return output;
  }

  /** The bytes of a `.onnx` file. */
  model({ name, about, opset, irVersion, metadata }: ModelFacts): Uint8Array {
    return toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, {
        irVersion: BigInt(irVersion),
        producerName: "Perceptron",
        docString: about,
        opsetImport: [
          { domain: "", version: BigInt(opset) },
          { domain: ML, version: 2n },
        ],
        metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
        graph: create(GraphProtoSchema, {
          name,
          node: this.#nodes,
          initializer: this.#constants,
          input: this.#inputs,
          output: this.#outputs,
        }),
      }),
    );
  }
}

/** Marks numbers as floats. */
export function real(value: number | readonly number[]): Real {
  return { real: value };
}

/** AttributeProto.AttributeType of onnx.proto3. */
const attributeTypes = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;

function attributeOf(name: string, value: Attributes[string]): AttributeProto {
  const of = (type: keyof typeof attributeTypes, content: MessageInitShape<typeof AttributeProtoSchema>): AttributeProto =>
    create(AttributeProtoSchema, { ...content, name, type: attributeTypes[type] });
  if (typeof value === "number") return of("int", { i: BigInt(value) });
  if (typeof value === "string") return of("string", { s: new TextEncoder().encode(value) });
  if ("real" in value) return typeof value.real === "number" ? of("float", { f: value.real }) : of("floats", { floats: [...value.real] });
  if (areTexts(value)) return of("strings", { strings: value.map((text) => new TextEncoder().encode(text)) });
  return of("ints", { ints: value.map(BigInt) });
}

function areTexts(list: readonly number[] | readonly string[]): list is readonly string[] {
  return typeof list[0] === "string";
}

function valueInfo(name: string, type: ElementType, shape: readonly Size[], docString: string): ValueInfoProto {
  const dim = shape.map((size) =>
    typeof size === "number"
      ? { value: { case: "dimValue" as const, value: BigInt(size) } }
      : { value: { case: "dimParam" as const, value: size } },
  );
  const tensor = { elemType: elementTypes[type], shape: { dim } };
  return create(ValueInfoProtoSchema, { name, docString, type: { value: { case: "tensorType", value: tensor } } });
}
