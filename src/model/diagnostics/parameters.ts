// What PyTorch's constructors of layers refuse although each value alone is allowed, as pairs in the wrong
// order.

import { fix, set, setFix } from "../fix.ts";
import { message } from "../message.ts";
import type { Fix, Problem } from "../problem.ts";
import type { JsonPath } from "../json.ts";
import { type Checked, nameOf, problem } from "./rule.ts";

/** Parameters of a layer that contradict one another. */
export function checkParameters({ layers }: Checked): Problem[] {
  return layers.flatMap((layer, index) => {
    const name = nameOf(layer, index);
    const path: JsonPath = ["layers", index];
    if (layer.type === "Hardtanh" && layer.min_val >= layer.max_val) {
      const sentence = message("{0} needs a max_val above its min_val. Raise max_val or lower min_val.", name);
      const equal = layer.min_val === layer.max_val;
      const fixes = equal ? [setFix([...path, "max_val"], layer.min_val + 2)] : [swapped(path, layer, "min_val", "max_val")];
      return [problem("error", "order", [...path, "max_val"], sentence, fixes)];
    }
    if (layer.type === "RReLU" && layer.lower > layer.upper) {
      const sentence = message("{0} needs an upper of at least its lower. Raise upper or lower lower.", name);
      return [problem("error", "order", [...path, "upper"], sentence, [swapped(path, layer, "lower", "upper")])];
    }
    if (layer.type === "GLU" && (layer.dim === 0 || layer.dim === -2)) {
      const sentence = message("{0} would halve the rows of the batch. Set dim to -1.", name);
      return [problem("error", "glu-rows", [...path, "dim"], sentence, [setFix([...path, "dim"], -1)])];
    }
    if (layer.type === "CELU" && layer.alpha === 0) {
      const sentence = message("{0} cannot divide by an alpha of 0. Use another value.", name);
      return [problem("error", "alpha-zero", [...path, "alpha"], sentence, [setFix([...path, "alpha"], 1)])];
    }
    return [];
  });
}

function swapped<K extends string>(path: JsonPath, layer: Readonly<Record<K, number>>, low: K, high: K): Fix {
  return fix(message("Swap {0} and {1}", low, high), set([...path, low], layer[high]), set([...path, high], layer[low]));
}
