// Another output for a network: the last Linear of another size, and behind it what the loss wants and nothing else that shapes the answer.

import { recordOf } from "./diagnostics/rule.ts";
import { resized } from "./diagnostics/mend.ts";
import type { Edit, JsonLayer } from "./edits.ts";
import { unset } from "./fix.ts";
import { isLayerType, type ResolvedLayer } from "./layers.ts";
import { encodingOf } from "./losses.ts";
import { traceShapes } from "./shapes.ts";
import { valueAt } from "./value-at.ts";

/**
 * The network with another output.
 * @param layers as the document writes them; where one is of no known type, a new Linear goes to the end
 * @param units values per row that come out
 * @param loss its type
 */
export function withOutput(
  layers: readonly JsonLayer[],
  units: number,
  loss: string,
): { readonly edits: readonly Edit[]; readonly layers: readonly JsonLayer[] } {
  const wanted = { BCELoss: "Sigmoid", NLLLoss: "LogSoftmax" }[loss];
  const known = layers.every(({ type }) => isLayerType(type)) ? (layers as unknown as readonly ResolvedLayer[]) : [];
  const last = known.findLastIndex(({ type }) => type === "Linear");
  const end = { type: wanted ?? "" };
  if (last < 0) {
    const added: JsonLayer[] = [{ type: "Linear", out_features: units }, ...(wanted === undefined ? [] : [end])];
    return {
      edits: added.map((layer, index): Edit => ({ op: "insert", at: layers.length + index, layer })),
      layers: [...layers, ...added],
    };
  }
  const halvings = known.slice(last).filter(({ type }) => type === "GLU").length;
  const size = units * 2 ** halvings;
  const isEnd = (index: number): boolean => {
    const layer = known[index]!;
    return layer.type !== wanted && layer.type !== "GLU" && (recordOf(layer).range !== undefined || recordOf(layer).group === "output");
  };
  const gone = layers.flatMap((_, index) => (index > last && isEnd(index) ? [index] : []));
  const hasEnd = wanted === undefined || layers.slice(last).some(({ type }) => type === wanted);
  const added: Edit[] = hasEnd ? [] : [{ op: "insert", at: layers.length - gone.length, layer: end }];
  const rest = layers.filter((_, index) => !gone.includes(index));
  const sized = rest.map((layer, index) => (index === last ? { ...layer, out_features: size } : layer));
  return {
    edits: [...resized(known, last, size), ...gone.toReversed().map((at): Edit => ({ op: "remove", at })), ...added],
    layers: hasEnd ? sized : [...sized, end],
  };
}

/**
 * What keeps one output per class where a change of the data makes the classes more or fewer; none where the network has another number anyway.
 * @param loss as the document writes it
 */
export function followClasses(layers: readonly JsonLayer[], loss: unknown, before: number, after: number): readonly Edit[] {
  if (encodingOf(loss) !== "classes" || before === after || traceShapes(layers, undefined).at(-1)?.outFeatures !== before) return [];
  const { type } = loss as { readonly type: string };
  const weight = valueAt(loss, ["weight"]) === undefined ? [] : [unset(["training", "loss", "weight"])];
  return [...withOutput(layers, after, type).edits, ...weight];
}
