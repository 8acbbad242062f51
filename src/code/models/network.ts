// What is read of a model file: layers as a document has them, and their numbers.

import type { JsonLayer } from "../../model/edit.ts";
import { layers, type LayerType } from "../../model/layers.ts";
import type { LayerRecord } from "../../model/layers/record.ts";
import type { Problem } from "../../model/problem.ts";
import type { StoredTensor, TensorData } from "../formats/safetensors.ts";
import type { StoredNetwork } from "../formats/weights.ts";

/** How many batches a BatchNorm1d saw, which is not in every file and changes no answer. */
const COUNT = "num_batches_tracked";

/** The numbers of one module, by their names in it. */
export interface ModuleTensors {
  /** The module's name in the file, as in `net.fc1`; "" if it has none. */
  readonly path: string;
  readonly tensors: ReadonlyMap<string, Numbers>;
}

/** Numbers, row-major. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** A network that another program wrote. */
export interface ForeignNetwork {
  readonly kind: "foreign";
  /** First to last. */
  readonly layers: readonly ForeignLayer[];
  /** Values per row. */
  readonly inputs: number;
  /** What the file does not say, as warnings. */
  readonly problems: readonly Problem[];
}

export interface ForeignLayer {
  readonly layer: JsonLayer;
  readonly tensors?: ReadonlyMap<string, Numbers>;
}

/** A network that Perceptron wrote, with its document and its preprocessing. */
export interface OwnNetwork {
  readonly kind: "own";
  readonly stored: StoredNetwork;
  /** The weight file itself, if it is one. */
  readonly weightFile?: Uint8Array;
}

export type ModelFile = ForeignNetwork | OwnNetwork;

/** The tensors of layers under their names in the `state_dict` of a Sequential. */
export function named(sequence: readonly ForeignLayer[]): StoredTensor[] {
  return sequence.flatMap(({ layer, tensors = new Map<string, Numbers>() }, index) => {
    const own = [...tensors]
      .filter(([name]) => name !== COUNT)
      .map(([name, { shape, data }]) => ({ name: `${index}.${name}`, shape, data }));
    if (layer.type !== "BatchNorm1d" || layer["track_running_stats"] === false) return own;
    const [count] = tensors.get(COUNT)?.data ?? [];
    return [...own, { name: `${index}.${COUNT}`, shape: [], data: BigInt64Array.of(typeof count === "bigint" ? count : 0n) }];
  });
}

/** `[in, out]` as `[out, in]`. */
export function transposed({ shape: [rows = 0, columns = 0], data }: Numbers): Numbers {
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) turned[column * rows + row] = Number(data[row * columns + column]);
  return { shape: [columns, rows], data: turned };
}

/** A layer without the fields that have their default. */
export function withoutDefaults(layer: JsonLayer): JsonLayer {
  const { parameters }: LayerRecord = layers[layer.type as LayerType];
  return Object.fromEntries(Object.entries(layer).filter(([name, value]) => parameters[name]?.default !== value)) as JsonLayer;
}
