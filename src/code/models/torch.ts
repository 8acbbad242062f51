// PyTorch's own files (`torch.save`): a zip with a pickle that says which tensors there are, and a file of
// numbers for each storage. Only tensors, dictionaries of them and plain values are built.

import { message } from "../../model/message.ts";
import type { ProblemError } from "../../model/problem.ts";
import type { StoredTensor, TensorData } from "../formats/safetensors.ts";
import { notRead } from "./failure.ts";
import { floatsOfBfloat, floatsOfHalf } from "../formats/half.ts";
import { NoPickle, PickledName, UnknownName, unpickle } from "./pickle.ts";
import { readZip } from "./zip.ts";

interface StorageType {
  /** Bytes of a number. */
  readonly size: number;
  /** From bytes of its own, little-endian. */
  readonly read: (bytes: Uint8Array<ArrayBuffer>) => TensorData;
}

const storages: Readonly<Record<string, StorageType>> = {
  "torch.FloatStorage": { size: 4, read: ({ buffer }) => new Float32Array(buffer) },
  "torch.DoubleStorage": { size: 8, read: ({ buffer }) => new Float64Array(buffer) },
  "torch.HalfStorage": { size: 2, read: floatsOfHalf },
  "torch.BFloat16Storage": { size: 2, read: floatsOfBfloat },
  "torch.LongStorage": { size: 8, read: ({ buffer }) => new BigInt64Array(buffer) },
};
const DICT = "collections.OrderedDict";
const TENSOR = "torch._utils._rebuild_tensor_v2";
const PARAMETER = "torch._utils._rebuild_parameter";

/** Under which scripts keep the state_dict beside an optimizer's. */
const usual = ["state_dict", "model_state_dict", "model", "net", "network", "weights", "params"];

/** What a tensor's numbers are taken from. */
class Storage {
  readonly numbers: TensorData;

  constructor(numbers: TensorData) {
    this.numbers = numbers;
  }
}

class Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;

  constructor(shape: readonly number[], data: TensorData) {
    this.shape = shape;
    this.data = data;
  }
}

/**
 * The state_dict of a `.pt` or `.pth` file, in its order.
 * @param file its name, for the sentence that says what is wrong
 * @throws ProblemError if it holds anything else
 */
export function readTorch(bytes: Uint8Array, file: string): StoredTensor[] {
  const entries = readZip(bytes, file, (name) => /^[^/]+\/(data\.pkl|byteorder|constants\.pkl|data\/[^/]+)$/.test(name));
  const pickle = [...entries.keys()].find((name) => name.endsWith("/data.pkl"));
  if (pickle === undefined) throw notRead(file, message("{0} is a zip, but none that torch.save wrote. Choose another file.", file));
  const root = pickle.slice(0, -"data.pkl".length);
  if (entries.has(`${root}constants.pkl`))
    throw notRead(file, message("{0} is a TorchScript program. Save the state_dict instead: torch.save(model.state_dict(), PATH)", file));
  const order = entries.get(`${root}byteorder`);
  if (order !== undefined && new TextDecoder().decode(order) !== "little")
    throw notRead(file, message("{0} was written on a big-endian machine, which is not read. Save it as safetensors.", file));
  const dict = stateDict(read(entries, root, bytes.length, file));
  if (dict === undefined) throw notRead(file, message("{0} holds no state_dict. Save one: torch.save(model.state_dict(), PATH)", file));
  return dict;
}

/** What the pickle holds. @throws ProblemError if it asks for more than a state_dict needs */
function read(entries: ReadonlyMap<string, Uint8Array>, root: string, size: number, file: string): unknown {
  const known = new Map<string, Storage>();
  // A tensor that does not lie in one piece is copied; all copies together are no larger than the file.
  let left = size;
  const spend = (numbers: number): void => {
    left -= numbers;
    if (left < 0) throw new NoPickle();
  };
  try {
    return unpickle(entries.get(`${root}data.pkl`)!, {
      knows: (name) => name === DICT || name === TENSOR || name === PARAMETER || Object.hasOwn(storages, name),
      call: (name, values) => {
        if (name === DICT) return dictOf(values);
        if (name === TENSOR) return tensorOf(values, spend);
        if (name === PARAMETER && values[0] instanceof Tensor) return values[0];
        throw new NoPickle();
      },
      outside: (id) => {
        const [kind, type, key] = Array.isArray(id) ? (id as readonly unknown[]) : [];
        const of = type instanceof PickledName ? storages[type.name] : undefined;
        const own = typeof key === "string" ? entries.get(`${root}data/${key}`) : undefined;
        if (kind !== "storage" || of === undefined || own === undefined || own.length % of.size !== 0) throw new NoPickle();
        const name = `${(type as PickledName).name} ${String(key)}`;
        const storage = known.get(name) ?? new Storage(of.read(new Uint8Array(own)));
        known.set(name, storage);
        return storage;
      },
    });
  } catch (error) {
    if (error instanceof UnknownName) throw asksFor(file, error.asked);
    if (error instanceof NoPickle)
      throw notRead(file, message("{0} is damaged, or holds more than tensors. Save only model.state_dict() with torch.save.", file));
    throw error;
  }
}

function asksFor(file: string, name: string): ProblemError {
  const sentence = message(
    "{0} asks for {1}, which a state_dict does not need, so nothing of it is read. Save the state_dict alone: torch.save(model.state_dict(), PATH)",
    file,
    name,
  );
  return notRead(file, sentence);
}

/** OrderedDict(), or of a list of pairs. */
function dictOf([pairs = []]: readonly unknown[]): Map<unknown, unknown> {
  const dict = new Map<unknown, unknown>();
  for (const pair of Array.isArray(pairs) ? (pairs as readonly unknown[]) : []) {
    if (!Array.isArray(pair)) throw new NoPickle();
    dict.set(pair[0], pair[1]);
  }
  return dict;
}

/** storage, offset, size, stride, …: within what the storage holds. */
function tensorOf([storage, offset, size, stride]: readonly unknown[], spend: (numbers: number) => void): Tensor {
  if (!(storage instanceof Storage) || !isCount(offset) || !areCounts(size) || !areCounts(stride) || size.length !== stride.length)
    throw new NoPickle();
  const count = size.reduce((product, side) => product * side, 1);
  const last = count === 0 ? -1 : size.reduce((at, side, index) => at + (side - 1) * stride[index]!, offset);
  const { numbers } = storage;
  if (last >= numbers.length || count > numbers.length) throw new NoPickle();
  if (isOnePiece(size, stride)) return new Tensor(size, numbers.subarray(offset, offset + count));
  spend(count);
  const data = numbers.slice(0, count);
  for (let index = 0; index < count; index++) data[index] = numbers[placeOf(index, size, stride, offset)]!;
  return new Tensor(size, data);
}

/** Row-major, without holes. */
function isOnePiece(size: readonly number[], stride: readonly number[]): boolean {
  let expected = 1;
  for (let dimension = size.length - 1; dimension >= 0; dimension--) {
    if (size[dimension] !== 1 && stride[dimension] !== expected) return false;
    expected *= size[dimension]!;
  }
  return true;
}

function placeOf(index: number, size: readonly number[], stride: readonly number[], offset: number): number {
  let rest = index;
  let place = offset;
  for (let dimension = size.length - 1; dimension >= 0; dimension--) {
    place += (rest % size[dimension]!) * stride[dimension]!;
    rest = Math.floor(rest / size[dimension]!);
  }
  return place;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= 8 && value.every(isCount);
}

/** The tensors of a dictionary, or of the one in it that is called as a state_dict usually is. */
function stateDict(content: unknown): StoredTensor[] | undefined {
  if (!(content instanceof Map)) return undefined;
  const tensors = tensorsIn(content);
  if (tensors.length > 0) return tensors;
  const inner = usual.map((name) => content.get(name) as unknown).find((value) => value instanceof Map && tensorsIn(value).length > 0);
  return inner instanceof Map ? tensorsIn(inner) : undefined;
}

function tensorsIn(dict: Map<unknown, unknown>): StoredTensor[] {
  return [...dict].flatMap(([name, value]) =>
    typeof name === "string" && value instanceof Tensor ? [{ name, shape: value.shape, data: value.data }] : [],
  );
}
