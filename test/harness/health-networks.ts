// What the networks of the health tests are made of: tables, layers, losses and optimizers, in few words.

import { changed, type Network, table, type Table } from "./health.ts";

type Layers = readonly unknown[];
type Source = Pick<Network, "csv" | "data"> | Table;

/** A network on a table, with so many epochs. */
export function of(source: Source, layers: Layers, loss: object, optimizer: object, epochs: number, more: object = {}): Network {
  const from = "csv" in source ? source : { csv: source };
  return { ...from, layers, training: { epochs, loss, optimizer, ...more } };
}

export const lin = (out_features: number, more: object = {}): object => ({ type: "Linear", out_features, ...more });
export const act = (type: string, more: object = {}): object => ({ type, ...more });
/** One hidden layer. */
export const mlp = (last: number, kind = "ReLU", units = 16): Layers => [lin(units), act(kind), lin(last)];
/** So many hidden layers. */
export const deep = (last: number, kind: string, depth: number, units = 32, more: object = {}): Layers => [
  ...Array.from({ length: depth }, () => [lin(units, more), act(kind)]).flat(),
  lin(last),
];

/** A Linear with first weights that are the same everywhere: `size` times a fixed pattern about 0. */
export function set(out: number, inputs: number, size: number, bias = 0): object {
  const value = (row: number, column: number): number => Number((size * Math.sin(1 + 7 * row + 3 * column + row * column)).toFixed(4));
  return lin(out, {
    init: {
      weight: Array.from({ length: out }, (_, row) => Array.from({ length: inputs }, (__, column) => value(row, column))),
      bias: Array.from({ length: out }, () => bias),
    },
  });
}

export const bce = { type: "BCEWithLogitsLoss" };
export const bceOfSigmoid = { type: "BCELoss" };
export const ce = { type: "CrossEntropyLoss" };
export const mse = { type: "MSELoss" };
export const adam = (lr = 0.01): object => ({ type: "Adam", lr });
export const sgd = (lr: number, momentum = 0): object => ({ type: "SGD", lr, momentum });

const standard = { normalize: "standard" };
/** A file of `samples/`, with its features scaled unless something else is said. */
const file =
  (csv: string, target: string, more: object = {}) =>
  (change: object = standard) => ({
    csv: `${csv}.csv`,
    data: { target, ...more, ...change },
  });
export const iris = file("iris", "species");
export const penguins = file("penguins", "Species", { columns: { Sex: { missing_values: ["."] } } });
export const weather = file("seattle-weather", "weather", { features: ["precipitation", "temp_max", "temp_min", "wind"] });
export const binary = file("binary", "pass");
export const xor = file("xor", "y");
/** As it stands in its file. */
export const raw = { normalize: "none" };

/** Two half moons. */
export const moons: Table = table(400, 2, () => 0, 3);
{
  const rows = moons.rows as (number | string)[][];
  for (const [index, row] of rows.entries()) {
    const [angle, isUpper] = [(Math.PI * (index % 200)) / 200, index < 200];
    const noise = 0.12;
    row[0] = Number(((isUpper ? Math.cos(angle) : 1 - Math.cos(angle)) + noise * Number(row[0])).toFixed(4));
    row[1] = Number(((isUpper ? Math.sin(angle) : 0.5 - Math.sin(angle)) + noise * Number(row[1])).toFixed(4));
    row[2] = isUpper ? "upper" : "lower";
  }
}
export const wave = table(500, 3, ([a = 0, b = 0, c = 0], noise) => Number((Math.sin(a) + b * c + 0.1 * noise).toFixed(5)), 5);
export const plane = table(400, 4, ([a = 0, b = 0, c = 0, d = 0], noise) => Number((2 * a - b + 0.5 * c - d + 0.3 * noise).toFixed(5)), 6);
export const prices = table(
  600,
  5,
  ([a = 0, b = 0, c = 0], noise) => Math.round(230_000 + 60_000 * a - 20_000 * b + 15_000 * a * c + 9000 * noise),
  7,
);
export const twoClasses = table(500, 6, ([a = 0, b = 0, c = 0], noise) => (a + b * c + 0.3 * noise > 0 ? "yes" : "no"), 8);
export const weak = table(800, 5, ([a = 0], noise) => (0.5 * a + noise > 0 ? 1 : 0), 9);
export const rare = table(1000, 4, ([a = 0, b = 0], noise) => (a + b + 0.3 * noise > 2.2 ? 1 : 0), 10);
export const fiveClasses = table(900, 4, ([a = 0, b = 0]) => `k${Math.min(4, Math.max(0, Math.floor(2.5 + a + 0.7 * b)))}`, 11);
/** Pixels in 0 … 1 of bars that stand or lie. */
export const bars: Table = {
  names: [...Array.from({ length: 36 }, (_, index) => `p${index}`), "bar"],
  rows: changed(
    table(500, 36, () => 0, 12),
    (value) => Math.max(0, Math.min(1, 0.2 + 0.15 * value)),
  ).rows.map((row, index) => {
    const place = index % 12;
    return row.map((value, column) => {
      if (column === 36) return place < 6 ? "lies" : "stands";
      const isOn = place < 6 ? Math.floor(column / 6) === place : column % 6 === place - 6;
      return Number(Math.min(1, Number(value) + (isOn ? 0.6 : 0)).toFixed(3));
    });
  }),
};
/** Features with a mean far from 0. */
export const positive = changed(twoClasses, (value) => Number((5 + 1.5 * value).toFixed(4)));
