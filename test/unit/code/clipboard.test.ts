// Layers on the clipboard: as PyTorch for Python, and back without loss within the window.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LayerClipboard } from "../../../src/code/reading/layer-clipboard.ts";
import type { JsonLayer } from "../../../src/model/edit.ts";

const layers: readonly JsonLayer[] = [
  { type: "Linear", out_features: 2, name: "first", init: { weight: [[1], [2]], bias: [0, 0] } },
  { type: "LeakyReLU", negative_slope: 0.2 },
];

test("what is copied is PyTorch, and pasted it is exactly what was copied, whatever the clipboard did to its lines", async () => {
  const clipboard = new LayerClipboard();
  const text = clipboard.write(layers, 1);
  assert.match(text, /nn\.Linear\(1, 2\),\nnn\.LeakyReLU\(negative_slope=0\.2\),\n$/);
  assert.deepEqual(await clipboard.read(text, 7), { layers, problems: [] });
  assert.deepEqual(await clipboard.read(text.replaceAll("\n", "\r\n").trimEnd(), 7), { layers, problems: [] });
});

test("another text is read as what it says", async () => {
  const clipboard = new LayerClipboard();
  clipboard.write(layers, 1);
  assert.deepEqual((await clipboard.read("nn.Linear(3, 8)", 3)).layers, [{ type: "Linear", out_features: 8 }]);
  assert.deepEqual((await new LayerClipboard().read("")).layers, []);
});
