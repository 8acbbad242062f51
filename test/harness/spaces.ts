// A small table with a number, a category, a truth value and a date, and a network that learns from it.

import { bytesSource } from "../../src/data/sources.ts";
import { documentSchema } from "../../src/model/schema.ts";
import { prepareExperiment, type PreparedExperiment } from "../../src/training/experiment.ts";

const rows = Array.from({ length: 80 }, (_, row) => {
  const size = (row * 37) % 50;
  const colour = ["red", "green", "blue"][row % 3]!;
  const isNew = row % 4 === 0;
  const day = `2020-${String(1 + (row % 12)).padStart(2, "0")}-${String(1 + (row % 28)).padStart(2, "0")}`;
  const weight = (row * 13) % 21;
  const kind = size + weight > 45 ? "large" : isNew || colour === "red" ? "fresh" : "small";
  return { size, colour, isNew, day, weight, kind, price: size * 2 + weight + (isNew ? 10 : 0) };
});

const names = ["size", "colour", "isNew", "day", "weight", "kind", "price"] as const;
export const spaceCsv = [names.join(","), ...rows.map((row) => names.map((name) => String(row[name])).join(","))].join("\n");

export interface SpaceSetting {
  readonly target?: "kind" | "price" | "isNew";
  readonly layers?: readonly unknown[];
  readonly training?: Record<string, unknown>;
}

/** Splits 60, 10, 10; the numbers are scaled, and BatchNorm1d does it for the parts of a date. */
export async function spaceExperiment({ target = "kind", layers, training }: SpaceSetting = {}): Promise<PreparedExperiment> {
  const features = names.filter((name) => name !== target && name !== "kind" && name !== "price");
  const [width, loss] = { kind: [3, "CrossEntropyLoss"], price: [1, "MSELoss"], isNew: [1, "BCEWithLogitsLoss"] }[target] as [
    number,
    string,
  ];
  const experiment = documentSchema.parse({
    format: 1,
    data: {
      file: "things.csv",
      target,
      features,
      normalize: "standard",
      columns: { day: { encode: "date" } },
      split: { train: 0.75, validation: 0.125, test: 0.125 },
    },
    layers: layers ?? [
      { type: "BatchNorm1d" },
      { type: "Linear", out_features: 8 },
      { type: "Tanh" },
      { type: "Linear", out_features: width },
    ],
    training: { epochs: 20, batch_size: 10, loss: { type: loss }, optimizer: { type: "Adam", lr: 0.02 }, ...training },
  });
  return prepareExperiment(experiment, [bytesSource("things.csv", new TextEncoder().encode(spaceCsv))]);
}
