// What training rows decide: of whole numbers over a power of ten the same, bit by bit, as of numbers that
// are kept as they are.

import assert from "node:assert/strict";
import { test } from "node:test";
import { encodedFacts } from "../../../src/data/encoded-facts.ts";
import { selectRows } from "../../../src/data/selection.ts";
import type { NumericColumn, Table } from "../../../src/data/table.ts";
import { ABSENT } from "../../../src/data/whole-numbers.ts";
import { Generator } from "../../../src/engine/random.ts";
import { randomSplit } from "../../../src/engine/sampling.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { Chance } from "../../fuzz/chance.ts";

/** More than are sorted. */
const ROWS = 50_000;
const DIVISOR = 1000;

function column(name: string, chance: Chance, gaps: number): NumericColumn {
  const cells = Int32Array.from({ length: ROWS }, () => (chance.below(100) < gaps ? ABSENT : chance.below(2_000_000) - 900_000));
  const missing = cells.filter((cell) => cell === ABSENT).length;
  return { kind: "number", name, cells, divisor: DIVISOR, written: new Map(), missing, distinct: 1001 };
}

/** The same column with its values as they are. */
function plain(whole: NumericColumn): NumericColumn {
  const cells = Float64Array.from(whole.cells, (cell) => (cell === ABSENT ? NaN : cell / DIVISOR));
  return { ...whole, cells, divisor: 1 };
}

function tableOf(columns: readonly NumericColumn[]): Table {
  return {
    dialect: { encoding: "utf-8", delimiter: ",", decimal: ".", header: true },
    files: ["data.csv"],
    columns,
    rows: ROWS,
    lines: Uint32Array.from({ length: ROWS }, (_, row) => row + 2),
    starts: [0],
    problems: [],
  };
}

test("fill, shift, scale and largest values are those of the numbers, whichever way they are kept", () => {
  const chance = new Chance(3);
  const columns = [column("y", chance, 0), column("a", chance, 0), column("b", chance, 4), column("c", chance, 50)];
  const filled = ["median", "mean", "drop", { constant: 2.5 }].flatMap((missing) =>
    ["standard", "minmax", "none"].map((normalize) => ({ missing, normalize })),
  );
  for (const settings of filled) {
    const { data, training } = documentSchema.parse({
      format: 1,
      data: { file: "data.csv", target: "y", ...settings },
      layers: [{ type: "Linear", out_features: 1 }],
      training: { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 } },
    });
    const [whole, numbers] = [tableOf(columns), tableOf(columns.map(plain))].map((table) => {
      const selection = selectRows(table, data, training.loss);
      const { train } = randomSplit(selection.rows, data.split, new Generator(0));
      const { preprocessing, largest } = encodedFacts(selection, train, false);
      return { preprocessing, largest, rows: [...selection.tableRows], train: train.length };
    });
    assert.deepEqual(whole, numbers);
    assert.ok(settings.missing === "drop" || whole!.train > 2 ** 15);
  }
});
