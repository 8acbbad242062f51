// The moments of a run in one file: each tensor under its epoch and its name in the `state_dict`, as in
// `64.0.weight`. The metadata names the epochs in their order. A checkpoint has them among its tensors.

import { type Metadata, readSafetensors, type StoredTensor, writeSafetensors } from "./safetensors.ts";

/** Weights of a run after some of its epochs. */
export interface StoredMoment {
  readonly epoch: number;
  readonly isPartial?: true;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array }[];
}

const KEY = "moments";
/** Before the names of tensors in a checkpoint, which has others as well. */
const PREFIX = "moment.";
/** Bytes of the moments that are kept with a run or its checkpoint: many runs are kept. */
const MOST = 4 * 2 ** 20;
const BYTES = 4;

/** As many of the moments as fit, evenly, the first and the last among them; none if these two do not. */
export function thinnedMoments(moments: readonly StoredMoment[], most = MOST): readonly StoredMoment[] {
  const size = (moments[0]?.tensors ?? []).reduce((sum, { data }) => sum + data.length * BYTES, 0);
  const count = Math.min(moments.length, Math.floor(most / Math.max(1, size)));
  if (count < 2) return [];
  const at = (index: number): number => Math.round((index * (moments.length - 1)) / (count - 1));
  return Array.from({ length: count }, (_, index) => moments[at(index)]!);
}

/** Moments as tensors of a checkpoint, as `moment.64.0.weight`: all of them are of whole epochs. */
export function momentTensors(moments: readonly StoredMoment[]): StoredMoment["tensors"] {
  return moments.flatMap(({ epoch, tensors }) => tensors.map((tensor) => ({ ...tensor, name: `${PREFIX}${epoch}.${tensor.name}` })));
}

/** Whether a checkpoint's tensor is one of a moment. */
export function isOfMoment(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** A checkpoint's moments, in the order of their epochs; names of another form are passed over. */
export function momentsAmong(tensors: readonly StoredTensor[]): StoredMoment[] {
  const moments = new Map<number, StoredMoment["tensors"][number][]>();
  for (const { name: full, shape, data } of tensors) {
    const [, digits = "", name = ""] = /^moment\.(\d{1,15})\.(.+)$/s.exec(full) ?? [];
    if (name === "" || !(data instanceof Float32Array)) continue;
    const epoch = Number(digits);
    const own = moments.get(epoch) ?? [];
    own.push({ name, shape, data });
    moments.set(epoch, own);
  }
  return Array.from(moments, ([epoch, own]) => ({ epoch, tensors: own })).toSorted((one, other) => one.epoch - other.epoch);
}

export function momentsFile(moments: readonly StoredMoment[]): Uint8Array {
  const tensors = moments.flatMap(({ epoch, tensors: own }) =>
    own.map((tensor): StoredTensor => ({ ...tensor, name: `${epoch}.${tensor.name}` })),
  );
  const epochs = moments.map(({ epoch, isPartial }) => (isPartial ? { epoch, isPartial } : { epoch }));
  return writeSafetensors(tensors, { [KEY]: JSON.stringify(epochs) });
}

/**
 * Reads what `momentsFile` wrote; what else a file holds is passed over.
 * @param file its name, for the sentence that says what is wrong
 * @throws ProblemError if the bytes are no such file
 */
export function readMoments(bytes: Uint8Array, file: string): StoredMoment[] {
  const { tensors, metadata } = readSafetensors(bytes, file);
  return epochsOf(metadata).map(({ epoch, isPartial }) => {
    const prefix = `${epoch}.`;
    const own = tensors.flatMap(({ name, shape, data }) =>
      name.startsWith(prefix) && data instanceof Float32Array ? [{ name: name.slice(prefix.length), shape, data }] : [],
    );
    return isPartial === true ? { epoch, isPartial, tensors: own } : { epoch, tensors: own };
  });
}

function epochsOf(metadata: Metadata): { readonly epoch: number; readonly isPartial?: unknown }[] {
  try {
    const value: unknown = JSON.parse(metadata[KEY] ?? "[]");
    const seen = new Set<number>();
    return (Array.isArray(value) ? value : []).filter((entry: { epoch?: unknown } | null): entry is { epoch: number } => {
      const epoch = entry?.epoch;
      const isNew = typeof epoch === "number" && Number.isSafeInteger(epoch) && epoch >= 0 && !seen.has(epoch);
      if (isNew) seen.add(epoch);
      return isNew;
    });
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
