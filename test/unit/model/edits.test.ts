// Edits change the characters they must and no other, whatever a document looks like.

import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdit } from "../../../src/model/edits.ts";
import type { Edit, JsonLayer } from "../../../src/model/edit.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { ProblemError } from "../../../src/model/problem.ts";

const edited = (text: string, edit: Edit): string => applyTextEdits(text, applyEdit(text, edit));

const oneLineEach = `{
  "layers": [
    { "type": "Linear",   "out_features": 8 },
    { "type": "ReLU" },
    {"type":"Linear","out_features":1}
  ],
  "training": { "epochs": 10 }
}
`;

test("a new layer takes the place and the indentation of its neighbours", () => {
  assert.equal(
    edited(oneLineEach, { op: "insert", at: 1, layer: { type: "Tanh" } }),
    oneLineEach.replace('    { "type": "ReLU" }', '    { "type": "Tanh" },\n    { "type": "ReLU" }'),
  );
  assert.equal(
    edited(oneLineEach, { op: "insert", at: 3, layer: { type: "Sigmoid" } }),
    oneLineEach.replace('"out_features":1}', '"out_features":1},\n    { "type": "Sigmoid" }'),
  );
});

test("a moved layer keeps how it was written", () => {
  assert.equal(
    edited(oneLineEach, { op: "move", from: 2, to: 0 }),
    `{
  "layers": [
    {"type":"Linear","out_features":1},
    { "type": "Linear",   "out_features": 8 },
    { "type": "ReLU" }
  ],
  "training": { "epochs": 10 }
}
`,
  );
  assert.deepEqual(applyEdit(oneLineEach, { op: "move", from: 1, to: 1 }), []);
});

test("a value is replaced where it stands, and an equal one changes nothing", () => {
  assert.deepEqual(applyEdit(oneLineEach, { op: "set", path: ["training", "epochs"], value: 500 }), [
    { offset: oneLineEach.indexOf("10 }"), length: 2, text: "500" },
  ]);
  assert.deepEqual(applyEdit(oneLineEach, { op: "set", path: ["training", "epochs"], value: 10 }), []);
});

test("a new field follows its siblings; what is missing on the way is made; a field can be removed", () => {
  assert.match(edited(oneLineEach, { op: "set", path: ["layers", 0, "bias"], value: false }), /"out_features": 8, "bias": false \}/);
  assert.match(edited(oneLineEach, { op: "set", path: ["layers", 1, "name"], value: "뉴런" }), /\{ "type": "ReLU", "name": "뉴런" \}/);
  assert.match(
    edited(oneLineEach, { op: "set", path: ["data", "split", "train"], value: 1 }),
    /,\n {2}"data": \{ "split": \{ "train": 1 \} \}\n\}/,
  );
  assert.match(edited(oneLineEach, { op: "set", path: ["layers", 0, "out_features"] }), /\{ "type": "Linear" \},/);
  assert.deepEqual(applyEdit(oneLineEach, { op: "set", path: ["layers", 0, "bias"] }), []);
});

test("layers written over several lines get a new one like them", () => {
  const text = '{\n\t"layers": [\n\t\t{\n\t\t\t"type": "ReLU"\n\t\t}\n\t]\n}\n';
  assert.equal(
    edited(text, { op: "insert", at: 1, layer: { type: "Linear", out_features: 2 } }),
    '{\n\t"layers": [\n\t\t{\n\t\t\t"type": "ReLU"\n\t\t},\n\t\t{\n\t\t\t"type": "Linear",\n\t\t\t"out_features": 2\n\t\t}\n\t]\n}\n',
  );
});

test("an empty or missing list gets its first layer, Windows line ends stay", () => {
  assert.equal(
    edited('{\r\n  "layers": []\r\n}', { op: "insert", at: 0, layer: { type: "ReLU" } }),
    '{\r\n  "layers": [\r\n    { "type": "ReLU" }\r\n  ]\r\n}',
  );
  assert.equal(edited("{}", { op: "insert", at: 0, layer: { type: "ReLU" } }), '{ "layers": [{ "type": "ReLU" }] }');
  assert.equal(edited('{"layers":[{"type":"ReLU"}]}', { op: "remove", at: 0 }), '{"layers":[]}');
});

test("an edit that does not fit is refused and changes nothing", () => {
  for (const edit of [
    { op: "remove", at: 3 },
    { op: "remove", at: -1 },
    { op: "move", from: 0, to: 3 },
    { op: "insert", at: 9, layer: { type: "ReLU" } },
    { op: "set", path: [], value: 1 },
    { op: "set", path: ["layers", 7, "bias"], value: true },
  ] satisfies Edit[]) {
    assert.throws(() => applyEdit(oneLineEach, edit), ProblemError, JSON.stringify(edit));
  }
  assert.throws(() => applyEdit("{ broken", { op: "remove", at: 0 }), ProblemError);
});

/** A repeatable stream of whole numbers below `limit`. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

test("a thousand random edits do to the text what they do to the list", () => {
  const next = numbers(7);
  const styles = [
    (value: unknown) => JSON.stringify(value),
    (value: unknown) => JSON.stringify(value, null, 2),
    (value: unknown) => JSON.stringify(value, null, "\t"),
  ];
  for (let round = 0; round < 1000; round++) {
    const list: JsonLayer[] = Array.from({ length: next(5) }, (_, index) => ({ type: "Linear", out_features: index + 1 }));
    const before = { format: 1, layers: list, training: { epochs: 1, loss: { type: "MSELoss" } } };
    const text = styles[next(styles.length)]!(before);
    const at = next(list.length + 1);
    const expected = structuredClone(before);
    let edit: Edit = { op: "insert", at, layer: { type: "ReLU", name: `n${round}` } };
    if (list.length > 0 && next(3) > 0) {
      const from = next(list.length);
      const to = next(list.length);
      edit = next(2) === 0 ? { op: "remove", at: from } : { op: "move", from, to };
      const [moved] = expected.layers.splice(from, 1);
      if (edit.op === "move") expected.layers.splice(to, 0, moved!);
    } else {
      expected.layers.splice(at, 0, edit.layer);
    }
    assert.deepEqual(JSON.parse(edited(text, edit)), expected, `${text}\n${JSON.stringify(edit)}`);
  }
});

test("several edits at once do to the text what they do one after the other", () => {
  const next = numbers(11);
  const text = JSON.stringify({ layers: [{ type: "Linear" }, { type: "ReLU" }, { type: "Tanh" }] }, null, 2);
  for (let round = 0; round < 500; round++) {
    let expected = text;
    let count = 3;
    const several: Edit[] = Array.from({ length: 1 + next(6) }, (_, index) => {
      const at = next(count + 1);
      const kind = count === 0 ? 0 : next(4);
      let edit: Edit = { op: "insert", at, layer: { type: "ELU", alpha: index } };
      if (kind === 1) edit = { op: "remove", at: next(count) };
      if (kind === 2) edit = { op: "move", from: next(count), to: next(count) };
      if (kind === 3) edit = { op: "set", path: ["layers", next(count), "name"], value: `n${index}` };
      count += edit.op === "insert" ? 1 : edit.op === "remove" ? -1 : 0;
      expected = edited(expected, edit);
      return edit;
    });
    assert.equal(edited(text, { op: "all", edits: several }), expected, JSON.stringify(several));
  }
  assert.deepEqual(
    applyEdit(text, {
      op: "all",
      edits: [
        { op: "insert", at: 0, layer: { type: "ELU" } },
        { op: "remove", at: 0 },
      ],
    }),
    [],
  );
});
