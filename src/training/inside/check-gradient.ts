// Checks a gradient against the finite difference of the loss, (L(w + h) − L(w − h)) / 2h, in double
// precision.

import { message } from "../../model/message.ts";
import { forwardInDouble } from "./forward-in-double.ts";
import { lossInDouble, type Numbers } from "./loss-in-double.ts";
import type { TracedStep } from "./traced-step.ts";
import type { GradientCheck, NumberAddress } from "./types.ts";

/** About the third root of the precision of a double: a smaller step rounds more, a larger one bends more. */
const H = 1e-5;

/**
 * @param address of a `gradient`, `before` or `after` of a parameter
 * @throws Error if it is of something else
 */
export function checkGradient(step: TracedStep, { tensor, row, column }: NumberAddress): GradientCheck {
  if (!("parameter" in tensor)) throw new Error(`${tensor.of} is no parameter.`);
  const { parameter: index } = tensor;
  const { layer, look } = step.parameters[index]!;
  const at = row * (look.shape.at(-1) ?? 1) + column;
  const h = H * Math.max(1, Math.abs(look.data[at]!));
  const loss = lossBy(step, layer, index, at);
  const [below, here, above] = [loss(-h), loss(0), loss(h)];
  const gradient = look.gradient[at]!;
  const difference = (above - below) / (2 * h);
  const size = Math.max(Math.abs(gradient), Math.abs(difference));
  const relative = size === 0 ? 0 : Math.abs(gradient - difference) / size;
  // At a kink the loss leaves to the two sides with different slopes.
  const bend = Math.abs((above - here) / h - (here - below) / h);
  const isKink = relative > 1e-3 && bend > 1e-2 * size;
  const note = message("A unit is at a kink here, as ReLU at 0: to its two sides the loss changes differently.");
  return { gradient, difference, h, relative, ...(isKink ? { note } : {}) };
}

/** The batch's loss if number `at` of a parameter were `by` more. */
function lossBy(step: TracedStep, layer: number, index: number, at: number): (by: number) => number {
  const { experiment } = step.frame;
  const input = inDouble(step.inputOf(layer));
  return (by) => {
    let values: Numbers = input;
    for (let next = layer; next < step.layers.length; next++) {
      const parameters = step.parameters
        .filter((parameter) => parameter.layer === next)
        .map(({ parameter, look }) => {
          const data = Float64Array.from(look.data);
          if (parameter === index) data[at]! += by;
          return data;
        });
      values = forwardInDouble(step, next, values, parameters);
    }
    return lossInDouble(experiment.training.loss, values, step.look.target).mean();
  };
}

function inDouble({ rows, columns, data }: Numbers): Numbers {
  return { rows, columns, data: Float64Array.from(data) };
}
