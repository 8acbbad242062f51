// Classes out of balance: a network that never answers the rare one is nearly always right, and so learns to
// do just that.

import type { JsonValue } from "../../model/json.ts";
import type { Edit, JsonLayer } from "../../model/edit.ts";
import { message } from "../../model/message.ts";
import type { Fix } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { traceShapes } from "../../model/shapes.ts";
import type { ClassRows } from "./class-rows.ts";
import { type DataSuspicion, percent, warning } from "./suspicion.ts";

/** A class is rare below this part of an even share of the rows. */
const RARE = 0.1;
const LEAST_ROWS = 50;
const FEWEST = 3;

export const imbalance: DataSuspicion = ({ experiment, classes, selection: { rows } }) => {
  if (classes === undefined || rows < LEAST_ROWS || isWeighted(experiment.training.loss)) return [];
  const { names, counts, target } = classes;
  // One or two rows are a slip rather than a class, and no weight makes a network learn from them.
  const count = Math.min(...counts.filter((own) => own >= FEWEST));
  if (count >= (RARE * rows) / names.length) return [];
  const text = message(
    'Class {0} of target "{1}" has {2} of {3} rows ({4} %), so a network that never predicts it is nearly always right. Weight the loss by class, or add rows of it.',
    names[counts.indexOf(count)]!,
    target,
    count,
    rows,
    percent(count / rows),
  );
  return [warning("unbalanced-classes", ["training", "loss"], text, [weighted(experiment, classes)])];
};

function isWeighted(loss: Experiment["training"]["loss"]): boolean {
  return ("weight" in loss && loss.weight !== undefined) || ("pos_weight" in loss && loss.pos_weight !== undefined);
}

/**
 * Weights with which every class counts the same. Two classes get them from BCEWithLogitsLoss, which has the
 * sigmoid in it.
 */
function weighted({ layers, training }: Experiment, { counts }: ClassRows): Fix | undefined {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const title = message("Weight the loss so that every class counts the same");
  switch (training.loss.type) {
    case "CrossEntropyLoss":
    case "NLLLoss":
    case "MultiMarginLoss": {
      // A weight for each output, also for those that no class belongs to.
      const outputs = traceShapes(layers as readonly JsonLayer[], undefined).at(-1)?.outFeatures ?? counts.length;
      const value = Array.from({ length: outputs }, (_, index) => short(rows / (counts.length * (counts[index] ?? rows))));
      return { title, edit: { op: "set", path: ["training", "loss", "weight"], value } };
    }
    default: {
      const last = layers.length - 1;
      const endsInSigmoid = layers[last]?.type === "Sigmoid";
      if (training.loss.type === "BCELoss" && !(endsInSigmoid && last > 0)) return undefined;
      const value: JsonValue = { type: "BCEWithLogitsLoss", pos_weight: [short(counts[0]! / counts[1]!)] };
      const edits: Edit[] = [{ op: "set", path: ["training", "loss"], value }];
      if (endsInSigmoid && last > 0) edits.push({ op: "remove", at: last });
      return { title, edit: { op: "all", edits } };
    }
  }
}

/** Four digits do: a weight is a choice, not a measurement. */
function short(weight: number): number {
  return Number(weight.toPrecision(4));
}
