// Names and first weights of layers in a document and the Python file that is bound to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeFromCode } from "../../../src/code/two-ways/from-code.ts";
import { mergeIntoCode } from "../../../src/code/two-ways/into-code.ts";
import { parseDocument } from "../../../src/model/document.ts";
import type { ExperimentInput } from "../../../src/model/schema.ts";
import { applyTextEdits } from "../../../src/model/text-edits.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { experimentOf, scriptOf, summaryOf } from "../../fixtures/code/script.ts";
import { assertInto, documentOf, from, into, type IntoCase, type Layer, module, sequential, wide } from "../../fixtures/code/two-ways.ts";

const linear = (units: number, own: object): Layer => ({ type: "Linear", out_features: units, ...own });

/** A class that sets first weights. */
const initialised = module
  .replace("# first\n", "# first\n        nn.init.xavier_uniform_(self.fc1.weight)\n")
  .replace(
    "nn.Linear(hidden, 3)\n",
    "nn.Linear(hidden, 3)\n        nn.init.zeros_(self.fc2.weight)  # calm\n        nn.init.zeros_(self.fc2.bias)\n",
  );

const intoCases: Readonly<Record<string, IntoCase>> = {
  "first weights of an item, whose network gets a line for each Linear so that they draw in their order": {
    code: sequential,
    layers: [linear(8, { init: "xavier_uniform" }), wide[1]!, wide[2]!],
    change: [
      ["model = nn", "linear1 = nn.Linear(4, 8)\nnn.init.xavier_uniform_(linear1.weight)\nlinear2 = nn.Linear(8, 3)\nmodel = nn"],
      ["    nn.Linear(4, 8),", "    linear1,"],
      ["    nn.Linear(8, 3),", "    linear2,"],
    ],
  },
  "first weights behind the line that builds the layer": {
    code: module,
    layers: [linear(8, { init: "xavier_uniform" }), wide[1]!, linear(3, { init: "zeros" })],
    change: [
      ["# first\n", "# first\n        nn.init.xavier_uniform_(self.fc1.weight)\n"],
      ["nn.Linear(hidden, 3)\n", "nn.Linear(hidden, 3)\n        nn.init.zeros_(self.fc2.weight)\n        nn.init.zeros_(self.fc2.bias)\n"],
    ],
  },
  "other first weights": {
    code: initialised,
    layers: [linear(8, { init: "kaiming_normal" }), wide[1]!, linear(3, { init: "xavier_normal" })],
    change: [
      ["xavier_uniform_", "kaiming_normal_"],
      ["nn.init.zeros_(self.fc2.weight)  # calm", "nn.init.xavier_normal_(self.fc2.weight)\n        # calm"],
      ["        nn.init.zeros_(self.fc2.bias)\n", ""],
    ],
  },
  "first weights by hand": {
    code: initialised,
    layers: [linear(1, { init: { weight: [[1, 2, 3, 4]], bias: [0.5] } }), wide[1]!, linear(3, { init: "zeros" })],
    change: [
      ["hidden=8", "hidden=1"],
      [
        "        nn.init.xavier_uniform_(self.fc1.weight)\n",
        "        with torch.no_grad():\n" +
          "            self.fc1.weight.copy_(torch.tensor([[1.0, 2.0, 3.0, 4.0]]))\n" +
          "            self.fc1.bias.copy_(torch.tensor([0.5]))\n",
      ],
    ],
  },
  "no first weights any more, and a layer less with its own": {
    code: initialised,
    layers: [wide[1]!, { type: "Linear", out_features: 3 }],
    change: [
      ["        self.fc1 = nn.Linear(4, hidden)  # first\n", "        # first\n"],
      ["        nn.init.xavier_uniform_(self.fc1.weight)\n", ""],
      ["hidden=8", "hidden=4"],
      ["        nn.init.zeros_(self.fc2.weight)  # calm\n        nn.init.zeros_(self.fc2.bias)\n", "        # calm\n"],
      ["F.relu(self.fc1(x))", "F.relu(x)"],
    ],
  },
};

for (const [name, change] of Object.entries(intoCases)) test(`into the code: ${name}`, () => assertInto(change));

test("from the code: names of the document stay with their layers, first weights are what the code says", () => {
  const document = documentOf([{ type: "Linear", out_features: 8, name: "wide", init: "zeros" }, wide[1]!, wide[2]!]);
  const changed = sequential
    .replace("    nn.ReLU(),", "    nn.Tanh(),")
    .replace("    nn.Linear(4, 8)", "    nn.Identity(),\n    nn.Linear(4, 8)");
  const { layers } = from(document, changed, sequential);
  assert.deepEqual(layers, [{ type: "Identity" }, { type: "Linear", out_features: 8, name: "wide" }, { type: "Tanh" }, wide[2]]);
  const set = module.replace("  # first\n", "  # first\n        nn.init.kaiming_normal_(self.fc1.weight)\n");
  assert.deepEqual(from(documentOf(wide), set, module).layers[0], linear(8, { init: "kaiming_normal" }));
});

const labelled = sequential
  .replace("nn.Sequential(\n", "nn.Sequential(OrderedDict([\n")
  .replace("nn.Linear(4, 8)", '("first", nn.Linear(4, 8))')
  .replace("nn.ReLU()", "('bend', nn.ReLU())")
  .replace("nn.Linear(8, 3)", '("last", nn.Linear(8, 3))')
  .replace("\n)", "\n]))");

/** Documents whose layers have these names. */
const namedBy = (...names: readonly (string | undefined)[]): ExperimentInput =>
  documentOf(wide.map((layer, index) => (names[index] === undefined ? layer : { ...layer, name: names[index] })));

test("a layer that is renamed in the builder is renamed in the code, if its name can stand there", () => {
  const before = namedBy("first", "bend", "last");
  assert.equal(into(labelled, namedBy("first", "curve", "last"), before), labelled.replace("'bend'", "'curve'"));
  assert.equal(into(labelled, namedBy("wide layer", "bend", "last"), before), labelled.replace('"first"', '"wide layer"'));
  for (const name of ["a.b", "last"]) assert.equal(into(labelled, namedBy(name, "bend", "last"), before), labelled, name);
  assert.equal(into(labelled, namedBy(undefined, "bend", "last"), before), labelled, "a label stays");
  const odd = labelled.replace('"first"', '"(first"');
  assert.equal(into(odd, namedBy("wide", "bend", "last"), before), odd.replace('"(first"', '"wide"'));
  // A variable that holds the network speaks of the layer; where something else may, the label stays.
  const spoken = `${labelled}print(model.bend, F.bend(x))\n`;
  assert.equal(into(spoken, namedBy("first", "curve"), before), spoken.replaceAll(/(?<=model\.|')bend/g, "curve"));
  assert.equal(into(`${labelled}print(a.b.first)\n`, namedBy("wide"), namedBy("first")), `${labelled}print(a.b.first)\n`);
  // Wherever the class and who holds an object of it speak of the attribute; `fc1` of other things stays.
  const used = `${module}print(net.fc1.weight, other.fc1)\n`;
  const hidden = used.replaceAll(/(?<=self\.|net\.)fc1/g, "hidden");
  assert.equal(into(used, namedBy("hidden"), namedBy("fc1")), hidden);
  for (const name of ["two words", "class", "forward", "fc2"]) assert.equal(into(used, namedBy(name), namedBy("fc1")), used, name);
  assert.equal(into(used, namedBy("hidden"), namedBy("hidden")), used, "only what changed is carried over");
});

const names = (document: ExperimentInput): unknown[] => document.layers.map(({ name }) => name);

test("a name that changes in the code is the layer's, and binding takes the names that the code has", () => {
  const hidden = module.replaceAll("fc1", "hidden");
  assert.deepEqual(names(from(namedBy("fc1", undefined, "out"), hidden, module)), ["hidden", undefined, "out"]);
  const deeper = module
    .replace("        self.fc1", "        self.fc0 = nn.Linear(4, 4)\n        self.fc1")
    .replace("F.relu(self.fc1(x))", "F.relu(self.fc1(self.fc0(x)))");
  assert.deepEqual(names(from(documentOf(wide), deeper, module)), ["fc0", undefined, undefined, undefined]);
  assert.deepEqual(names(from(namedBy(undefined, undefined, "out"), module)), ["fc1", undefined, "out"]);
});

test("what has no line of its own for first weights, and Keras, is told and not written into", () => {
  const zeros = documentOf([linear(8, { init: "zeros" }), wide[1]!, wide[2]!]);
  assert.match(into(labelled, zeros), /^conflict: Line 6: these first weights cannot be written into this code/);
  const keras = 'import keras\nmodel = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(3)])\n';
  assert.match(into(keras, documentOf(wide)), /^conflict: Line 2: this is Keras\. A document can be bound to PyTorch code only/);
  assert.deepEqual(mergeFromCode(documentOf(wide), keras, undefined, 4).kind, "unread");
});

const networkOf = (script: string): string => /^def build_network[\s\S]*?\n\n\n/m.exec(script)![0];

test("a script of ours gets first weights and names as it would be exported with them", async () => {
  const files = documents["fills of every kind"]!;
  for (const [language, lineBreak] of [
    ["en", "\n"],
    ["ko", "\r\n"],
  ] as const) {
    let edited = experimentOf(files);
    const inputs = (await summaryOf(files)).inputs.length;
    let code = (await scriptOf(files, { language })).replaceAll("\n", lineBreak);
    const first = edited.layers.findIndex(({ type }) => type === "Linear");
    for (const own of [{ init: "kaiming_uniform" }, { name: "wide" }, { name: "the widest" }, { init: "zeros" }, { name: undefined }]) {
      const next = parseDocument(
        JSON.stringify({ ...edited, layers: edited.layers.with(first, { ...edited.layers[first]!, ...own } as never) }),
      );
      const merged = mergeIntoCode(code, next.experiment!, inputs, edited);
      assert.equal(merged.kind, "edits", JSON.stringify(merged));
      code = merged.kind === "edits" ? applyTextEdits(code, merged.edits) : code;
      edited = next.experiment!;
      const exported = await scriptOf({ ...files, "a.perceptron": edited }, { language });
      assert.equal(networkOf(code.replaceAll(lineBreak, "\n")), networkOf(exported), JSON.stringify(own));
    }
  }
});
