// The registries against PyTorch's own signatures: every parameter that a document may have, with the same
// default.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layers } from "../../src/model/layers.ts";
import { losses } from "../../src/model/losses.ts";
import { optimizers } from "../../src/model/optimizers.ts";
import type { Parameters } from "../../src/model/parameters.ts";
import { schedulers } from "../../src/model/schedulers.ts";
import { fixture, notInPyTorch } from "./fixture.ts";

interface Signature {
  type: string;
  /** The default in a list; null if the parameter is required. */
  parameters: Record<string, [unknown] | null>;
}

/** Not fields of a document (docs/format.md, "layers"), and what PyTorch takes as a function. */
const nowhere = new Set(
  "reduction inplace device dtype foreach fused maximize capturable differentiable verbose last_epoch size_average reduce".split(" "),
);
const without: Readonly<Record<string, readonly string[]>> = {
  BCELoss: ["weight"],
  BCEWithLogitsLoss: ["weight"],
  Hardtanh: ["min_value", "max_value"],
  CyclicLR: ["scale_fn", "scale_mode"],
  OneCycleLR: ["epochs", "steps_per_epoch"],
};
/** Not PyTorch's: how a Linear's first weights are drawn, and sizes that follow from the layer before. */
const own = new Set(["init"]);
const derived = new Set(["in_features", "num_features", "normalized_shape"]);

const rooms: Readonly<Record<string, Readonly<Record<string, { readonly parameters: Parameters }>>>> = {
  layers,
  losses,
  optimizers,
  schedulers,
};
const recorded = fixture("signatures") as Record<string, Signature[]>;

for (const [room, records] of Object.entries(rooms)) {
  test(`${room} have PyTorch's parameters and defaults`, () => {
    assert.deepEqual(
      new Set(recorded[room]!.map(({ type }) => type)),
      new Set(Object.keys(records).filter((type) => !notInPyTorch.has(type))),
    );
    for (const { type, parameters } of recorded[room]!) {
      const expected = Object.entries(parameters).filter(([name]) => !nowhere.has(name) && !without[type]?.includes(name));
      const found = records[type]!.parameters;
      const names = Object.keys(found).filter((name) => !own.has(name) || type === "PReLU");
      assert.deepEqual(new Set(names), new Set(expected.map(([name]) => name)), type);
      for (const [name, value] of expected) {
        // `dim` is always the last one here; PyTorch's own default is a warning.
        if (derived.has(name) || name === "dim") continue;
        const what = `${type}.${name}`;
        const { presence, default: standard } = found[name]!;
        if (value === null) assert.equal(presence, "required", what);
        else assert.deepEqual(standard ?? null, value[0], what);
      }
    }
  });
}
