// A document and a Python file in step: random edits and undos on both sides, in every spelling. Comments
// survive, both say the same after each step, and an undo on one side is one on the other, byte for byte.

import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceOf } from "../../../src/code/two-ways/compare.ts";
import { commentsIn } from "../../../src/code/two-ways/places.ts";
import { codeSide, documentSide } from "../../../src/code/two-ways/sides.ts";
import { documentText, parseDocument } from "../../../src/model/document.ts";
import type { JsonLayer } from "../../../src/model/edit.ts";
import { applyEdit } from "../../../src/model/edits.ts";
import type { ExperimentInput } from "../../../src/model/schema.ts";
import { applyTextEdits, type TextEdit } from "../../../src/model/text-edits.ts";
import { type Agreement, TwoWays } from "../../../src/session/code/two-ways.ts";
import { type Spelling, spelled, spellings } from "../../fixtures/code/spelled-networks.ts";
import { Chance } from "../../fuzz/chance.ts";

const INPUTS = 4;

/** A text with an undo stack, as an editor's. */
class UndoText {
  #past: string[] = [];
  now: string;

  constructor(text: string) {
    this.now = text;
  }

  text = (): string => this.now;

  async edit(edits: readonly TextEdit[]): Promise<boolean> {
    this.type(applyTextEdits(this.now, edits));
    return true;
  }

  type(text: string): void {
    this.#past.push(this.now);
    this.now = text;
  }

  undo(): void {
    this.now = this.#past.pop() ?? this.now;
  }
}

function bound(document: string, code: string, inputs: () => number | undefined = () => INPUTS) {
  const [own, other] = [new UndoText(document), new UndoText(code)];
  const shown: Agreement[] = [];
  const ways = new TwoWays({ document: own, code: other, inputs, script: () => "exported", show: (agreement) => shown.push(agreement) });
  return { document: own, code: other, ways, shown };
}

function documentOf(layers: readonly JsonLayer[]): string {
  const training = { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 } };
  return documentText({ format: 1, data: { file: "a.csv", target: "y" }, layers, training } as unknown as ExperimentInput);
}

function layersOf(document: string): JsonLayer[] {
  return (JSON.parse(document) as { layers: JsonLayer[] }).layers;
}

function randomLayer(chance: Chance): JsonLayer {
  const width = 1 + chance.below(20);
  return chance.pick<JsonLayer>([
    { type: "Linear", out_features: width },
    { type: "Linear", out_features: width, bias: false },
    { type: "ReLU" },
    { type: "Tanh" },
    { type: "Dropout", p: 0.25 },
    { type: "LeakyReLU", negative_slope: 0.2 },
    { type: "BatchNorm1d" },
    { type: "LayerNorm" },
    { type: "Softplus", beta: 2 },
  ]);
}

/** A change that a builder makes. */
function editDocument(text: string, chance: Chance, count: number): string {
  const layers = layersOf(text);
  const at = chance.below(layers.length);
  const layer = layers[at]!;
  const edit = chance.pick([
    { op: "insert", at: chance.below(layers.length + 1), layer: randomLayer(chance) } as const,
    ...(layers.length > 2 ? [{ op: "remove", at } as const] : []),
    { op: "move", from: at, to: chance.below(layers.length) } as const,
    { op: "set", path: ["layers", at], value: randomLayer(chance) } as const,
    { op: "set", path: ["layers", at, "name"], value: `named${count}` } as const,
    ...(layer.type === "Linear" ? [{ op: "set", path: ["layers", at, "out_features"], value: 1 + chance.below(30) } as const] : []),
  ]);
  return applyTextEdits(text, applyEdit(text, edit));
}

/** A change that a person types: a number, an activation, a comment, a line break, spaces. */
function editCode(text: string, chance: Chance, count: number): string {
  const once = (pattern: RegExp, by: (found: string) => string): string => {
    const found = [...text.matchAll(pattern)];
    if (found.length === 0) return text;
    const { 0: whole, index } = chance.pick(found);
    return text.slice(0, index) + by(whole) + text.slice(index + whole.length);
  };
  return chance.pick([
    () => once(/(?<=nn\.Linear\(\d+, )\d+/g, () => String(1 + chance.below(30))),
    () => once(/nn\.(?:ReLU|Tanh)\(\)/g, () => "nn.SiLU()"),
    () => once(/\n/g, (found) => `  # typed ${count}${found}`),
    () => once(/(?<=nn\.Linear\()(?=\d)/g, () => " "),
    () => once(/\n(?=[ \t]*(?:nn\.|self\.part|\('part))/g, (found) => `${found}\n`),
    () => once(/(?<=,|\()(?= ?nn\.(?:Linear|Dropout))/g, () => "\n            "),
    () => once(/(?<=["'])(?:part|named)\d+(?=["'], nn)/g, () => `renamed${count}`),
  ])();
}

/** @param step whose name, if the builder gave it and layers have names in the code, stands there too */
function agree({ document, code }: { readonly document: UndoText; readonly code: UndoText }, step: number): boolean {
  const { experiment } = parseDocument(document.now);
  const { side } = codeSide(code.now, INPUTS);
  if (experiment === undefined || side === undefined || distanceOf(side, documentSide(experiment, INPUTS)) > 0) return false;
  const named = layersOf(document.now).findIndex(({ name }) => name === `named${step}`);
  const written = side.written[named]?.["name"];
  return named < 0 || written === undefined || written === `named${step}`;
}

async function playOn(spelling: Spelling, seed: number, lineBreak: string): Promise<{ merged: number; refused: number }> {
  const chance = new Chance(seed);
  const layers: JsonLayer[] = [
    { type: "Linear", out_features: 6 },
    ...Array.from({ length: 1 + chance.below(4) }, () => randomLayer(chance)),
  ];
  const all = bound(documentOf(layers), spelled(layers, INPUTS, spelling, chance).replaceAll("\n", lineBreak));
  const { document, code, ways } = all;
  let last = "";
  const about = (): string => `${spelling}, seed ${seed}:\n${document.now}\n${last}\n→\n${code.now}`;
  await ways.changed();
  assert.equal(ways.agreement.kind, "agreed", about());
  let [merged, refused] = [0, 0];
  for (let step = 0; step < 12; step++) {
    const [before, coded] = [document.now, code.now];
    const isBuilder = chance.once(2);
    if (isBuilder) document.type(editDocument(before, chance, step));
    else code.type(editCode(coded, chance, step));
    const typed = code.now;
    last = typed;
    await ways.changed();
    if (ways.agreement.kind !== "agreed") {
      refused++;
      assert.equal(isBuilder ? code.now : document.now, isBuilder ? coded : before, `nothing changes\n${about()}`);
      (isBuilder ? document : code).undo();
      await ways.changed();
      assert.equal(ways.agreement.kind, "agreed", about());
      continue;
    }
    merged++;
    assert.ok(agree(all, step), about());
    assert.deepEqual(commentsIn(code.now).toSorted(), commentsIn(typed).toSorted(), about());
    assert.ok(code.now.includes(`print( 'done' )`) && code.now.includes("rate = 0.1"), about());
    if (!isBuilder) assert.equal(code.now, typed, "what a person typed is not touched");
    // An undo in either editor is one in both.
    if (chance.once(3)) {
      const side = chance.once(2) ? document : code;
      if (side.now === (side === document ? before : coded)) continue;
      side.undo();
      await ways.changed();
      assert.deepEqual([document.now, code.now], [before, coded], about());
    }
  }
  return { merged, refused };
}

for (const spelling of spellings) {
  test(`random edits on both sides: ${spelling}`, async () => {
    let [merged, refused] = [0, 0];
    for (let seed = 1; seed <= 25; seed++) {
      const played = await playOn(spelling, seed, seed % 5 === 0 ? "\r\n" : "\n");
      merged += played.merged;
      refused += played.refused;
    }
    assert.ok(refused <= merged / 20, `${refused} of ${merged + refused} could not be merged`);
  });
}

const written = "from torch import nn\nmodel = nn.Sequential(\n    nn.Linear(4, 8),  # wide\n    nn.ReLU(),\n    nn.Linear(8, 1),\n)\n";
const same: JsonLayer[] = [{ type: "Linear", out_features: 8 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }];

test("two that never met and differ are a conflict, and each side can be taken", async () => {
  for (const side of ["document", "code"] as const) {
    const { document, code, ways } = bound(documentOf([{ type: "Linear", out_features: 9 }, ...same.slice(1)]), written);
    await ways.changed();
    assert.equal(ways.agreement.kind, "conflict");
    const before = [document.now, code.now];
    assert.equal(await ways.take(side), true);
    assert.equal(ways.agreement.kind, "agreed");
    assert.deepEqual(layersOf(document.now)[0], { type: "Linear", out_features: side === "code" ? 8 : 9 });
    assert.ok(code.now.includes(side === "code" ? "nn.Linear(4, 8),  # wide" : "nn.Linear(4, 9),  # wide"), code.now);
    assert.deepEqual([document.now === before[0], code.now === before[1]], side === "code" ? [false, true] : [true, false]);
  }
});

test("edits on both sides while the code was broken are a conflict, and nothing is lost", async () => {
  const { document, code, ways } = bound(documentOf(same), written);
  await ways.changed();
  code.type(written.replace("8, 1", "8, classes"));
  await ways.changed();
  assert.equal(ways.agreement.kind, "unread");
  document.type(documentOf([same[0]!, { type: "Tanh" }, same[2]!]));
  code.type(written.replace("8, 1", "8, 2"));
  const texts = [document.now, code.now];
  await ways.changed();
  assert.equal(ways.agreement.kind, "conflict");
  assert.deepEqual([document.now, code.now], texts);
});

test("a network that is in no Sequential is replaced by the whole script, only if the person says so", async () => {
  const { code, ways } = bound(documentOf(same), "from torch import nn\nmodel = nn.Sequential(*[nn.Conv2d(1, 1, 1)])\n");
  await ways.changed();
  assert.equal(ways.agreement.kind, "unread");
  assert.match(code.now, /Conv2d/);
  assert.equal(await ways.take("document"), true);
  assert.equal(code.now, "exported");
});

test("another number of inputs is an edit of the document", async () => {
  let inputs = 4;
  const { code, ways } = bound(documentOf(same), written, () => inputs);
  await ways.changed();
  inputs = 6;
  await ways.changed();
  assert.equal(code.now, written.replace("(4, 8)", "(6, 8)"));
  assert.equal(ways.agreement.kind, "agreed");
});

test("an editor that takes no change is told, and not asked again and again", async () => {
  const { document, code, ways } = bound(documentOf(same), written);
  await ways.changed();
  let asked = 0;
  code.edit = async () => {
    asked++;
    return false;
  };
  document.type(documentOf([{ type: "Linear", out_features: 9 }, ...same.slice(1)]));
  await ways.changed();
  assert.deepEqual([ways.agreement.kind, asked, code.now], ["conflict", 1, written]);
});
