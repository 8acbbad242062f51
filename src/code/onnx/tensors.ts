// Constants of an ONNX graph: what kinds of numbers there are, and their bytes, little-endian as the format
// has them.

import { create } from "@bufbuild/protobuf";
import { type TensorProto, TensorProtoSchema } from "./onnx_pb.ts";

/** TensorProto.DataType of onnx.proto3, those that are used here. */
export const elementTypes = { float: 1, int64: 7, string: 8, bool: 9, double: 11 } as const;

export type ElementType = keyof typeof elementTypes;

/** A row-major tensor of single precision. */
export function floats(shape: readonly number[], values: ArrayLike<number>): TensorProto {
  return packed("float", shape, values, 4, (view, at, value) => view.setFloat32(at, value, true));
}

export function doubles(shape: readonly number[], values: ArrayLike<number>): TensorProto {
  return packed("double", shape, values, 8, (view, at, value) => view.setFloat64(at, value, true));
}

export function integers(shape: readonly number[], values: ArrayLike<number>): TensorProto {
  return packed("int64", shape, values, 8, (view, at, value) => view.setBigInt64(at, BigInt(value), true));
}

export function texts(shape: readonly number[], values: readonly string[]): TensorProto {
  return create(TensorProtoSchema, {
    dims: shape.map(BigInt),
    dataType: elementTypes.string,
    stringData: values.map((value) => new TextEncoder().encode(value)),
  });
}

function packed(
  type: ElementType,
  shape: readonly number[],
  values: ArrayLike<number>,
  bytes: number,
  put: (view: DataView, at: number, value: number) => void,
): TensorProto {
  const view = new DataView(new ArrayBuffer(values.length * bytes));
  for (let index = 0; index < values.length; index++) put(view, index * bytes, values[index]!);
  return create(TensorProtoSchema, { dims: shape.map(BigInt), dataType: elementTypes[type], rawData: new Uint8Array(view.buffer) });
}
