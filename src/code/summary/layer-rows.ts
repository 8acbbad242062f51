// What the tables and diagrams say of each layer: what builds it, what comes out, what it learns.

import type { JsonLayer } from "../../model/edit.ts";
import { costOf } from "../../model/cost.ts";
import { traceShapes } from "../../model/shapes.ts";
import type { ExportInput } from "../exporter.ts";
import { moduleOf } from "../pytorch/network.ts";
import { flat } from "../pytorch/python.ts";

export interface LayerRow {
  /** As in the `state_dict`. */
  readonly index: string;
  /** The person's own name of it; empty without one. */
  readonly name: string;
  /** As PyTorch writes it, without `nn.`: `Linear(4, 16)`. */
  readonly module: string;
  /** Values per row that come out. */
  readonly outputs: number;
  readonly parameters: number;
}

export interface NetworkRows {
  readonly layers: readonly LayerRow[];
  readonly inputs: number;
  readonly parameters: number;
  /** Multiply-adds of one row, forward. */
  readonly multiplyAdds: number;
}

export function networkRows({ experiment, summary }: Pick<ExportInput, "experiment" | "summary">): NetworkRows {
  const inputs = summary.inputs.length;
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], inputs);
  const rows = experiment.layers.map((layer, index): LayerRow => {
    const { inFeatures = inputs, outFeatures = inFeatures, parameters = 0 } = shapes[index]!;
    const module = flat(moduleOf(layer, inFeatures)).replace(/^nn\./, "");
    return { index: String(index), name: layer.name ?? "", module, outputs: outFeatures, parameters };
  });
  return { layers: rows, inputs, ...(costOf(shapes) ?? { parameters: 0, multiplyAdds: 0 }) };
}

/** A whole number with marks between its thousands. */
export function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
