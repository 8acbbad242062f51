// How a number of a traced step came to be: what is given, what a layer gives, the loss, the way back, and
// the update. One record of parts for each kind of layer.

import type { LayerType } from "../../../model/layers.ts";
import { message, type Message } from "../../../model/message.ts";
import type { TracedStep } from "../traced-step.ts";
import type { CurvePoint, Explanation, Line, NumberAddress } from "../types.ts";
import { curve } from "./curve.ts";
import { dropout } from "./dropout.ts";
import { glu } from "./glu.ts";
import { linear } from "./linear.ts";
import { lossLines, lossSlopeLines, rowLossLines } from "./losses.ts";
import { batchNorm, layerNorm } from "./normalization.ts";
import { updateAbout, updateLines } from "./optimizers.ts";
import { isCurveType, type LayerParts, numbered, outputSymbol, type UnitPlace } from "./parts.ts";
import { isByRule, ruleLines } from "./rosenblatt.ts";
import { logSoftmax, softmax } from "./softmax.ts";

/** Layers that are no curves. */
const special: Readonly<Partial<Record<LayerType, LayerParts>>> = {
  Linear: linear,
  BatchNorm1d: batchNorm,
  LayerNorm: layerNorm,
  Dropout: dropout,
  AlphaDropout: dropout,
  Softmax: softmax,
  Softmin: softmax,
  LogSoftmax: logSoftmax,
  GLU: glu,
};

export function partsOf(type: LayerType): LayerParts {
  const parts = special[type] ?? (isCurveType(type) ? curve : undefined);
  if (parts === undefined) throw new Error(`Nothing explains ${type}.`);
  return parts;
}

interface Account {
  readonly symbol: string;
  readonly about: Message;
  readonly lines: readonly Line[];
  readonly curve?: CurvePoint;
}

/** @throws Error if the step has no such number */
export function explain(step: TracedStep, address: NumberAddress): Explanation {
  const value = step.number(address);
  return { address, value, ...accountOf(step, address) };
}

function accountOf(step: TracedStep, { tensor, row, column }: NumberAddress): Account {
  const csvRow = step.trace.rows[row] ?? 0;
  switch (tensor.of) {
    case "input": {
      const name = step.frame.inputNames[column] ?? "";
      const about = message('The input "{0}" of row {1} of the CSV, as the network gets it.', name, csvRow);
      return { symbol: numbered("x", column), about, lines: [] };
    }
    case "target":
      return { symbol: "t", about: message("What row {0} of the CSV should give.", csvRow), lines: [] };
    case "output":
      return outputAccount({ step, layer: tensor.layer, row, unit: column }, csvRow);
    case "rowLoss":
      return { symbol: numbered("L", row), about: message("What row {0} adds to the loss.", csvRow), lines: rowLossLines(step, row) };
    case "loss":
      return { symbol: "L", about: message("The loss of the batch: the mean over its rows."), lines: lossLines(step) };
    case "gradOutput":
      return gradAccount({ step, layer: tensor.layer, row, unit: column });
    case "before":
    case "gradient":
    case "after":
      return parameterAccount(step, tensor.parameter, tensor.of, row, column);
  }
}

function outputAccount(place: UnitPlace, csvRow: number): Account {
  const { step, layer, unit } = place;
  const { type } = step.layers[layer]!;
  const parts = partsOf(type);
  const args = [unit + 1, layer + 1, type, csvRow] as const;
  const about =
    type === "Linear" && isByRule(step)
      ? message("Unit {0} of layer {1} ({2}) for row {3} of the CSV, with the weights as the rows before it have left them.", ...args)
      : message("Unit {0} of layer {1} ({2}) for row {3} of the CSV, forward.", ...args);
  const point = parts.curve?.(place);
  return { symbol: numbered(outputSymbol(type), unit), about, lines: parts.output(place), ...(point ? { curve: point } : {}) };
}

function gradAccount(place: UnitPlace): Account {
  const { step, layer, unit } = place;
  const { type } = step.layers[layer]!;
  const symbol = `∂L/∂${numbered(outputSymbol(type), unit)}`;
  if (layer === step.layers.length - 1) {
    return { symbol, about: message("How the loss changes with this output: here the way back begins."), lines: lossSlopeLines(place) };
  }
  const next = step.layers[layer + 1]!.type;
  const through = { ...place, layer: layer + 1 };
  const about = message("How the loss changes with this output, brought back through layer {0} ({1}).", layer + 2, next);
  const point = partsOf(next).curve?.(through);
  return { symbol, about, lines: partsOf(next).gradInput(through), ...(point ? { curve: point } : {}) };
}

function parameterAccount(step: TracedStep, index: number, of: "before" | "gradient" | "after", row: number, column: number): Account {
  const parameter = step.parameters[index]!;
  const { layer } = parameter;
  const name = parameter.look.name.split(".").at(-1) ?? "";
  const letter = name === "bias" ? "b" : parameter.look.shape.length > 1 ? "w" : "γ";
  const symbol = numbered(letter, column);
  if (of === "before") return { symbol, about: message("{0} of layer {1} before this step.", name, layer + 1), lines: [] };
  if (of === "after") {
    const lines = isByRule(step) ? ruleLines(step, parameter, column) : updateLines(step, parameter, row, column);
    const about = isByRule(step) ? message("The weight after this step: each wrong answer has moved it.") : updateAbout;
    return { symbol, about, lines };
  }
  const lines = partsOf(step.layers[layer]!.type).gradient?.({ step, layer, name, row, column }) ?? [];
  const about = message("How the loss changes with this weight: each row of the batch has its part.");
  return { symbol: `∂L/∂${symbol}`, about, lines };
}
