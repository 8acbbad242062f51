// The gradient becomes larger from layer to layer on its way back, or from step to step, until one step
// throws the weights far away: the first weights, the values or the steps are too large.

import { takeRows } from "../../evaluation/features.ts";
import { nameOf } from "../../../model/diagnostics/rule.ts";
import { fix, set } from "../../../model/fix.ts";
import { message } from "../../../model/message.ts";
import type { Fix } from "../../../model/problem.ts";
import type { Detector, Trial } from "../detector.ts";
import type { Symptom } from "../finding.ts";
import { type Lab, rateOf } from "../lab.ts";
import { batchNormFix, defaultInitFix, rateFix, scalingFix, short } from "../remedies.ts";
import type { Sight } from "../sight.ts";
import type { Subject } from "../subject.ts";

/** The first layer's gradient is so many times the last one's. */
const BACKWARD = 1000;
/** So many times need no second look: the next one may find nothing left to learn from. */
const AT_ONCE = 100_000;
/** The length of all gradients has become so many times what it was after the first epoch. */
const GROWTH = 1000;
/** So many epochs one after the other. */
const EPOCHS = 2;
/** The root mean square of values that were scaled is 1; several times as large need no other explanation. */
const USUAL = 5;
/** Rows that are asked for it. */
const ROWS = 2000;

export const explodingGradient: Detector = {
  code: "exploding-gradient",
  watch: (subject) => {
    const { linears } = subject;
    let [first, most, epochs, loss] = [NaN, 0, 0, NaN];
    let sights = 0;
    let latest: Sight | undefined;
    let isSaid = false;
    const say = (symptom: Symptom): Symptom[] => {
      // In depth or in time, it is one sickness.
      const symptoms = isSaid ? [] : [symptom];
      isSaid = true;
      return symptoms;
    };
    return {
      look: (sight) => {
        latest = sight;
        if (linears.length < 2) return undefined;
        const times = backwards(subject, sight);
        sights = times >= BACKWARD ? sights + 1 : 0;
        return sights >= 2 || times >= AT_ONCE ? say(ofDepth(subject, sight)) : undefined;
      },
      epoch: ({ gradientNorm, trainLoss }) => {
        if (gradientNorm === undefined) return undefined;
        if (Number.isNaN(first) && gradientNorm > 0) [first, loss] = [gradientNorm, trainLoss];
        most = Math.max(most, gradientNorm);
        epochs = gradientNorm >= GROWTH * first && trainLoss > loss ? epochs + 1 : 0;
        return epochs >= EPOCHS ? say(ofTime(subject, first, gradientNorm)) : undefined;
      },
      diverged: (finished) => {
        if (latest && linears.length > 1 && backwards(subject, latest) >= BACKWARD) return say(ofDepth(subject, latest));
        if (most >= GROWTH * first) return say(ofTime(subject, first, most));
        // Within one epoch it went wrong: a copy goes the same way again, slowly.
        return finished <= 1 ? (lab) => replay(lab, subject) : undefined;
      },
    };
  },
};

function* replay(lab: Lab, subject: Subject): Trial {
  const { norms } = yield* lab.fromStart(1);
  const [first] = norms;
  const most = Math.max(...norms.filter(Number.isFinite));
  return first !== undefined && most >= GROWTH * first ? [ofTime(subject, first, most)] : [];
}

/** How many times as large the gradient is at the first Linear as at the last. */
function backwards({ linears }: Subject, { layers }: Sight): number {
  const [first, last] = [layers[linears[0]!]!.slope, layers[linears.at(-1)!]!.slope];
  return last > 0 ? first / last : 0;
}

function ofDepth(subject: Subject, sight: Sight): Symptom {
  const { layers, linears } = subject;
  const [first, last] = [linears[0]!, linears.at(-1)!];
  const sentence = message(
    "The gradient explodes on its way back: at {0} it is {1} times what it is at {2}, because large weights multiply it in every layer. Start from smaller weights, add BatchNorm1d, or clip the gradient.",
    nameOf(layers[first]!, first),
    short(backwards(subject, sight)),
    nameOf(layers[last]!, last),
  );
  const fixes = [...defaultInitFix(subject), ...batchNormFix(subject), ...clipFix(subject)];
  return { layer: first, message: sentence, path: ["layers", first], fixes, ...explanation(subject) };
}

function ofTime(subject: Subject, from: number, to: number): Symptom {
  const sentence = message(
    "The gradient explodes: its length grew from {0} to {1}, so each step throws the weights further away. Lower the learning rate, scale the features, or clip the gradient.",
    short(from),
    short(to),
  );
  const fixes = [...scalingFix(subject), rateFix(subject, 0.1), ...clipFix(subject)];
  return { layer: null, message: sentence, path: rateOf(subject.experiment).path, fixes, ...explanation(subject) };
}

/** Where first weights and values are usual ones, only the steps can be too large. */
function explanation(subject: Subject): Pick<Symptom, "explainedBy"> {
  const isOfSteps = defaultInitFix(subject).length === 0 && hasUsualValues(subject);
  return isOfSteps ? { explainedBy: ["diverging"] } : {};
}

/** Whether inputs and targets are about as large as those that were scaled. */
function hasUsualValues({ prepared }: Subject): boolean {
  const { inputs, inputNames, targets, targetWidth, preprocessing } = prepared.encoded;
  const rows = prepared.split.train.subarray(0, ROWS);
  const isUsual = (table: typeof inputs, width: number): boolean => {
    let sum = 0;
    for (const value of takeRows(table, width, rows).inputs) sum += value * value;
    return sum <= USUAL * USUAL * rows.length * width;
  };
  return isUsual(inputs, inputNames.length) && (preprocessing.target.classes !== undefined || isUsual(targets, targetWidth));
}

function clipFix({ experiment }: Subject): Fix[] {
  if (experiment.training.clip_grad_norm !== undefined) return [];
  return [fix(message("Clip the gradient to a length of {0}", 1), set(["training", "clip_grad_norm"], 1))];
}
