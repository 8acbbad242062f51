// What the panel says of stops, numbers and the step.

import { learnsByRow } from "../../../../src/model/optimizers.ts";
import type { InsideStep, NumberAddress, TensorName } from "../../../../src/training/inside/types.ts";
import { formatCount, formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { parameterOf, type Phase, type Place, parameterAt, type Stop } from "./stops.ts";

/** A number of the step with four significant digits, or fewer if it has no more, and a true minus sign. */
export function figure(value: number): string {
  const isShort = Number(value.toPrecision(7)) === Number(value.toPrecision(4));
  const text = formatMeasure(value).replace(/^-/, "−");
  return isShort ? text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : text;
}

/** All digits that a float32 has. */
export function exact(value: number): string {
  return String(Number(value.toPrecision(9))).replace(/^-/, "−");
}

/** Which keys the picture knows. */
export function keysText(): string {
  return t("Up and down choose the unit, Page Up and Page Down the row, left and right the stop.");
}

export function phaseName(phase: Phase): string {
  return {
    batch: () => t("Batch"),
    forward: () => t("Forward"),
    loss: () => t("Loss"),
    backward: () => t("Backward"),
    update: () => t("Update"),
  }[phase]();
}

/** "Backward, layer 2 of 3, ReLU". */
export function stopName({ layers, lossType, batch }: InsideStep, stop: Stop): string {
  if (!("layer" in stop)) return stop.kind === "batch" ? t("Batch {0}", formatCount(batch)) : t("Loss, {0}", lossType);
  const place = [stop.layer + 1, layers.length, layerName(layers[stop.layer]!)] as const;
  switch (stop.kind) {
    case "forward":
      return t("Forward, layer {0} of {1}, {2}", ...place);
    case "backward":
      return t("Backward, layer {0} of {1}, {2}", ...place);
    case "gradient":
      return t("Backward, layer {0} of {1}, {2}, parameters", ...place);
    case "update":
      return t("Update, layer {0} of {1}, {2}", ...place);
  }
}

/** What the numbers of a stop's picture are. */
export function shownText(step: InsideStep, stop: Stop, place: Place): string {
  const row = formatCount(step.rows[place.row] ?? place.row + 1);
  switch (stop.kind) {
    case "batch":
      return t("Row {0} as the network gets it", row);
    case "forward":
      // Each row is answered with weights of its own.
      if (learnsByRow({ type: step.optimizerType }))
        return t("In the cells the outputs of row {0}, on the lines the weights before the batch", row);
      return t("In the cells the outputs of row {0}, on the lines the weights", row);
    case "loss":
      return t("The loss of row {0}, and the mean over all {1} rows", row, step.rows.length);
    case "backward":
      return t("In the cells ∂L/∂output of row {0}, on the lines the weights", row);
    case "gradient":
      return gradientText(step, stop, place);
    case "update":
      return isVector(step, stop, place) ? t("In the cells the new {0}", shortName(step, stop, place)) : t("On the lines the new weights");
  }
}

function gradientText(step: InsideStep, stop: Stop, place: Place): string {
  const name = isVector(step, stop, place) ? shortName(step, stop, place) : undefined;
  // One row sums up to nothing else.
  if (step.rows.length === 1) return name === undefined ? t("On the lines ∂L/∂w") : t("In the cells ∂L/∂{0}", name);
  return name === undefined
    ? t("On the lines ∂L/∂w, summed over all {0} rows", step.rows.length)
    : t("In the cells ∂L/∂{0}, summed over all {1} rows", name, step.rows.length);
}

function isVector(step: InsideStep, stop: Stop, place: Place): boolean {
  return parameterAt(step, stop, place)?.shape.length === 1;
}

/** The same of a large network, drawn as strips. */
export function stripsText(step: InsideStep, stop: Stop, place: Place): string {
  const row = formatCount(step.rows[place.row] ?? place.row + 1);
  const count = step.rows.length;
  if (stop.kind === "gradient" || stop.kind === "update")
    return t("Row {0} in strips, and below it the parameter, a row for each unit", row);
  return stop.kind === "loss" ? shownText(step, stop, place) : t("Row {0} in strips, of this layer all {1} rows", row, count);
}

function layerName({ type, name }: { readonly type: string; readonly name?: string }): string {
  return name === undefined ? type : `${name} (${type})`;
}

/** What a screen reader hears at a stop: its name, the unit, and the value. */
export function announcement(step: InsideStep, stop: Stop, place: Place, value: number): string {
  const name = stopName(step, stop);
  const text = figure(value);
  switch (stop.kind) {
    case "batch":
      return t("{0}, {1}: {2}", name, inputName(step, place.unit), text);
    case "loss":
      return t("{0}: loss {1}", name, text);
    case "forward":
      return t("{0}, unit {1}: output {2}", name, place.unit + 1, text);
    case "backward":
      return t("{0}, unit {1}: gradient {2}", name, place.unit + 1, text);
    case "gradient":
      return t("{0}, {1} of unit {2}: gradient {3}", name, shortName(step, stop, place), place.unit + 1, text);
    case "update":
      return t("{0}, {1} of unit {2}: new value {3}", name, shortName(step, stop, place), place.unit + 1, text);
  }
}

/** `weight` of `0.weight`. */
export function shortName(step: InsideStep, stop: Stop, place: Place): string {
  return parameterAt(step, stop, place)?.name.split(".").at(-1) ?? "";
}

export function inputName({ inputNames }: InsideStep, unit: number): string {
  return inputNames[unit] ?? t("Input {0}", unit + 1);
}

/** A unit of a layer's output, with its class at the end of the network: "4", "2 (versicolor)". */
export function unitName({ layers, classes }: InsideStep, layer: number, unit: number): string {
  const isLast = layer === layers.length - 1 && classes?.length === layers[layer]?.output.columns;
  return isLast && classes ? `${unit + 1} (${classes[unit]})` : String(unit + 1);
}

/** What a tensor is, in words: "Outputs of layer 2, ReLU". */
export function tensorName(step: InsideStep, tensor: TensorName): string {
  switch (tensor.of) {
    case "input":
      return t("Inputs");
    case "target":
      return t("Targets");
    case "rowLoss":
      return t("Loss of each row");
    case "loss":
      return t("Loss");
    case "output":
      return t("Outputs of layer {0}, {1}", tensor.layer + 1, step.layers[tensor.layer]?.type ?? "");
    case "gradOutput":
      return t("Gradients of layer {0}, {1}", tensor.layer + 1, step.layers[tensor.layer]?.type ?? "");
    case "before":
      return t("{0} before the update", parameterOf(step, tensor.parameter)?.name ?? "");
    case "gradient":
      return t("Gradient of {0}", parameterOf(step, tensor.parameter)?.name ?? "");
    case "after":
      return t("{0} after the update", parameterOf(step, tensor.parameter)?.name ?? "");
  }
}

/** Where a number stands: "Outputs of layer 2, ReLU · row 17 · unit 4". */
export function placeName(step: InsideStep, { tensor, row, column }: NumberAddress): string {
  const name = tensorName(step, tensor);
  if (tensor.of === "loss") return name;
  if (tensor.of === "rowLoss") return t("{0} · row {1}", name, formatCount(step.rows[row] ?? row + 1));
  if ("parameter" in tensor) {
    const isVector = parameterOf(step, tensor.parameter)?.shape.length === 1;
    return isVector ? t("{0} · unit {1}", name, column + 1) : t("{0} · unit {1} from {2}", name, row + 1, column + 1);
  }
  const unit =
    tensor.of === "input" ? inputName(step, column) : t("unit {0}", "layer" in tensor ? unitName(step, tensor.layer, column) : column + 1);
  return t("{0} · row {1} · {2}", name, formatCount(step.rows[row] ?? row + 1), unit);
}
