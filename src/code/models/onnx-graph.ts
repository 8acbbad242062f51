// An ONNX graph as it is read: which node makes a value, and which values are constants. What a constant
// claims of its shape is compared with the bytes that are there.

import { fromBinary } from "@bufbuild/protobuf";
import { message } from "../../model/message.ts";
import {
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
} from "../onnx/onnx_pb.ts";
import { notRead } from "./failure.ts";
import { floatsOfBfloat, floatsOfHalf } from "../formats/half.ts";
import type { Numbers } from "./network.ts";

/** An operator with what it is told. */
export interface GraphNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: ReadonlyMap<string, number | string | readonly number[]>;
}

export class OnnxGraph {
  readonly model: ModelProto;
  readonly #file: string;
  readonly #graph: GraphProto;
  readonly #makers = new Map<string, { readonly node: NodeProto; readonly output: number }>();
  readonly #constants = new Map<string, TensorProto>();
  readonly #read = new Map<string, Numbers>();

  /** @throws ProblemError if the bytes are no ONNX model */
  constructor(bytes: Uint8Array, file: string) {
    this.#file = file;
    try {
      this.model = fromBinary(ModelProtoSchema, bytes);
    } catch {
      throw notRead(file, message("{0} is no ONNX model, or is damaged. Choose another file.", file));
    }
    if (this.model.graph === undefined) throw notRead(file, message("{0} is no ONNX model, or is damaged. Choose another file.", file));
    this.#graph = this.model.graph;
    for (const tensor of this.#graph.initializer) this.#constants.set(tensor.name, tensor);
    for (const node of this.#graph.node) {
      for (const [output, name] of node.output.entries()) if (name !== "") this.#makers.set(name, { node, output });
      const [constant] = node.output;
      const value = node.attribute.find(({ name }) => name === "value")?.t;
      if (node.opType === "Constant" && constant !== undefined && value !== undefined) this.#constants.set(constant, value);
    }
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#graph.node.length;
  }

  /** Its inputs without the constants. */
  get inputs(): readonly string[] {
    return this.#graph.input.map(({ name }) => name).filter((name) => !this.#constants.has(name));
  }

  get outputs(): readonly string[] {
    return this.#graph.output.map(({ name }) => name);
  }

  /** The node that makes a value, and which of its outputs the value is. */
  maker(value: string): { readonly node: GraphNode; readonly output: number } | undefined {
    const made = this.#makers.get(value);
    return made === undefined ? undefined : { node: nodeOf(made.node), output: made.output };
  }

  isConstant(value: string): boolean {
    return this.#constants.has(value);
  }

  /** A constant; undefined if the value is none. @throws ProblemError if it holds less than it says */
  constant(value: string): Numbers | undefined {
    const tensor = this.#constants.get(value);
    const known = this.#read.get(value);
    if (tensor === undefined || known !== undefined) return known;
    const shape = tensor.dims.map(Number);
    const data = numbersOf(tensor);
    if (data === undefined || data.length !== shape.reduce((product, side) => product * side, 1)) {
      const sentence = message(
        "{0} does not hold all numbers of {1}: they lie in another file, are of a type that is not read, or are damaged. Save the model as one file of float32.",
        this.#file,
        value,
      );
      throw notRead(this.#file, sentence);
    }
    this.#read.set(value, { shape, data });
    return { shape, data };
  }
}

function nodeOf({ opType, input, attribute }: NodeProto): GraphNode {
  return { op: opType, inputs: input, attributes: new Map(attribute.map((own) => [own.name, valueOf(own)])) };
}

/** As AttributeProto.AttributeType says: 1 float, 2 int, 3 string, 6 floats, 7 ints. */
function valueOf({ type, f, i, s, floats, ints }: AttributeProto): number | string | readonly number[] {
  switch (type) {
    case 1:
      return f;
    case 3:
      return new TextDecoder().decode(s);
    case 6:
      return floats;
    case 7:
      return ints.map(Number);
    default:
      return Number(i);
  }
}

/** As TensorProto.DataType says: 1 float, 7 int64, 10 float16, 11 double, 16 bfloat16. */
function numbersOf({ dataType, rawData, floatData, doubleData, int64Data, int32Data }: TensorProto): Numbers["data"] | undefined {
  const own = new Uint8Array(rawData);
  const has = (bytes: number): boolean => own.length > 0 && own.length % bytes === 0;
  switch (dataType) {
    case 1:
      return has(4) ? new Float32Array(own.buffer) : Float32Array.from(floatData);
    case 7:
      return has(8) ? new BigInt64Array(own.buffer) : BigInt64Array.from(int64Data);
    case 10:
      return has(2) ? floatsOfHalf(own) : floatsOfHalf(new Uint8Array(Uint16Array.from(int32Data).buffer));
    case 11:
      return has(8) ? new Float64Array(own.buffer) : Float64Array.from(doubleData);
    case 16:
      return has(2) ? floatsOfBfloat(own) : floatsOfBfloat(new Uint8Array(Uint16Array.from(int32Data).buffer));
    default:
      return undefined;
  }
}
