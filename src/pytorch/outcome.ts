// What the runner's last word comes to as the end of a run.

import type { Preprocessing } from "../data/types.ts";
import { message } from "../model/message.ts";
import type { NamedTensor, RunOutcome, Verdict } from "../training/types.ts";
import type { Finished } from "./conversation.ts";
import type { EndValues, PackedTensor } from "./messages.ts";

/** Says how good weights are, beside always the same answer. */
export type JudgeEnd = (values: EndValues) => Verdict | undefined;

/** The end of a run. */
export function outcomeOf({ done, payload }: Finished, preprocessing: Preprocessing, verdictOf: JudgeEnd): RunOutcome {
  const tensors = unpack(done.tensors, payload, 0);
  const other = done.other;
  return {
    stopped: done.stopped,
    ...(done.testLoss === undefined ? {} : { testLoss: done.testLoss }),
    ...withVerdict(done.values, verdictOf),
    seconds: done.seconds,
    steps: done.steps,
    epochs: done.epochs,
    tensors: tensors.tensors,
    preprocessing,
    ...(other
      ? {
          other: {
            which: other.which,
            bestEpoch: other.bestEpoch,
            ...(other.testLoss === undefined ? {} : { testLoss: other.testLoss }),
            ...withVerdict(other.values, verdictOf),
            tensors: unpack(other.tensors, payload, tensors.end).tensors,
          },
        }
      : {}),
    ...(done.note
      ? {
          note: message(
            "The loss became NaN or infinite in epoch {0}, at step {1}. Lower the learning rate or normalize the features; the last finite weights are kept.",
            done.note.epoch,
            done.note.step,
          ),
        }
      : {}),
  };
}

function withVerdict(values: EndValues | undefined, verdictOf: JudgeEnd): { readonly verdict?: Verdict } {
  const verdict = values && verdictOf(values);
  return verdict ? { verdict } : {};
}

/** Tensors out of the bytes that came with a message, from `start` on. */
export function unpack(
  packed: readonly PackedTensor[],
  payload: Uint8Array,
  start = 0,
): { readonly tensors: NamedTensor[]; readonly end: number } {
  let at = start;
  const tensors = packed.map(({ name, shape, dtype }) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const size = dtype === "I64" ? 8 : 4;
    // The bytes lie anywhere in the payload; numbers want them aligned.
    const bytes = payload.slice(at, at + count * size);
    if (bytes.length < count * size) throw new Error(`The runner sent too few bytes for ${name}.`);
    at += count * size;
    const data = dtype === "I64" ? Float32Array.from(new BigInt64Array(bytes.buffer), Number) : new Float32Array(bytes.buffer);
    return { name, shape, data };
  });
  return { tensors, end: at };
}
