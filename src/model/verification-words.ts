// What a comparison with PyTorch found, in a sentence.

import { type Message, message } from "./message.ts";
import type { RunVerification } from "./run-record.ts";

/** For a person who wants to know whether it is the same. */
export function verificationSentence({ same, torch, epochs, weights, losses, predictions, otherAnswers }: RunVerification): Message {
  // Without numbers to predict there are classes.
  const predicted = predictions === undefined ? String(otherAnswers) : figure(predictions);
  return same
    ? message(
        "The same as in PyTorch {0} over {1} epochs. Largest differences: first weights {2}, losses {3}, predictions {4}.",
        torch,
        epochs,
        figure(weights),
        figure(losses),
        predicted,
      )
    : message(
        "Not the same as in PyTorch {0} over {1} epochs. Largest differences: first weights {2}, losses {3}, predictions {4}.",
        torch,
        epochs,
        figure(weights),
        figure(losses),
        predicted,
      );
}

/** A difference; one that is not written was infinite. */
function figure(value: number | undefined): string {
  if (value === undefined) return "∞";
  return value === 0 ? "0" : value.toExponential(0);
}
