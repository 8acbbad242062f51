// Activations that treat each value by itself: a = f(z), and back a′ times what comes. The engine's own
// kernel says how steep the curve is at a point.

import type { LayerBuffers, LayerKernel } from "../../../engine/kernel.ts";
import { Generator } from "../../../engine/random.ts";
import { reference } from "../../../engine/reference.ts";
import { isLayerType, layers as registry, type ResolvedLayer } from "../../../model/layers.ts";
import type { CurvePoint } from "../types.ts";
import {
  gradOperand,
  inputOperand,
  type LayerParts,
  numbered,
  operand,
  product,
  rowsOf,
  sumOf,
  type UnitPlace,
  valueOf,
  weightOperand,
  widthOf,
} from "./parts.ts";

export const curve: LayerParts = {
  output: (place) => {
    const { step, layer, unit } = place;
    const x = inputOperand(place, unit);
    const slope = step.layers[layer]!.type === "PReLU" ? [sharedWeight(place)] : [];
    return [valueOf(numbered("a", unit), formulaOf(place), pointOf(place).y, x, ...slope)];
  },

  gradInput: (place) => {
    const { unit } = place;
    const x = inputOperand(place, unit);
    const slope = operand(`∂${numbered("a", unit)}/∂${x.symbol}`, pointOf(place).slope);
    return [
      valueOf(slope.symbol, derivativeOf(place), slope.value, x),
      sumOf(`∂L/∂${x.symbol}`, "∂L/∂a · ∂a/∂z", [product(gradOperand(place, unit), slope)]),
    ];
  },

  /** Only PReLU learns: ∂a/∂w is z if z is not above zero. */
  gradient: ({ step, layer, column }) => {
    const isShared = weightCount(step, layer) === 1;
    const units = isShared ? Array.from({ length: widthOf(step, layer) }, (_, unit) => unit) : [column];
    const terms = rowsOf(step).flatMap((row) =>
      units.flatMap((unit) => {
        const place = { step, layer, row, unit };
        const z = inputOperand(place, unit);
        return z.value > 0 ? [] : [product(gradOperand(place, unit), z)];
      }),
    );
    return [sumOf(`∂L/∂${numbered("w", column)}`, "Σ ∂L/∂a · z (z ≤ 0)", terms)];
  },

  curve: (place) => pointOf(place),
};

/** Where a unit's value lies on its layer's curve. */
export function pointOf({ step, layer: index, row, unit }: UnitPlace): CurvePoint {
  const layer: ResolvedLayer = step.layers[index]!;
  const x = step.inputOf(index).data[row * widthOf(step, index) + unit]!;
  const given = step.look.layers[index]!.output.data[row * step.look.layers[index]!.output.columns + unit]!;
  // What it drew while it trained is in what came out.
  if (layer.type === "RReLU") return { layer: index, x, y: given, slope: x > 0 ? 1 : x === 0 ? 0 : given / x };
  const kernel: LayerKernel<ResolvedLayer> = reference.layers[layer.type];
  const weight = layer.type === "PReLU" ? [Float32Array.of(sharedWeight({ step, layer: index, row, unit }).value)] : [];
  const buffers = {
    batchSize: 1,
    inFeatures: 1,
    outFeatures: 1,
    input: Float32Array.of(x),
    output: new Float32Array(1),
    gradOutput: Float32Array.of(1),
    gradInput: new Float32Array(1),
    parameters: weight,
    gradients: weight.map(() => new Float32Array(1)),
    buffers: [],
    mode: { training: true },
    generator: new Generator(0),
    allocate: (length) => new Float32Array(length),
  } satisfies LayerBuffers;
  const call = kernel.plan(layer, buffers);
  call.forward(0, 1, 1);
  call.backward(0, 1, 1);
  return { layer: index, x, y: buffers.output[0]!, slope: buffers.gradInput[0]! };
}

function sharedWeight({ step, layer, unit }: UnitPlace) {
  const column = weightCount(step, layer) === 1 ? 0 : unit;
  return { ...weightOperand(step, layer, "weight", 0, column)!, symbol: numbered("w", column) };
}

function weightCount(step: UnitPlace["step"], layer: number): number {
  return step.parameters.find((other) => other.layer === layer)?.look.data.length ?? 0;
}

/** The registry's formula without what stands before the equals sign. */
function formulaOf({ step, layer }: UnitPlace): string {
  const { type } = step.layers[layer]!;
  return isLayerType(type) ? withoutName(registry[type].formula) : "";
}

function derivativeOf({ step, layer }: UnitPlace): string {
  const { type } = step.layers[layer]!;
  return isLayerType(type) ? withoutName(registry[type].derivative) : "";
}

function withoutName(formula: string): string {
  return formula.replace(/^y′? = /, "");
}
