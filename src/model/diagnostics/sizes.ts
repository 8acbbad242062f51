// Sizes that do not fit: between two layers, at the data's columns, at the target, and in first weights that
// are written down.

import { MANY_VALUES } from "../columns.ts";
import type { JsonLayer } from "../edit.ts";
import { fix, setFix, unsetFix } from "../fix.ts";
import { type LossRecord, losses } from "../losses.ts";
import { message } from "../message.ts";
import { withOutput } from "../output-edits.ts";
import type { Fix, Problem } from "../problem.ts";
import { derivedSizes } from "../shapes.ts";
import { crossEntropyFixes, fitted, hasWeights, lossFix, resized, widthSource } from "./mend.ts";
import { type Checked, lastIndex, nameOf, problem, recordOf } from "./rule.ts";

/** A size that is written down against what comes in. */
export function checkDeclaredSizes({ layers, shapes, data }: Checked): Problem[] {
  return layers.flatMap((layer, index) => {
    const name = derivedSizes.find((size) => size in layer);
    const declared = name === undefined ? undefined : (layer as Readonly<Record<string, unknown>>)[name];
    const given = index === 0 ? data?.inputs.length : shapes[index - 1]?.outFeatures;
    if (name === undefined || typeof declared !== "number" || given === undefined || declared === given) return [];
    const sentence =
      index === 0
        ? message(
            "{0} {1} expects {2} inputs, but the data gives {3}. Set {4} to {3}.",
            layer.type,
            1,
            String(declared),
            String(given),
            name,
          )
        : message(
            "{0} {1} expects {2} inputs, but the layer before gives {3}. Set {4} to {3}.",
            layer.type,
            index + 1,
            String(declared),
            String(given),
            name,
          );
    const path = ["layers", index, name];
    // Hand-set weights for the wrong size cannot stay; the size itself is set or taken out by the fix.
    const weights = fitted(layer, index, given).filter((edit) => edit.op === "set" && edit.path.at(-1) !== name);
    return [problem("error", "size-mismatch", path, sentence, [setFix(path, given, ...weights), unsetFix(path, ...weights)])];
  });
}

/** Layers that cannot take any number of values per row. */
export function checkWidths({ layers, shapes }: Checked): Problem[] {
  return layers.flatMap((layer, index) => {
    const width = shapes[index]?.inFeatures;
    if (width === undefined) return [];
    if (layer.type === "GLU" && width % 2 === 1) {
      const sentence = message(
        "GLU {0} halves its input, but gets {1} values per row. Give the layer before it an even number of outputs.",
        index + 1,
        width,
      );
      const source = widthSource(layers, index);
      const fixes = source < 0 ? [] : [unitsFix(layers, source, width + 1)];
      return [problem("error", "odd-width", ["layers", index], sentence, fixes)];
    }
    if (layer.type === "PReLU" && layer.num_parameters !== 1 && layer.num_parameters !== width) {
      const sentence = message(
        "PReLU {0} has {1} slopes, but gets {2} values per row. Set num_parameters to 1 or {2}.",
        index + 1,
        String(layer.num_parameters),
        String(width),
      );
      const path = ["layers", index, "num_parameters"];
      return [problem("error", "size-mismatch", path, sentence, [setFix(path, width), setFix(path, 1)])];
    }
    return [];
  });
}

/** First weights that are written down against the layer's size. */
export function checkWeights({ layers, shapes }: Checked): Problem[] {
  return layers.flatMap((layer, index) => {
    if (!hasWeights(layer)) return [];
    const path = ["layers", index, "init"];
    const { weight, bias } = layer.init;
    const inFeatures = shapes[index]?.inFeatures;
    const columns = new Set(weight.map((row) => row.length));
    const width = weight[0]?.length ?? 0;
    const found: Problem[] = [];
    if (weight.length !== layer.out_features || columns.size > 1 || (inFeatures !== undefined && width !== inFeatures)) {
      const sentence = message(
        "{0} {1} needs a weight of {2} rows with {3} numbers each. Correct init.weight.",
        layer.type,
        index + 1,
        layer.out_features,
        inFeatures ?? width,
      );
      found.push(problem("error", "init-size", [...path, "weight"], sentence, [unsetFix(path)]));
    }
    if (bias !== undefined && (!layer.bias || bias.length !== layer.out_features)) {
      const sentence = message(
        "{0} {1} needs a bias of {2} numbers. Correct init.bias.",
        layer.type,
        index + 1,
        layer.bias ? layer.out_features : 0,
      );
      found.push(problem("error", "init-size", [...path, "bias"], sentence, [unsetFix([...path, "bias"])]));
    }
    return found;
  });
}

/** What the network gives against what the loss and the target need. */
export function checkOutput(checked: Checked): Problem[] {
  const { experiment, layers, shapes, data } = checked;
  const outputs = shapes.at(-1)?.outFeatures;
  if (data === undefined || outputs === undefined) return [];
  const record: LossRecord = losses[experiment.training.loss.type];
  const wanted = record.target === "classes" ? (data.classes?.length ?? outputs) : data.targets.length;
  if (outputs === wanted) return [];
  const target = data.targets.join(", ");
  const last = layers.findLastIndex((layer) => layer.type === "Linear");
  if (last < 0) {
    const sentence = message(
      "The network gives {0} values per row, but {1} with {2} needs {3}. Add a Linear with out_features {3}.",
      outputs,
      record.type,
      target,
      String(wanted),
    );
    return [problem("error", "output-size", ["layers", layers.length - 1], sentence, [addOutput(checked, wanted)])];
  }
  const path = ["layers", last, "out_features"];
  const units = wanted * 2 ** layers.slice(last).filter((layer) => layer.type === "GLU").length;
  if (record.target === "classes" && areManyNumbers(data.classes ?? [])) {
    const sentence = message(
      "{0} has {1} different numbers, and {2} takes each for a class of its own. Learn it as a number.",
      target,
      wanted,
      record.type,
    );
    return [problem("error", "numbers-as-classes", ["training", "loss"], sentence, [numberFix(checked, target)])];
  }
  const fixes = [unitsFix(layers, last, units)];
  if (record.target === "classes" && outputs > wanted) {
    const sentence = message(
      "The network gives {0} values per row, but {1} has {2} classes: the rest never occurs. Set out_features of Linear {3} to {4}.",
      outputs,
      target,
      wanted,
      last + 1,
      String(units),
    );
    return [problem("warning", "output-size", path, sentence, fixes)];
  }
  // One output per class is what another loss wants.
  if (data.classes?.length === outputs) fixes.push(...crossEntropyFixes(layers, experiment.training.loss, outputs));
  const sentence = message(
    "The network gives {0} values per row, but {1} with {2} needs {3}. Set out_features of Linear {4} to {5}.",
    outputs,
    record.type,
    target,
    wanted,
    last + 1,
    String(units),
  );
  return [problem("error", "output-size", path, sentence, fixes)];
}

/** More classes than a name has, each of them a number: a quantity. */
function areManyNumbers(classes: readonly string[]): boolean {
  return classes.length > MANY_VALUES && classes.every((name) => Number.isFinite(Number(name.replace(",", "."))));
}

/** One output without an activation, for the number itself. */
function numberFix({ experiment, layers }: Checked, target: string): Fix {
  const { edits } = withOutput(layers as readonly JsonLayer[], 1, "MSELoss");
  return fix(message('Learn "{0}" as a number', target), ...edits, lossFix(experiment.training.loss, "MSELoss").edit);
}

function unitsFix(layers: Checked["layers"], index: number, units: number): Fix {
  const title = message("Set out_features of {0} to {1}", nameOf(layers[index]!, index), String(units));
  return fix(title, ...resized(layers, index, units));
}

/** A Linear of the right size at the end, before the activation that the output has. */
function addOutput({ layers }: Checked, units: number): Fix {
  const last = lastIndex(layers);
  const layer = layers[last];
  const at = layer === undefined ? layers.length : recordOf(layer).range === undefined ? last + 1 : last;
  // What is behind is mended first, while it still has its old place.
  const behind = layers.slice(at).flatMap((next, index) => fitted(next, at + index, units));
  return fix(message("Add a Linear with out_features {0}", String(units)), ...behind, {
    op: "insert",
    at,
    layer: { type: "Linear", out_features: units },
  });
}

/** Weights of the loss, one per output. */
export function checkLossWeights({ experiment: { training }, shapes, data }: Checked): Problem[] {
  const { loss } = training;
  const outputs = data && shapes.at(-1)?.outFeatures;
  const [field, list] =
    "weight" in loss ? ["weight", loss.weight] : "pos_weight" in loss ? ["pos_weight", loss.pos_weight] : ["", undefined];
  if (outputs === undefined || list === undefined || list.length === outputs || (field === "pos_weight" && list.length === 1)) return [];
  const sentence = message(
    "{0} of {1} has {2} numbers, but the network gives {3} values per row. Give it {3} numbers.",
    field,
    loss.type,
    list.length,
    outputs,
  );
  const path = ["training", "loss", field];
  return [problem("error", "loss-weight", path, sentence, [unsetFix(path)])];
}
