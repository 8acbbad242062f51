// No file imports itself by way of others, also not for types alone: files of a circle can only be read,
// tested and moved together.

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { filesBelow, importsOf } from "./house.ts";

type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * The groups of files that all reach each other, each sorted by name (Tarjan's strongly connected
 * components).
 */
function circlesOf(graph: Graph): string[][] {
  const indexes = new Map<string, number>();
  const lows = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): void => {
    indexes.set(file, indexes.size);
    lows.set(file, indexes.get(file)!);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!indexes.has(next)) visit(next);
      if (open.includes(next)) lows.set(file, Math.min(lows.get(file)!, lows.get(next)!));
    }
    if (lows.get(file) !== indexes.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1 || graph.get(file)?.includes(file)) circles.push(circle.toSorted());
  };
  for (const file of graph.keys()) if (!indexes.has(file)) visit(file);
  return circles;
}

/** A sentence with the imports that close the circle, and what to do. */
function sentence(circle: readonly string[], graph: Graph): string {
  const inside = circle.flatMap((file) =>
    (graph.get(file) ?? []).filter((next) => circle.includes(next)).map((next) => `${file} imports ${next}`),
  );
  return `These files import each other in a circle; move what they share into a file of its own:\n  ${inside.join("\n  ")}`;
}

test("no files import each other in a circle", () => {
  const files = ["src", "webview"].flatMap(filesBelow);
  const graph = new Map(
    files.map((file) => [file, importsOf(file).flatMap(({ from }) => (from.startsWith(".") ? [join(dirname(file), from)] : []))]),
  );
  assert.ok(files.length > 400, "the sources were not found");
  assert.deepEqual(
    circlesOf(graph).map((circle) => sentence(circle, graph)),
    [],
  );
});

test("a circle is found and named, and a chain is none", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", ["a"]],
    ["d", []],
    ["self", ["self"]],
  ]);
  assert.deepEqual(circlesOf(graph), [["a", "b", "c"], ["self"]]);
  assert.match(sentence(["a", "b", "c"], graph), /a imports b\n {2}b imports c\n {2}c imports a/);
});
