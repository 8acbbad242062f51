// Tables that summaries print: torchinfo's tree, torchsummary's and Keras' columns. They say each layer's
// type, the shape that comes out of it and how many numbers it learns, and nothing of rates and slopes.

import type { JsonValue } from "../../model/json.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { isLayerType, layers } from "../../model/layers.ts";
import type { LayerRecord } from "../../model/layers/record.ts";
import { message } from "../../model/message.ts";
import { otherLayer } from "../../model/other-names.ts";
import { problemAt, type Report } from "./layers.ts";

interface Row {
  readonly line: number;
  readonly type: string;
  /** How deep it stands in the tree; 0 if there is none. */
  readonly depth: number;
  /** Values per row that come out. */
  readonly width: number;
  readonly parameters: number;
}

const NUMBER = String.raw`[\d,]+|--|\?`;
const shapes = [
  // │    └─Linear: 2-1      [32, 16]      80
  new RegExp(
    String.raw`^(?<indent>[\s│|├└─+-]*)(?<type>[A-Z]\w*)(?: \(\w+\))?: \d+-\d+\s+(?:\[[^\]]*\]\s+)?\[(?<shape>[^\]]*)\]\s+(?<count>${NUMBER})`,
  ),
  //            Linear-1     [-1, 32]      160
  new RegExp(String.raw`^\s*(?<type>[A-Z]\w*)-\d+\s+\[(?<shape>[^\]]*)\]\s+(?<count>${NUMBER})\s*$`),
  // dense (Dense)           (None, 64)    640
  new RegExp(String.raw`^[\s│┃|]*\w+ \((?<type>[A-Z]\w*)\)[\s│┃|]+\(?\(?(?<shape>None(?:, \d+)*),?\)?[\s│┃|]+(?<count>${NUMBER})`),
] as const;

/** Lightning's table, which has no shapes: `0 | fc_in | Linear | 560`. */
const WITHOUT_SHAPES = /^\s*\d+\s*\|\s*\w+\s*\|\s*[A-Z]\w*\s*\|\s*[\d.,]+/;

/** The layers of a summary table; undefined if the text is none. */
export function layersInSummary(text: string, report: Report): JsonLayer[] | undefined {
  const lines = text.split(/\r\n|\r|\n/);
  const rows = lines.flatMap((line, index) => rowOf(line, index + 1) ?? []);
  const plain = lines.findIndex((line) => WITHOUT_SHAPES.test(line));
  if (rows.length === 0 && plain < 0) return undefined;
  if (rows.length === 0) {
    const sentence = message(
      "Line {0}: this table says nothing of sizes, so no layer can be read. Paste what print(model) gives.",
      plain + 1,
    );
    report(problemAt(plain + 1, "error", "summary-table", sentence));
    return [];
  }
  const leaves = rows.filter((row, index) => !isParent(row, rows[index + 1], rows));
  const found = leaves.flatMap((row, index) => layerOf(row, leaves[index - 1]?.width, report));
  const silent = found.some(
    ({ type }) => isLayerType(type) && type !== "Linear" && Object.keys((layers[type] as LayerRecord).parameters).length > 0,
  );
  if (silent) {
    const first = leaves[0]!.line;
    const sentence = message(
      "Line {0}: this table says nothing of rates and slopes, as p of Dropout, so they are PyTorch's defaults. print(model) tells them.",
      first,
    );
    report(problemAt(first, "information", "summary-table", sentence));
  }
  return found;
}

function rowOf(text: string, line: number): Row[] | undefined {
  for (const shape of shapes) {
    const groups = shape.exec(text)?.groups;
    if (groups === undefined) continue;
    const { indent = "", type = "", shape: sizes = "", count = "" } = groups;
    const width = Number(sizes.split(",").at(-1)?.trim());
    return [{ line, type, depth: indent.length, width, parameters: Number(count.replaceAll(",", "")) || 0 }];
  }
  return undefined;
}

/**
 * What holds others: in a tree a row with deeper ones below, in a flat table what PyTorch has no layer for
 * and learns nothing of its own.
 */
function isParent({ type, depth, parameters, width }: Row, next: Row | undefined, rows: readonly Row[]): boolean {
  if (next !== undefined && next.depth > depth) return true;
  if (isLayerType(type) || otherLayer(type) !== undefined) return false;
  if (["Sequential", "ModuleList", "ModuleDict", "Input", "InputLayer"].includes(type)) return true;
  // torchsummary lists a network below its layers, with what came out of the last of them.
  return parameters === 0 && rows.at(-1)?.type === type && rows.length > 1 && rows.at(-2)?.width === width;
}

function layerOf({ line, type, width, parameters }: Row, before: number | undefined, report: Report): JsonLayer[] {
  const known = isLayerType(type) ? type : otherLayer(type)?.type;
  if (known === undefined) {
    const isFlat = type === "Flatten";
    const sentence = isFlat
      ? message("Line {0}: {1} is left out, because a row is a flat list of numbers here.", line, type)
      : message("Line {0}: Perceptron has no layer {1}, so it is left out. Replace it if the network needs it.", line, type);
    report(problemAt(line, isFlat ? "information" : "error", isFlat ? "left-out" : "unknown-module", sentence));
    return [];
  }
  if (known !== "Linear") return [{ type: known }];
  const layer: Record<string, JsonValue> & { type: string } = { type: known, out_features: width };
  // A Linear learns one weight per input and unit, and one bias per unit.
  const inputs = before ?? (parameters - width) / width;
  if (Number.isInteger(inputs) && inputs > 0) layer["in_features"] = inputs;
  if (before !== undefined && parameters === before * width) layer["bias"] = false;
  return [layer];
}
