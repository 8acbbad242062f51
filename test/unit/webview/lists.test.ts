// Changes of the list of layers and what folds do through them, against every selection of a small list.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compact } from "../../../src/model/json.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import type { Edit, JsonLayer } from "../../../src/model/edit.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { followFolds, foldsThrough, rowsOf, withFold } from "../../../webview/builder/folds.ts";
import { editOf, isChange, type ListChange, orderAfter, indicesAfter, rearranged } from "../../../webview/builder/list-changes.ts";

const list: readonly JsonLayer[] = ["a", "b", "c", "d", "e"].map((type) => ({ type }));

function applied(edit: Edit): unknown {
  const text = compact({ layers: list });
  return (JSON.parse(applyTextEdits(text, applyEdit(text, edit))) as { layers: unknown }).layers;
}

/** Every set of indices of the list. */
const selections = Array.from({ length: 2 ** list.length - 1 }, (_, bits) => [...list.keys()].filter((index) => ((bits + 1) >> index) & 1));

test("the edit of a change makes the list that was shown, for every selection and every gap", () => {
  for (const indices of selections) {
    const changes: ListChange<JsonLayer>[] = [{ op: "remove", indices }];
    for (let gap = 0; gap <= list.length; gap++) {
      changes.push({ op: "move", indices, gap }, { op: "insert", at: gap, items: indices.map((index) => list[index]!) });
    }
    for (const change of changes) {
      const expected = rearranged(list, change);
      assert.deepEqual(applied(editOf(change, list.length)), expected, JSON.stringify(change));
      const lifted = indicesAfter(change).map((place) => expected[place]);
      assert.deepEqual(lifted, change.op === "remove" ? [] : indices.map((index) => list[index]), JSON.stringify(change));
      assert.equal(isChange(change), JSON.stringify(expected) !== JSON.stringify(list), JSON.stringify(change));
    }
  }
});

test("a fold goes with its layers, and opens where they are torn apart", () => {
  const folds = [{ from: 1, to: 2 }];
  const through = (change: ListChange<unknown>) => foldsThrough(orderAfter(change, 5), folds);
  assert.deepEqual(through({ op: "move", indices: [1, 2], gap: 5 }), [{ from: 3, to: 4 }]);
  assert.deepEqual(through({ op: "insert", at: 0, items: ["x"] }), [{ from: 2, to: 3 }]);
  assert.deepEqual(through({ op: "insert", at: 2, items: ["x"] }), []);
  assert.deepEqual(through({ op: "remove", indices: [2] }), []);
  assert.deepEqual(through({ op: "remove", indices: [0, 4] }), [{ from: 0, to: 1 }]);
});

test("a fold follows changes from elsewhere, as an undo", () => {
  const folds = [{ from: 2, to: 3 }];
  assert.deepEqual(followFolds(list, list.slice(1), folds), [{ from: 1, to: 2 }]);
  assert.deepEqual(followFolds(list, list.toSpliced(4, 1), folds), folds);
  assert.deepEqual(followFolds(list, list.with(2, { type: "c", p: 1 }), folds), folds);
  assert.deepEqual(followFolds(list, list.toSpliced(3, 1), folds), []);
});

test("rows are layers and folds in order, and only neighbours fold", () => {
  const folds = withFold(withFold([], [3, 4]), [0, 1]);
  assert.deepEqual(rowsOf(5, folds), [
    { from: 0, to: 1 },
    { from: 2, to: 2 },
    { from: 3, to: 4 },
  ]);
  assert.deepEqual(withFold(folds, [1, 2, 3]), [{ from: 1, to: 3 }], "a fold takes in those it overlaps");
  assert.deepEqual(withFold(folds, [0, 2]), folds);
});
