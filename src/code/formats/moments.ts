// The moments of a run in one file: each tensor under its epoch and its name in the `state_dict`, as in
// `64.0.weight`. The metadata names the epochs in their order.

import { type Metadata, readSafetensors, type StoredTensor, writeSafetensors } from "./safetensors.ts";

/** Weights of a run after some of its epochs. */
export interface StoredMoment {
  readonly epoch: number;
  readonly isPartial?: true;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array }[];
}

const KEY = "moments";

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
