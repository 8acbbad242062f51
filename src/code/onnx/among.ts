// Texts that are compared: the operator that looks categories up does it, because Equal of texts is younger
// than the opset that is written.

import type { GraphWriter, Value } from "./graph.ts";
import { elementTypes } from "./tensors.ts";

/** Whether a column's texts are among those given, bool `[N, 1]`. */
export function among(graph: GraphWriter, column: Value, texts: readonly string[]): Value {
  const found = graph.op("LabelEncoder", [column], {
    keys_strings: texts,
    values_int64s: texts.map(() => 1),
    default_int64: 0,
  });
  return graph.op("Cast", [found], { to: elementTypes.bool });
}
