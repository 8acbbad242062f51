// Networks as people write and print them, pasted: each gives the same layers; what cannot be read gets its
// sentence and line.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layersAsPyTorch } from "../../../src/code/pytorch/layers.ts";
import { networkFunction } from "../../../src/code/pytorch/network.ts";
import type { JsonValue } from "../../../src/model/json.ts";
import type { JsonLayer } from "../../../src/model/edit.ts";
import { layers, type LayerType } from "../../../src/model/layers.ts";
import type { LayerRecord } from "../../../src/model/layers/record.ts";
import { format } from "../../../src/model/message.ts";
import { layersAsJson, parseLayers } from "../../../src/code/reading/parse-layers.ts";
import { initialisers } from "../../../src/model/parameters.ts";
import { documentSchema } from "../../../src/model/schema.ts";
import { derivedSizes } from "../../../src/model/shapes.ts";
import { startValue } from "../../../src/model/start-values.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { experimentOf, scriptOf, summaryOf } from "../../fixtures/code/script.ts";
import { trainingDocuments } from "../../fixtures/code/training-documents.ts";

/** Layers in one line: `3>8 ReLU 1`, names before a colon, other parameters in brackets. */
function short(sequence: readonly JsonLayer[]): string {
  return sequence
    .map(({ type, name, in_features: from, out_features: to, ...rest }) => {
      const label = typeof name === "string" ? `${name}:` : "";
      const size = type === "Linear" ? `${typeof from === "number" ? `${from}>` : ""}${JSON.stringify(to)}` : type;
      return label + size + (Object.keys(rest).length > 0 ? JSON.stringify(rest).replaceAll('"', "") : "");
    })
    .join(" ");
}

const spellings: Readonly<Record<string, readonly [string, string]>> = {
  "one layer": ["nn.Linear(3, 8)", "3>8"],
  "with its whole package": ["torch.nn.Linear(3, 8, bias=False)", "3>8{bias:false}"],
  "bare names": ["Sequential(Linear(3,8),ReLU(),Linear(8,1))", "3>8 ReLU 1"],
  "lines as in a list": ["nn.Linear(3, 8),\n    nn.ReLU(),\n    nn.Linear(8, 1),\n", "3>8 ReLU 1"],
  "lines of calls": ["nn.Linear(3, 8)\nnn.ReLU()\nnn.Linear(8, 1)", "3>8 ReLU 1"],
  "the end of a Sequential": ["nn.Linear(3, 8),\nnn.ReLU(),\n)", "3>8 ReLU"],
  "the beginning of a Sequential": ["nn.Sequential(\n  nn.Linear(3, 8),\n  nn.ReLU(),", "3>8 ReLU"],
  "with keywords": [
    "nn.Linear(in_features=3, out_features=8), nn.LeakyReLU(negative_slope=0.2, inplace=True)",
    "3>8 LeakyReLU{negative_slope:0.2}",
  ],
  "with keywords in another order": ["nn.Linear(out_features=8, in_features=3)", "3>8"],
  "trailing commas and comments": [
    `model = nn.Sequential(
        nn.Linear(784, 128),   # the first layer
        nn.ReLU(),
        # nn.Dropout(0.5),
        nn.Linear(128, 10,),
    )`,
    "784>128 ReLU 10",
  ],
  "arithmetic of sizes": [
    "model = nn.Sequential(nn.Flatten(), nn.Linear(28*28, 512), nn.ReLU(True), nn.Linear(512, 5 + 5))",
    "784>512 ReLU 10",
  ],
  "sizes in variables": [
    "input_size, hidden, classes = 4, 16, 3\nnet = nn.Sequential(nn.Linear(input_size, hidden), nn.Tanh(), nn.Linear(hidden, classes))",
    "4>16 Tanh 3",
  ],
  "a size that is not known": ["nn.Sequential(nn.Linear(X.shape[1], 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())", "16 ReLU 1 Sigmoid"],
  "an OrderedDict": [
    `from collections import OrderedDict
model = nn.Sequential(OrderedDict([
    ("fc1", nn.Linear(3, 8)),
    ('act', nn.ReLU()),
    ("out", nn.Linear(8, 1)),
]))`,
    "fc1:3>8 act:ReLU out:1",
  ],
  "an OrderedDict of braces": ['nn.Sequential(OrderedDict({"fc1": nn.Linear(3, 8), "act": nn.ReLU()}))', "fc1:3>8 act:ReLU"],
  "the lines of an __init__": [
    `class Net(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.fc1 = nn.Linear(3, hidden)
        self.act = nn.ReLU()
        self.fc2 = nn.Linear(hidden, 1)`,
    "fc1:3>32 act:ReLU fc2:1",
  ],
  "a class with its forward": [
    `import torch.nn.functional as F
class Net(nn.Module):
    """A small network."""
    def __init__(self, n_in: int = 4, n_out: int = 3):
        super(Net, self).__init__()
        self.fc2 = nn.Linear(16, n_out)
        self.fc1 = nn.Linear(n_in, 16)
        self.drop = nn.Dropout(p=0.25)

    def forward(self, x):
        x = x.view(-1, 4)
        x = F.relu(self.fc1(x))
        x = self.drop(x)
        return F.log_softmax(self.fc2(x), dim=1)

net = Net().to(device)
criterion = nn.NLLLoss()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)`,
    "fc1:4>16 ReLU drop:Dropout{p:0.25} fc2:3 LogSoftmax",
  ],
  "a forward in one line": [
    "class N(nn.Module):\n  def __init__(s): pass\n  fc = nn.Linear(2, 1)\n  def forward(self, x): return torch.sigmoid(fc(x.float()))",
    "2>1 Sigmoid",
  ],
  "a forward of methods": [
    "self.a = nn.Linear(2, 4)\nself.b = nn.Linear(4, 1)\ndef forward(self, x: torch.Tensor) -> torch.Tensor:\n    x = torch.flatten(x, 1)\n    x = self.a(x).relu()\n    x = F.dropout(x, p=0.1, training=self.training)\n    return self.b(x).squeeze(-1)",
    "a:2>4 ReLU Dropout{p:0.1} b:1",
  ],
  "a ModuleList that forward goes through": [
    "self.layers = nn.ModuleList([nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1)])\ndef forward(self, x):\n    for layer in self.layers:\n        x = layer(x)\n    return x",
    "2>2 Tanh 1",
  ],
  "a loop that does more than one thing": [
    "self.a = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])\ndef forward(self, x):\n    for a in self.a:\n        x = F.relu(a(x))\n    return x",
    "2>2 ReLU 2 ReLU",
  ],
  "a loop that counts": ["for i in range(3):\n    layers.append(1)\n    self.fc = nn.Linear(3, 3)", "fc:3>3"],
  "an activation in a variable": [
    "act = nn.ELU\nnn.Sequential(nn.Linear(2, 4), act(0.5), nn.Linear(4, 1), act())",
    "2>4 ELU{alpha:0.5} 1 ELU",
  ],
  "a Sequential in a class": [
    `class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28*28, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, x):
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        return logits

model = NeuralNetwork().to(device)
print(model)`,
    "784>512 ReLU 10",
  ],
  "modules that are added": [
    'model = nn.Sequential()\nmodel.add_module("fc1", nn.Linear(3, 8))\nmodel.add_module("act", nn.Sigmoid())\nmodel.append(nn.Linear(8, 1))',
    "fc1:3>8 act:Sigmoid 1",
  ],
  "a list that is spread": [
    "layers = [nn.Linear(3, 8), nn.ELU(alpha=0.5)]\nlayers += [nn.Linear(8, 1)]\nlayers.append(nn.Sigmoid())\nmodel = nn.Sequential(*layers)",
    "3>8 ELU{alpha:0.5} 1 Sigmoid",
  ],
  "a list that is spread in place": [
    "nn.Sequential(nn.Linear(3, 8), *[nn.Linear(8, 8), nn.ReLU()] * 2, nn.Linear(8, 1))",
    "3>8 8 ReLU 8 ReLU 1",
  ],
  "a list comprehension": ["nn.Sequential(*[nn.Linear(8, 8) for _ in range(3)])", "8>8 8 8"],
  "Sequentials in a Sequential": ["nn.Sequential(nn.Sequential(nn.Linear(3, 8), nn.ReLU()), nn.Sequential(nn.Linear(8, 1)))", "3>8 ReLU 1"],
  "what print(model) gives": [
    `Sequential(
  (0): Linear(in_features=3, out_features=8, bias=True)
  (1): BatchNorm1d(8, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
  (2): LeakyReLU(negative_slope=0.01)
  (3): Dropout(p=0.2, inplace=False)
  (4): LayerNorm((8,), eps=1e-05, elementwise_affine=True)
  (5): GELU(approximate='none')
  (6): Linear(in_features=8, out_features=2, bias=False)
  (7): Softmax(dim=1)
)`,
    "3>8 BatchNorm1d LeakyReLU Dropout{p:0.2} LayerNorm GELU 2{bias:false} Softmax",
  ],
  "what print(model) gives of a class": [
    `Net(
  (fc1): Linear(in_features=3, out_features=8, bias=True)
  (stack): Sequential(
    (0): ReLU()
    (1): Linear(in_features=8, out_features=8, bias=True)
  )
  (blocks): ModuleList(
    (0-1): 2 x Linear(in_features=8, out_features=8, bias=True)
  )
)`,
    "fc1:3>8 ReLU 8 8 8",
  ],
  "some lines of what print(model) gives": ["  (0): Linear(in_features=3, out_features=8, bias=True)\n  (1): ReLU()", "3>8 ReLU"],
  "a Python shell": [">>> model = nn.Sequential(\n...     nn.Linear(3, 8),\n...     nn.ReLU(),\n... )\n>>> model(x)", "3>8 ReLU"],
  "an answer in Markdown": ["```python\nmodel = nn.Sequential(\n    nn.Linear(3, 8),\n    nn.ReLU()\n)\n```", "3>8 ReLU"],
  "Windows line ends and tabs": ["nn.Sequential(\r\n\tnn.Linear(3, 8),\r\n\tnn.ReLU(),\r\n)", "3>8 ReLU"],
  "moved to a device": [
    'model = nn.Sequential(nn.Linear(3, 8, device="cuda", dtype=torch.float32), nn.ReLU()).to("cuda").eval()',
    "3>8 ReLU",
  ],
  "lazy layers": ["nn.Sequential(nn.LazyLinear(8), nn.LazyBatchNorm1d(momentum=None), nn.ReLU())", "8 BatchNorm1d{momentum:null} ReLU"],
  "arguments by place": [
    "nn.Sequential(nn.BatchNorm1d(3, 1e-3, 0.2, False), nn.RReLU(0.1, .3), nn.Hardtanh(-2, 2), nn.Threshold(0.1, 20), nn.Softplus(2), nn.PReLU(1, 0.1))",
    "BatchNorm1d{num_features:3,eps:0.001,momentum:0.2,affine:false} RReLU{lower:0.1,upper:0.3} Hardtanh{min_val:-2,max_val:2} Threshold{threshold:0.1,value:20} Softplus{beta:2} PReLU{init:0.1}",
  ],
  "first weights": [
    "fc = nn.Linear(2, 1)\nnn.init.xavier_uniform_(fc.weight)\nout = nn.Linear(1, 1)\nwith torch.no_grad():\n    out.weight.copy_(torch.tensor([[-1.5]]))\n    out.bias.copy_(torch.tensor([0.5]))\nnet = nn.Sequential(fc, nn.Tanh(), out)",
    "2>1{init:xavier_uniform} Tanh 1{init:{weight:[[-1.5]],bias:[0.5]}}",
  ],
  "the document's JSON": ['{ "type": "Linear", "out_features": 8 },\n{ "type": "ReLU", "name": "a" },', "8 a:ReLU"],
  "a whole document": ['{ "format": 1, "layers": [{ "type": "Linear", "out_features": 8 }] }', "8"],
};

for (const [name, [text, expected]] of Object.entries(spellings)) {
  test(`${name} is read`, () => {
    const { layers: found, problems } = parseLayers(text);
    assert.equal(short(found), expected);
    assert.deepEqual(
      problems.filter(({ severity }) => severity !== "information").map(({ message }) => format(message)),
      [],
    );
  });
}

const unread: readonly (readonly [string, string, number, RegExp])[] = [
  [
    "nn.Sequential(\n  nn.Conv2d(1, 32, 3),\n  nn.ReLU(),\n  nn.Linear(32, 8),\n)",
    "ReLU 32>8",
    2,
    /^Line 2: Perceptron has no layer Conv2d/,
  ],
  ["nn.Linear(3, 8, biass=False)", "3>8", 1, /Linear has no biass here; it is left out\. The nearest is bias\./],
  ["nn.ReLU(slope=3)", "ReLU", 1, /^Line 1: ReLU has no slope here; it is left out\.$/],
  ["nn.ReLU()\nnn.Linear(3, hidden)", "ReLU", 2, /^Line 2: out_features of Linear is hidden, which is not known/],
  ["nn.Dropout(1.5)", "Dropout", 1, /p of Dropout cannot be 1\.5; it is left out/],
  ["nn.ReLU()\nnn.Linear(3 8)", "ReLU", 2, /^Line 2 cannot be read as Python/],
  ["nn.Threshold(1, 2, 3)", "Threshold{threshold:1,value:2}", 1, /Threshold takes 2 arguments at most/],
  ["for i in sizes:\n    layers.append(1)\n    self.fc = nn.Linear(3, 3)", "fc:3>3", 3, /^Line 3 is in a loop/],
  ["fc = nn.Linear(3, 8)\nnn.init.orthogonal_(fc.weight)", "3>8", 2, /^Line 2: orthogonal of fc\.weight is left out/],
  ["def forward(self, x):\n    return torch.sin(self.fc(x))", "", 2, /Perceptron has no layer for/],
  ["nn.Sequential(\n  nn.ReLU(),\n  *block(3, 8),\n  head)", "ReLU", 3, /^Line 3: block is not known, so it is left out/],
  ["hello", "", 1, /^No layer was found in the text/],
  ["", "", 1, /^No layer was found in the text/],
  ['[{ "type": "Conv2d" }, { "type": "ReLU" }]', "ReLU", 1, /^Perceptron has no layer Conv2d/],
];

for (const [text, expected, line, sentence] of unread) {
  test(`${JSON.stringify(text)} is answered with a sentence`, () => {
    const { layers: found, problems } = parseLayers(text);
    assert.equal(short(found), expected);
    assert.match(format(problems[0]!.message), sentence);
    assert.equal(problems[0]!.line, line);
  });
}

test("the size of what comes in is left out where it fits", () => {
  assert.equal(short(parseLayers("nn.Linear(3, 8)", 3).layers), "8");
  assert.equal(short(parseLayers("nn.Linear(3, 8)", 4).layers), "3>8");
  assert.equal(short(parseLayers("nn.Sequential(nn.Linear(3, 8), nn.Linear(9, 1))", 3).layers), "8 9>1");
});

test("anything at all is answered and never thrown at", () => {
  const text = Object.values(spellings)
    .map(([spelling]) => spelling)
    .join("\n");
  for (let start = 0; start < text.length; start += 7) {
    const { layers: found, problems } = parseLayers(text.slice(start, start + 160));
    assert.ok(found.length + problems.length > 0);
  }
});

test("what would take for ever, or never end, does not", () => {
  const nn = "nn.Linear(1, 1)";
  const many = `a = [${nn}] * 1000\nb = [a] * 1000\nc = [b] * 1000\nnn.Sequential(*c)`;
  const endless = `a = [${nn}]\na.append(a)\na.extend([a, a])\nnn.Sequential(*a)`;
  for (const text of [
    "(".repeat(50_000) + nn,
    "-".repeat(50_000) + nn,
    "[".repeat(50_000) + nn,
    many,
    endless,
    `a = [${nn}]\nfor i in range(1000):\n    a = a * 2\n    a += a\n    a.extend(a)\nnn.Sequential(*a)`,
    `def f(n):\n    return [f(n), f(n), f(n), ${nn}]\nf(1)`,
    `for i in range(1000):\n  for j in range(1000):\n    for k in range(1000):\n      a = ${nn}`,
    `class A(A):\n  def __init__(self):\n    self.a = A()\n    self.b = ${nn}\nA()`,
    `${Array.from({ length: 3_000 }, (_, level) => `${" ".repeat(level)}if x:`).join("\n")}\n${" ".repeat(3_000)}y = ${nn}`,
    "9**9**9**9",
    "range(9**99)",
  ]) {
    const { layers: found, problems } = parseLayers(text);
    assert.ok(found.length + problems.length > 0, text.slice(0, 20));
  }
});

/** Every layer of the registry with its defaults, and again with every parameter at another value. */
function variants(type: LayerType): JsonLayer[] {
  const record: LayerRecord = layers[type];
  const required: Record<string, JsonValue> = {};
  const other: Record<string, JsonValue> = {};
  for (const [name, parameter] of Object.entries(record.parameters)) {
    const { control, presence, default: standard } = parameter;
    if (presence === "required") required[name] = startValue(parameter) ?? 1;
    if (control.kind === "switch") other[name] = standard !== true;
    if (control.kind === "number" && standard !== undefined) other[name] = control.max === 1 ? 0.125 : 3.5e-5;
    if (control.kind === "integer" && standard !== undefined) other[name] = name === "dim" ? 0 : 6;
  }
  return [
    { type, ...required },
    { type, ...required, ...other },
  ];
}

function exported(sequence: readonly JsonLayer[]): string {
  const experiment = documentSchema.parse({
    format: 1,
    data: { file: "a.csv", target: "y" },
    layers: sequence,
    training: { loss: { type: "MSELoss" }, optimizer: { type: "Adam" } },
  });
  return networkFunction(experiment, 6).lines.join("\n");
}

test("what is exported comes back as it was", () => {
  for (const type of Object.keys(layers) as LayerType[])
    for (const layer of variants(type)) {
      const { layers: found, problems } = parseLayers(exported([layer]), 6);
      assert.deepEqual(problems, [], type);
      assert.deepEqual(found, [layer], exported([layer]));
    }
  for (const init of initialisers.filter((name) => name !== "default")) {
    const sequence = [{ type: "Linear", out_features: 4, init }, { type: "ReLU" }, { type: "Linear", out_features: 1, bias: false, init }];
    assert.deepEqual(parseLayers(exported(sequence), 6), { layers: sequence, problems: [] });
  }
  const byHand = [
    {
      type: "Linear",
      out_features: 2,
      init: {
        weight: [
          [1, 2, 3, 4, 5, 6],
          [0.5, -1e-7, 0, 1, 2, 3],
        ],
        bias: [1, -2],
      },
    },
  ];
  assert.deepEqual(parseLayers(exported(byHand), 6), { layers: byHand, problems: [] });
});

test("layers are copied as Python and as JSON, and come back as they were", () => {
  const sequence = [
    { type: "Linear", name: "first", out_features: 8, init: "kaiming_normal" },
    { type: "BatchNorm1d" },
    { type: "GLU" },
    { type: "LayerNorm" },
    { type: "Step" },
    { type: "Linear", in_features: 4, out_features: 2, bias: false },
  ];
  assert.deepEqual(parseLayers(layersAsJson(sequence), 3).layers, sequence);
  assert.equal(
    layersAsPyTorch(sequence, 3),
    "# first\nnn.Linear(3, 8),\nnn.BatchNorm1d(8),\nnn.GLU(),\nnn.LayerNorm(4),\nStep(),\nnn.Linear(4, 2, bias=False),\n",
  );
  const lazy = layersAsPyTorch([{ type: "BatchNorm1d" }, { type: "LayerNorm" }, { type: "Linear", out_features: 2 }, { type: "Nothing" }]);
  assert.equal(lazy, "nn.LazyBatchNorm1d(),\nnn.LayerNorm(None),\nnn.LazyLinear(2),\n# Nothing\n");
  assert.deepEqual(parseLayers(lazy).layers, [{ type: "BatchNorm1d" }, { type: "LayerNorm" }, { type: "Linear", out_features: 2 }]);
});

test("a whole exported script comes back as its network", async () => {
  for (const [name, files] of Object.entries({ ...documents, ...trainingDocuments })) {
    const { layers: found, problems } = parseLayers(await scriptOf(files), (await summaryOf(files)).inputs.length);
    assert.deepEqual(problems, [], name);
    const read = documentSchema.shape.layers.parse(found);
    // A name is a comment there, sizes that follow are written, and dim 1 is the last one, which is -1.
    const lost = new Set<string>(["name", ...derivedSizes]);
    const written = experimentOf(files).layers.map((layer) => {
      const kept = Object.entries(layer).filter(([key]) => !lost.has(key));
      return Object.fromEntries(kept.map(([key, value]) => [key, key === "dim" && value === 1 ? -1 : value]));
    });
    assert.deepEqual(read, written, name);
  }
});
