// The gradient becomes smaller from layer to layer on its way back, until the first layers get none: each
// sigmoid multiplies it by at most 1/4.

import { nameOf } from "../../../model/diagnostics/rule.ts";
import { message } from "../../../model/message.ts";
import type { Detector } from "../detector.ts";
import { batchNormFix, hiddenActivationsFix, kaimingFix } from "../remedies.ts";
import type { Symptom } from "../finding.ts";
import type { Sight } from "../sight.ts";
import type { Subject } from "../subject.ts";

/** Linears that a gradient has to go through before it can vanish. */
const LINEARS = 3;
/** The first layer's gradient is this share of the last one's, or less. */
const SHARE = 1e-3;
/** A layer that moves by this share of what the last one moves by stands still beside it. */
const STILL = 0.02;
/** Answers that differ by less than this share of the targets' deviation do not depend on the row. */
const SAME = 0.05;
const SIGHTS = 3;
/** It may come out of it by itself: it must last for this part of the run, or so many epochs. */
const PART = 0.3;
const EPOCHS = 50;

export const vanishingGradient: Detector = {
  code: "vanishing-gradient",
  watch: (subject) => {
    const { linears } = subject;
    const [first = -1] = linears;
    const last = linears.at(-1) ?? -1;
    if (linears.length < LINEARS) return undefined;
    let sights = 0;
    let latest: Sight | undefined;
    return {
      look: (sight) => {
        if (sight.epoch === 0) return undefined;
        const vanished = hasVanished(sight, first, last);
        sights = vanished ? sights + 1 : 0;
        latest = sight;
        const since = Math.min(PART * subject.epochs, vanished === "still" ? EPOCHS : Infinity);
        return sights >= SIGHTS && sight.epoch >= since ? [symptomOf(subject, sight)] : undefined;
      },
      // The loss is flat already.
      asked: () => (latest && sights >= SIGHTS ? [symptomOf(subject, latest)] : undefined),
    };
  },
};

function symptomOf(subject: Subject, sight: Sight): Symptom {
  const { linears, layers } = subject;
  const [first, last] = [linears[0]!, linears.at(-1)!];
  const share = sight.layers[first]!.slope / sight.layers[last]!.slope;
  const between = layers.slice(first, last).filter(({ type }) => type !== "Linear" && type !== "Identity").length;
  const args = [nameOf(layers[first]!, first), shareText(share), nameOf(layers[last]!, last), between] as const;
  const byActivation = hiddenActivationsFix(subject, "ReLU");
  const sentence =
    byActivation.length > 0
      ? message(
          "The gradient vanishes on its way back: at {0} it is {1} of what it is at {2}, because each of the {3} layers between multiplies it by a slope below 1. So {0} hardly learns. Use ReLU in the hidden layers, fewer layers, or BatchNorm1d.",
          ...args,
        )
      : message(
          "The gradient vanishes on its way back: at {0} it is {1} of what it is at {2}, because the weights of the {3} layers between are so small. So {0} hardly learns. Start from kaiming_normal, or use fewer layers or BatchNorm1d.",
          ...args,
        );
  const fixes = [...byActivation, ...(byActivation.length > 0 ? [] : kaimingFix(subject)), ...batchNormFix(subject)];
  return { layer: first, message: sentence, path: ["layers", first], fixes };
}

/** "still" if the first layer stands still, "same" if the answers are the same for every row. */
function hasVanished({ layers, spread }: Sight, first: number, last: number): "still" | "same" | undefined {
  const [one, other] = [layers[first]!, layers[last]!];
  if (!(other.slope > 0) || !(one.slope / other.slope <= SHARE)) return undefined;
  // Dead units cut the gradient off, which is a sickness of its own.
  if (layers.slice(first, last).some(({ dead }) => dead === 1)) return undefined;
  const [slow, fast] = [one.linear?.update, other.linear?.update];
  if (slow !== undefined && fast !== undefined && fast > 0 && slow / fast <= STILL) return "still";
  return spread !== undefined && spread < SAME ? "same" : undefined;
}

function shareText(share: number): string {
  return share === 0 ? "0" : share < 1e-6 ? share.toExponential(0) : `1/${Number((1 / share).toPrecision(2))}`;
}
