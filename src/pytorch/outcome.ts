// What the runner's last word comes to as the end of a run.

import type { Preprocessing } from "../data/types.ts";
import { message } from "../model/message.ts";
import type { RunOutcome, Verdict } from "../training/types.ts";
import type { Finished } from "./conversation.ts";
import type { EndValues } from "./messages.ts";
import { unpack } from "./tensors.ts";

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
