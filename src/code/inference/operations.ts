// The layers of a plan as the few operations that code for inference is made of, with the tensors each needs.

import { message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import { curveOf, type Dialect } from "./curves.ts";
import type { InferencePlan, LayerStep } from "./plan.ts";
import { foldBatchNorm } from "./tensors.ts";

/** A tensor with the name it gets in the code, as in `weight_0`. */
export interface NamedTensor {
  readonly name: string;
  readonly data: Float32Array;
}

export type Operation = { readonly step: LayerStep } & (
  | { readonly kind: "nothing" }
  /** An expression over `v`, for each value. */
  | { readonly kind: "curve"; readonly expression: string }
  /** y = x Wᵀ + b, `weight` `[out, in]`. */
  | { readonly kind: "linear"; readonly weight: NamedTensor; readonly bias: NamedTensor | undefined }
  /** y = x · factor + offset, one of each per value of a row: BatchNorm1d in eval mode. */
  | { readonly kind: "scale"; readonly factor: NamedTensor; readonly offset: NamedTensor }
  | { readonly kind: "layer-norm"; readonly eps: number; readonly weight: NamedTensor | undefined; readonly bias: NamedTensor | undefined }
  | { readonly kind: "prelu"; readonly weight: NamedTensor }
  | { readonly kind: "glu" }
  /** The softmax of sign · x over a row. */
  | { readonly kind: "softmax"; readonly sign: 1 | -1 }
  | { readonly kind: "log-softmax" }
);

export function operationsOf({ layers }: InferencePlan, dialect: Dialect): Operation[] {
  return layers.map((step) => operationOf(step, dialect));
}

function operationOf(step: LayerStep, dialect: Dialect): Operation {
  const { layer, index, tensors } = step;
  const named = (name: string, data: Float32Array): NamedTensor => ({ name: `${name}_${index}`, data });
  const own = (name: string): NamedTensor | undefined => {
    const data = tensors[name];
    return data && named(name, data);
  };
  // The plan has checked that it is there.
  const weight = (): NamedTensor => own("weight") ?? named("weight", new Float32Array(0));
  switch (layer.type) {
    case "Linear":
      return { step, kind: "linear", weight: weight(), bias: own("bias") };
    case "BatchNorm1d": {
      const { factor, offset } = foldBatchNorm(layer.eps, tensors);
      return { step, kind: "scale", factor: named("factor", factor), offset: named("offset", offset) };
    }
    case "LayerNorm":
      return { step, kind: "layer-norm", eps: layer.eps, weight: own("weight"), bias: own("bias") };
    case "PReLU":
      return { step, kind: "prelu", weight: weight() };
    case "GLU":
      return { step, kind: "glu" };
    case "Softmax":
      return { step, kind: "softmax", sign: 1 };
    case "Softmin":
      return { step, kind: "softmax", sign: -1 };
    case "LogSoftmax":
      return { step, kind: "log-softmax" };
    default: {
      const expression = curveOf(layer, dialect);
      return expression === undefined ? { step, kind: "nothing" } : { step, kind: "curve", expression };
    }
  }
}

/** The tensors of operations, in order. */
export function tensorsIn(operations: readonly Operation[]): NamedTensor[] {
  return operations.flatMap((operation) => {
    switch (operation.kind) {
      case "linear":
      case "layer-norm":
        return [operation.weight, operation.bias].filter((tensor) => tensor !== undefined);
      case "scale":
        return [operation.factor, operation.offset];
      case "prelu":
        return [operation.weight];
      default:
        return [];
    }
  });
}

/**
 * What keeps a network from being asked about one row at a time: layers whose answer depends on the other
 * rows of a batch, and numbers that are none.
 */
export function inferenceProblems({ layers }: InferencePlan): Problem[] {
  return layers.flatMap(({ layer, index, tensors }): Problem[] => {
    const at = { severity: "error", path: ["layers", index] } as const;
    const found: Problem[] = [];
    if ("dim" in layer && layer.dim !== 1 && layer.dim !== -1)
      found.push({
        ...at,
        code: "needs-batch",
        message: message(
          "{0} {1} works over the rows of a batch (dim {2}), so one row alone has no answer. Set its dim to -1.",
          layer.type,
          index + 1,
          layer.dim,
        ),
      });
    if (layer.type === "BatchNorm1d" && !layer.track_running_stats)
      found.push({
        ...at,
        code: "needs-batch",
        message: message(
          "BatchNorm1d {0} keeps no running statistics, so one row alone has no answer. Set its track_running_stats to true and train again.",
          index + 1,
        ),
      });
    if (Object.values(tensors).some((data) => !data.every(Number.isFinite)))
      found.push({
        ...at,
        code: "weights-not-finite",
        message: message("{0} {1} has weights that are no finite numbers. Train again.", layer.type, index + 1),
      });
    return found;
  });
}
