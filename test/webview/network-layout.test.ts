// The network view without a page: which columns a document has, where everything lies, what is under a point
// and where the keys lead, what is drawn and what is written to a file.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonLayer } from "../../src/model/edit.ts";
import { MOST_UNITS, summarizeWeights } from "../../src/model/weight-summary.ts";
import { drawNetwork } from "../../webview/panels/network/network-view/network-drawing.ts";
import { layOutNetwork, shortened } from "../../webview/panels/network/network-view/network-layout.ts";
import { type Palette, svgOf } from "../../webview/panels/network/network-view/network-picture.ts";
import { columnsOf, MOST_EDGES } from "../../webview/panels/network/network-view/network-structure.ts";
import { neighbour, nextEdge, pointOf, targetAt } from "../../webview/panels/network/network-view/network-target.ts";
import { fitted, isWhole, opening, panned, revealing, underPoint, zoomed } from "../../webview/panels/network/network-view/viewport.ts";
import { WeightLookup } from "../../webview/panels/network/network-view/weight-lookup.ts";

const ends = { inputs: ["x", "y", "z"], targets: ["kind"], classes: ["a", "b"] };
const small: readonly JsonLayer[] = [
  { type: "Dropout" },
  { type: "Linear", out_features: 4 },
  { type: "BatchNorm1d" },
  { type: "ReLU" },
  { type: "Linear", out_features: 2 },
];
const room = { width: 800, height: 300 };

test("what changes units one by one belongs to their column; inputs and classes have their names", () => {
  const columns = columnsOf(small, ends);
  assert.deepEqual(
    columns.map(({ layers, units, isBlock, names, joint }) => ({ layers, units, isBlock, names, joint })),
    [
      { layers: [0], units: 3, isBlock: false, names: ["x", "y", "z"], joint: undefined },
      { layers: [1, 2, 3], units: 4, isBlock: false, names: [], joint: "all" },
      { layers: [4], units: 2, isBlock: false, names: ["a", "b"], joint: "all" },
    ],
  );
});

test("one output of two classes is called by the target, and a size that is not known is none", () => {
  assert.deepEqual(columnsOf([{ type: "Linear", out_features: 1 }], ends).at(-1)?.names, ["kind"]);
  assert.deepEqual(columnsOf([{ type: "Linear", out_features: 5 }], ends).at(-1)?.names, []);
  const [, unknown] = columnsOf([{ type: "Linear" }], ends);
  assert.deepEqual([unknown?.units, unknown?.isBlock], [undefined, true]);
});

test("GLU joins the two halves of a column", () => {
  const columns = columnsOf([{ type: "Linear", out_features: 4 }, { type: "GLU" }], { ...ends, classes: ["a", "b"] });
  const layout = layOutNetwork(columns, room);
  assert.deepEqual(
    layout.edges.filter(({ column }) => column === 2).map(({ from, to }) => [from, to]),
    [
      [0, 0],
      [2, 0],
      [1, 1],
      [3, 1],
    ],
  );
});

test("a layer with too many units is a block, and too many connections make all of them blocks", () => {
  const wide = columnsOf(
    [
      { type: "Linear", out_features: MOST_UNITS + 1 },
      { type: "Linear", out_features: 2 },
    ],
    ends,
  );
  assert.deepEqual(
    wide.map(({ isBlock }) => isBlock),
    [false, true, false],
  );
  const layout = layOutNetwork(wide, room);
  assert.deepEqual([layout.edges, layout.bands], [[], [1, 2]]);
  const dense = columnsOf(
    Array.from({ length: 4 }, () => ({ type: "Linear", out_features: MOST_UNITS })),
    ends,
  );
  assert.ok(3 * MOST_UNITS ** 2 > MOST_EDGES);
  assert.deepEqual(
    dense.map(({ isBlock }) => isBlock),
    [false, true, true, true, true],
  );
});

test("the layout fills the room where it can, keeps columns in order and units apart", () => {
  for (const size of [room, { width: 360, height: 120 }, { width: 1600, height: 700 }]) {
    const { columns, width, height, edges } = layOutNetwork(columnsOf(small, ends), size);
    assert.ok(width >= size.width && height >= size.height);
    assert.equal(edges.length, 3 * 4 + 4 * 2);
    for (const [index, { x, points, radius }] of columns.entries()) {
      assert.ok(index === 0 || x > columns[index - 1]!.x + 60);
      for (const [unit, { y }] of points.entries()) {
        assert.ok(y - radius > 36 && y + radius < height, "a unit is over the headings or outside");
        assert.ok(unit === 0 || y - points[unit - 1]!.y >= 2 * radius);
      }
    }
  }
  const many = layOutNetwork(columnsOf([{ type: "Linear", out_features: MOST_UNITS }], ends), { width: 300, height: 100 });
  assert.ok(many.height > 100, "units would lie on one another");
});

test("what is pointed at: a unit before a connection, the nearest connection, a block, or nothing", () => {
  const layout = layOutNetwork(columnsOf(small, ends), room);
  const [first, second] = layout.columns;
  assert.deepEqual(targetAt(layout, second!.points[2]!), { kind: "unit", column: 1, unit: 2 });
  const [from, to] = [first!.points[0]!, second!.points[0]!];
  const near = { x: from.x + (to.x - from.x) * 0.2, y: from.y + (to.y - from.y) * 0.2 - 1 };
  assert.deepEqual(targetAt(layout, near), { kind: "edge", edge: { column: 1, from: 0, to: 0 } });
  assert.equal(targetAt(layout, { x: 5, y: 5 }), undefined);
  const wide = layOutNetwork(columnsOf([{ type: "Linear", out_features: 100 }], ends), room);
  assert.deepEqual(targetAt(wide, pointOf(wide, { kind: "block", column: 1 })), { kind: "block", column: 1 });
});

test("arrows lead through units and columns, Page keys around the connections of one", () => {
  const layout = layOutNetwork(columnsOf(small, ends), room);
  const start = neighbour(layout, undefined, "right");
  assert.deepEqual(start, { kind: "unit", column: 0, unit: 0 });
  const down = neighbour(layout, start, "down");
  assert.deepEqual(down, { kind: "unit", column: 0, unit: 1 });
  assert.equal(neighbour(layout, start, "up"), undefined);
  assert.equal(neighbour(layout, start, "left"), undefined);
  const right = neighbour(layout, down, "right");
  assert.ok(right?.kind === "unit" && right.column === 1 && [1, 2].includes(right.unit), "not the nearest one");
  const seen = [];
  for (let target = nextEdge(layout, right, 1), count = 0; count < 4; target = nextEdge(layout, target, 1), count++) {
    assert.ok(target?.kind === "edge" && target.edge.to === right.unit);
    seen.push(target.edge.from);
  }
  assert.deepEqual(seen, [0, 1, 2, 0]);
  const last = nextEdge(layout, right, -1);
  assert.ok(last?.kind === "edge" && last.edge.from === 2);
  assert.deepEqual(neighbour(layout, last, "left"), { kind: "unit", column: 0, unit: 2 });
  assert.deepEqual(neighbour(layout, last, "right"), right);
  assert.equal(nextEdge(layout, start, 1), undefined);
});

test("the window fits the drawing, zooms around a point and brings a place into view", () => {
  const view = fitted({ width: 1000, height: 200 }, { width: 500, height: 300 });
  assert.deepEqual(view, { scale: 0.5, x: 0, y: 100 });
  assert.equal(fitted({ width: 100, height: 100 }, { width: 500, height: 500 }).scale, 1);
  const wide = { width: 10_000, height: 200 };
  assert.deepEqual(opening(wide, { width: 500, height: 300 }), { scale: 0.5, x: 0, y: 100 });
  assert.deepEqual(opening({ width: 1000, height: 200 }, { width: 500, height: 300 }), view);
  assert.ok(isWhole(view, { width: 1000, height: 200 }, { width: 500, height: 300 }));
  assert.ok(!isWhole(opening(wide, room), wide, room));
  const point = { x: 120, y: 160 };
  const before = underPoint(view, point);
  const after = underPoint(zoomed(view, 1.7, point), point);
  assert.ok(Math.hypot(before.x - after.x, before.y - after.y) < 1e-9);
  assert.ok(zoomed(view, 1e9, point).scale <= 8 && zoomed(view, 1e-9, point).scale >= 0.1);
  const moved = revealing(panned(view, -5000, 0), { x: 900, y: 100 }, { width: 500, height: 300 });
  const seen = 900 * moved.scale + moved.x;
  assert.ok(seen >= 0 && seen <= 500);
  assert.deepEqual(revealing(view, { x: 500, y: 100 }, { width: 500, height: 300 }), view);
});

/** Weights of `small`: the first Linear's are −1.1 … 0 (row-major), the second's 0.5 each. */
const tensors = [
  summarizeWeights(
    "1.weight",
    [4, 3],
    Float32Array.from({ length: 12 }, (_, index) => (index - 11) / 10),
  ),
  summarizeWeights("1.bias", [4], Float32Array.of(0.25, NaN, 0, 0)),
  summarizeWeights("4.weight", [2, 4], new Float32Array(8).fill(0.5)),
];

test("weights are found where they fit the drawing, and not where they are of another network", () => {
  const columns = columnsOf(small, ends);
  const lookup = new WeightLookup(columns, tensors);
  assert.equal(lookup.weight({ column: 1, from: 2, to: 1 }), Math.fround((1 * 3 + 2 - 11) / 10));
  assert.equal(lookup.bias(1, 0), 0.25);
  assert.equal(lookup.bias(2, 0), undefined);
  assert.equal(lookup.largest, Math.fround(1.1));
  const other = new WeightLookup(columnsOf([...small.slice(0, 1), { type: "Linear", out_features: 5 }], ends), tensors);
  assert.equal(other.weight({ column: 1, from: 0, to: 0 }), undefined);
});

test("a summary keeps small tensors whole and of any says how it is spread", () => {
  const spread = summarizeWeights("0.weight", [3], Float32Array.of(-1, 0, NaN));
  assert.deepEqual([spread.largest, spread.mean, spread.count], [1, -0.5, 3]);
  assert.deepEqual([spread.bins[0], spread.bins[10], spread.bins.reduce((sum, count) => sum + count)], [1, 1, 2]);
  assert.equal(summarizeWeights("0.weight", [MOST_UNITS + 1, 2], new Float32Array(2 * MOST_UNITS + 2)).data, undefined);
  assert.equal(summarizeWeights("0.weight", [2], new Float32Array(2)).bins[10], 2);
});

test("a weight's sign and size show in colour, dash, width and opacity", () => {
  const columns = columnsOf(small, ends);
  const layout = layOutNetwork(columns, room);
  const shapes = drawNetwork(layout, new WeightLookup(columns, tensors));
  const lines = shapes.filter(({ tag }) => tag === "line");
  assert.equal(lines.length, layout.edges.length);
  const at = (from: number, to: number, column: number) =>
    lines[layout.edges.findIndex((edge) => edge.from === from && edge.to === to && edge.column === column)]!;
  const [strong, weak, positive] = [at(0, 0, 1), at(2, 2, 1), at(0, 0, 2)];
  assert.deepEqual([strong.stroke, weak.stroke, positive.stroke], ["negative", "negative", "positive"]);
  assert.ok(Number(strong.attributes["stroke-width"]) > Number(weak.attributes["stroke-width"]));
  assert.equal(strong.attributes["stroke-opacity"], 1);
  assert.notEqual(strong.attributes["stroke-dasharray"], positive.attributes["stroke-dasharray"]);
  const bare = drawNetwork(layout, new WeightLookup(columns, []));
  assert.ok(bare.filter(({ tag }) => tag === "line").every(({ stroke }) => stroke === "line"));
});

test("no number of a drawing is none, whatever the network", () => {
  const networks: readonly (readonly JsonLayer[])[] = [
    [],
    small,
    [{ type: "ReLU" }],
    [{ type: "Linear" }, { type: "GLU" }],
    [{ type: "Linear", out_features: 0 }],
  ];
  for (const layers of networks) {
    const columns = columnsOf(layers, ends);
    for (const { attributes } of drawNetwork(layOutNetwork(columns, room), new WeightLookup(columns, tensors))) {
      for (const [name, value] of Object.entries(attributes)) assert.ok(!/NaN|Infinity|undefined/.test(String(value)), `${name}=${value}`);
    }
  }
});

test("a saved picture has its colours, its title and no text that is markup", () => {
  const palette: Palette = {
    negative: "#0000ff",
    positive: "#ff8800",
    line: "#888888",
    text: "#111111",
    secondary: "#555555",
    background: "#ffffff",
    focus: "#00ff00",
  };
  const columns = columnsOf(small, { ...ends, inputs: ["<script>", 'a & "b"', "z"] });
  const layout = layOutNetwork(columns, room);
  const svg = svgOf(drawNetwork(layout, new WeightLookup(columns, tensors)), layout, palette, '"Segoe UI", sans-serif', "1 < 2");
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="800"/);
  assert.ok(svg.includes("<title>1 &#60; 2</title>"));
  assert.ok(svg.includes(">&#60;script&#62;</text>"));
  assert.ok(!/<script|style=|class=|url\(|href/.test(svg));
  assert.ok(svg.includes('stroke="#0000ff"') && svg.includes('stroke="#ff8800"') && svg.includes('fill="#ffffff"'));
});

test("long names are cut by characters, not by halves of them", () => {
  assert.equal(shortened("petal_length", 18), "petal_length");
  assert.equal(shortened("a".repeat(30), 10), `${"a".repeat(9)}…`);
  assert.equal(shortened("😀".repeat(30), 3), "😀😀…");
});
