// Code as people have it, pasted: every kind gives the right layers, or a sentence with its line, in English
// and in Korean. Never silence.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { JsonLayer } from "../../../src/model/edit.ts";
import { format, type Translations } from "../../../src/model/message.ts";
import { parseLayers } from "../../../src/code/reading/parse-layers.ts";
import { more, type Pasted } from "../../fixtures/paste/more.ts";

const korean = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Translations;

/**
 * Layers in one line: `3>8 ReLU 1`, names before a colon, other parameters in brackets. A size that follows
 * is left out.
 */
function shortLayers(sequence: readonly JsonLayer[]): string {
  return sequence
    .map(({ type, name, in_features: from, out_features: to, ...others }) => {
      const rest = Object.fromEntries(Object.entries(others).filter(([field]) => field !== "num_features" && field !== "normalized_shape"));
      const label = typeof name === "string" ? `${name}:` : "";
      const size = type === "Linear" ? `${typeof from === "number" ? `${from}>` : ""}${JSON.stringify(to)}` : type;
      return label + size + (Object.keys(rest).length > 0 ? JSON.stringify(rest).replaceAll('"', "") : "");
    })
    .join(" ");
}

const file = (name: string): string => readFileSync(`test/fixtures/paste/${name}`, "utf8");

const files: Readonly<Record<string, Omit<Pasted, "text">>> = {
  "activation-by-name.py": { layers: "l1:10>50 a:ReLU l2:2" },
  "config-dict-sizes.py": { layers: "7>21 ReLU Dropout{p:0.4} 1" },
  "forward-with-dict-output.py": { layers: "fc1:4>8 GELU fc2:3" },
  "helper-function-block.py": {
    layers: "20>64 BatchNorm1d LeakyReLU{negative_slope:0.2} Dropout 32 BatchNorm1d LeakyReLU{negative_slope:0.2} Dropout{p:0.3} 1 Sigmoid",
  },
  "if-flag-false.py": { layers: "fc1:11>64 act:Tanh fc2:1" },
  "init-weights-apply.py": {
    layers: "2>2{init:xavier_uniform} ReLU 1{init:xavier_uniform}",
    says: [/^Line 4: fill of m\.bias is left out/],
  },
  "instance-overrides-defaults.py": { layers: "fc1:4>25 Sigmoid fc2:3" },
  "keras-model-add.py": { layers: "24 ReLU BatchNorm1d 12 Tanh 1 Sigmoid", says: [/^Line 5: this is Keras/] },
  "lightning-module.py": { layers: "fc_in:13>40 norm:BatchNorm1d ReLU fc_out:3" },
  "loop-over-hidden-sizes.py": { layers: "6>24 BatchNorm1d ReLU Dropout{p:0.2} 12 BatchNorm1d ReLU Dropout{p:0.2} 3" },
  "replaced-last-layer.py": { layers: "4>8 ReLU 3" },
  "residual-block.py": { layers: "inp:5>16 fc1:16 ReLU fc2:16 ReLU out:1", says: [/^Line 13: two paths come together/] },
  "sizes-by-position-literals.py": { layers: "fc1:4>25 ELU{alpha:0.7} fc2:3" },
  "torchinfo-tree.txt": { layers: "4>16 ReLU 3" },
  "torchsummary-table.txt": { layers: "4>32 ReLU Dropout 3", says: [/^Line 4: this table says nothing of rates and slopes/] },
  "two-models-in-one-cell.py": { layers: "4>8 ReLU 1", says: [/^The text has 2 networks.*model_small \(1\), model_big \(2\)/] },
};

const all: readonly (readonly [string, Pasted])[] = [
  ...Object.entries(files).map(([name, one]) => [name, { ...one, text: file(name) }] as const),
  ...Object.entries(more).flatMap(([kind, list]) => list.map((one, index) => [`${kind}, ${index + 1}`, one] as const)),
];

for (const [name, { text, layers, says = [] }] of all) {
  test(`${name}: ${layers}`, () => {
    const { layers: found, problems } = parseLayers(text);
    assert.equal(shortLayers(found), layers);
    const sentences = problems.map((problem) => format(problem.message));
    assert.equal(sentences.length, says.length, sentences.join("\n"));
    for (const [index, sentence] of says.entries()) assert.match(sentences[index]!, sentence);
    for (const problem of problems) {
      assert.ok(problem.line !== undefined && problem.line >= 1);
      assert.match(format(problem.message, korean), /[가-힣]/);
    }
  });
}
