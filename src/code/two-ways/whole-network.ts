// A document's network in the place of the one in a Python file, as a whole: what stands within its
// nn.Sequential is written anew, comments and loops with it. Only if the person says so.

import type { Experiment } from "../../model/schema.ts";
import { applyTextEdits, type TextEdit } from "../../model/text-edits.ts";
import { align } from "./compare.ts";
import { mergeIntoCode } from "./into-code.ts";
import { layerCode } from "./names.ts";
import { lineAt, lineBreakOf } from "./places.ts";
import { type CodeSide, codeSide, documentSide } from "./sides.ts";

/**
 * The file with the document's network and training.
 * @param inputs values per row of the data; undefined if they are not known
 * @returns undefined if no nn.Sequential of the file is all of its network
 */
export function withNetwork(code: string, document: Experiment, inputs: number | undefined): string | undefined {
  const { side } = codeSide(code, inputs);
  const wanted = documentSide(document, inputs);
  const layers = side && wanted.layers.map((layer) => layerCode(side, layer));
  if (side === undefined || layers === undefined || !layers.every((layer) => layer !== undefined)) return undefined;
  for (const edit of sequentials(side, layers)) {
    const changed = applyTextEdits(code, [edit]);
    const read = codeSide(changed, inputs).side;
    if (read === undefined || align(read.layers, wanted.layers).distance > 0) continue;
    const merged = mergeIntoCode(changed, document, inputs);
    return merged.kind === "edits" ? applyTextEdits(changed, merged.edits) : changed;
  }
  return undefined;
}

/** For each nn.Sequential of the file, the edit that puts these layers into it. */
function* sequentials({ outline: { text, calls } }: CodeSide, layers: readonly string[]): Generator<TextEdit> {
  for (const { callee, at } of calls.values()) {
    if (!/(?:^|\.)Sequential$/.test(callee)) continue;
    const { indent } = lineAt(text, at.from);
    const lineBreak = lineBreakOf(text);
    const lines = layers.map((layer) => `${lineBreak}${indent}    ${layer},`).join("");
    yield { offset: at.open + 1, length: at.close - at.open - 1, text: `${lines}${lineBreak}${indent}` };
  }
}
