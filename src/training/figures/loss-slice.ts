// The loss over one weight, the others as they are: for each of several losses its values, and its slope as
// backpropagation gives it.

import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { documentSchema, type Experiment } from "../../model/schema.ts";
import { prepareTable } from "../experiment.ts";
import { firstWeights, LossProbe } from "./loss-probe.ts";
import type { Figured, LossSlice, LossSliceAnswer, LossSliceQuestion } from "./types.ts";

const MOST_LOSSES = 4;
const MOST_POINTS = 401;

/** @throws ProblemError if the network has no such weight, or does not fit a loss */
export function lossSlice({ experiment, table, weights }: Figured, question: LossSliceQuestion): LossSliceAnswer {
  const { weight, from, to, at = {} } = question;
  const points = Math.max(2, Math.min(MOST_POINTS, question.points));
  const x = Float64Array.from({ length: points }, (_, index) => from + ((to - from) * index) / (points - 1));
  // The same for all losses: a loss may read the targets in another way, the first weights are the seed's.
  const own = weights ?? firstWeights(prepareTable(experiment, table));
  let [present, rows] = [Number.NaN, 0];
  const slices = question.losses.slice(0, MOST_LOSSES).map((loss): LossSlice => {
    const probe = new LossProbe(prepareTable(withLoss(experiment, loss), table), own, points);
    for (const [name, value] of Object.entries(at)) {
      const other = probe.place(name);
      other.data[other.at] = value;
    }
    const place = probe.place(weight);
    present = place.data[place.at]!;
    rows = probe.rows;
    const [values, slopes] = [new Float64Array(points), new Float64Array(points)];
    for (const [index, value] of x.entries()) {
      place.data[place.at] = value;
      values[index] = probe.look();
      slopes[index] = Number.isNaN(values[index]) ? Number.NaN : place.gradient[place.at]!;
    }
    return { loss, values, slopes };
  });
  return { x, slices, present, rows };
}

/** The document with another loss; with its own loss as it is. */
function withLoss(experiment: Experiment, type: string): Experiment {
  const { training } = experiment;
  if (training.loss.type === type) return experiment;
  // Rosenblatt's rule, which some losses do not go with, takes no step here.
  const other = { ...experiment, training: { ...training, loss: { type }, optimizer: { type: "SGD", lr: 0.1 } } };
  const { data } = documentSchema.safeParse(other);
  if (data) return data;
  const sentence = message("There is no loss {0}, or it needs settings.", type);
  throw new ProblemError({ severity: "error", code: "no-loss", path: ["training", "loss"], message: sentence });
}
