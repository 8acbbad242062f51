// What helps, as edits of the document.

import { fix, set, setFix, unset } from "../../model/fix.ts";
import type { Edit } from "../../model/edit.ts";
import type { LayerType } from "../../model/layers.ts";
import { message } from "../../model/message.ts";
import { replaced, replaceFix } from "../../model/diagnostics/mend.ts";
import { type OptimizerRecord, optimizers } from "../../model/optimizers.ts";
import type { Fix } from "../../model/problem.ts";
import { rateOf } from "./lab.ts";
import { flatEnds } from "./sight.ts";
import type { Subject } from "./subject.ts";

/** A number of three digits, as sentences have it. */
export function short(value: number): number {
  return Number(value.toPrecision(3));
}

/** A learning rate without the noise of its last bits; of a rate of 0, the smallest that is usual. */
export function rateTimes({ experiment }: Subject, factor: number): number {
  const { usual }: OptimizerRecord = optimizers[experiment.training.optimizer.type];
  if (rateOf(experiment).rate === 0) return usual[0];
  return Number((rateOf(experiment).rate * factor).toPrecision(6));
}

/** "Set lr to 0.01" */
export function rateFix(subject: Subject, factor: number): Fix {
  return setFix(rateOf(subject.experiment).path, rateTimes(subject, factor));
}

/** Another activation in the place of every hidden one that is flat at both ends. */
export function hiddenActivationsFix({ layers, last }: Subject, type: LayerType): Fix[] {
  const hidden = layers.flatMap((layer, index) => (index < last && flatEnds(layer) ? [index] : []));
  if (hidden.length === 0) return [];
  const edits = hidden.map((index): Edit => replaced(layers[index]!, index, type));
  return [fix(message("Use {0} for the hidden layers", type), ...edits)];
}

/** "Replace ReLU 2 with LeakyReLU" */
export function activationFix({ layers }: Subject, index: number, type: LayerType): Fix {
  return replaceFix(layers, index, type);
}

/** Scales the features, if they are numbers that nothing scales yet. */
export function scalingFix({ experiment, prepared }: Subject): Fix[] {
  const { normalize, columns } = experiment.data;
  const isRaw = prepared.encoded.preprocessing.features.some(({ encode, scale }) => encode === "value" && scale === undefined);
  if (!isRaw) return [];
  const own = Object.entries(columns).filter(([, settings]) => settings.normalize === "none");
  const edits: Edit[] = own.map(([name]) => unset(["data", "columns", name, "normalize"]));
  if (normalize === "none") edits.unshift(set(["data", "normalize"], "standard"));
  return edits.length === 0 ? [] : [fix(message("Scale every number feature to mean 0 and deviation 1"), ...edits)];
}

/** Puts a BatchNorm1d behind each hidden Linear. */
export function batchNormFix({ layers, linears, experiment, prepared }: Subject): Fix[] {
  // A batch of one row has no deviation.
  const rows = prepared.split.train.length;
  const { batch_size: size, drop_last: drops } = experiment.training;
  if (size < 2 || rows < 2 || (!drops && rows % size === 1)) return [];
  const places = linears.slice(0, -1).filter((index) => layers[index + 1]?.type !== "BatchNorm1d");
  const edits = places.toReversed().map((index): Edit => ({ op: "insert", at: index + 1, layer: { type: "BatchNorm1d" } }));
  return edits.length === 0 ? [] : [fix(message("Add BatchNorm1d after every hidden Linear"), ...edits)];
}

/** The first weights that keep a gradient's size through ReLU, in every hidden Linear. */
export function kaimingFix({ linears }: Subject): Fix[] {
  const edits = linears.slice(0, -1).map((index) => set(["layers", index, "init"], "kaiming_normal"));
  return edits.length === 0 ? [] : [fix(message("Start the hidden layers from {0}", "kaiming_normal"), ...edits)];
}

/** Takes away the first weights of Linears if they are not PyTorch's own. */
export function defaultInitFix({ layers, linears }: Subject): Fix[] {
  const own = linears.filter((index) => {
    const layer = layers[index]!;
    return layer.type === "Linear" && layer.init !== "default";
  });
  if (own.length === 0) return [];
  return [fix(message("Start from PyTorch's own first weights"), ...own.map((index) => unset(["layers", index, "init"])))];
}
