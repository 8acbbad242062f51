// Another output for a network: the last Linear of another size, and behind it what the loss wants and
// nothing else that shapes the answer.

import { recordOf } from "./diagnostics/rule.ts";
import { resized } from "./diagnostics/mend.ts";
import type { Edit, JsonLayer } from "./edit.ts";
import { unset } from "./fix.ts";
import { isLayerType, type ResolvedLayer } from "./layers.ts";
import { encodingOf } from "./losses.ts";
import { traceShapes } from "./shapes.ts";
import { isScale } from "./target-scale.ts";
import { valueAt } from "./json.ts";

/**
 * The network with another output.
 * @param layers as the document writes them; if one is of no known type, a new Linear goes to the end
 * @param units values per row that come out
 * @param loss its type
 * @param scale the layer that brings a number to its size, if the target wants one
 */
export function withOutput(
  layers: readonly JsonLayer[],
  units: number,
  loss: string,
  scale?: JsonLayer,
): { readonly edits: readonly Edit[]; readonly layers: readonly JsonLayer[] } {
  const wanted = { BCELoss: "Sigmoid", NLLLoss: "LogSoftmax" }[loss];
  const known = layers.every(({ type }) => isLayerType(type)) ? (layers as unknown as readonly ResolvedLayer[]) : [];
  const last = lastUnits(known);
  const end: readonly JsonLayer[] = [...(wanted === undefined ? [] : [{ type: wanted }]), ...(scale === undefined ? [] : [scale])];
  if (last < 0) {
    const added: JsonLayer[] = [{ type: "Linear", out_features: units }, ...end];
    return { edits: inserted(added, layers.length), layers: [...layers, ...added] };
  }
  const size = units * 2 ** known.slice(last).filter(({ type }) => type === "GLU").length;
  const gone = known.flatMap((layer, index) => (index > last && layer.type !== wanted && shapesAnswer(layer) ? [index] : []));
  const added = end.filter(({ type }) => type !== wanted || known.slice(last).every((layer) => layer.type !== wanted));
  const rest = layers.filter((_, index) => !gone.includes(index));
  const sized = rest.map((layer, index) => (index === last ? { ...layer, out_features: size } : layer));
  return {
    edits: [
      ...gone.toReversed().map((at): Edit => ({ op: "remove", at })),
      ...resized(
        known.filter((_, index) => !gone.includes(index)),
        last,
        size,
      ),
      ...inserted(added, rest.length),
    ],
    layers: [...sized, ...added],
  };
}

/** The Linear that decides how many values come out: the last one that is no scale behind another. */
function lastUnits(layers: readonly ResolvedLayer[]): number {
  const last = layers.findLastIndex(({ type }) => type === "Linear");
  const before = layers.slice(0, Math.max(0, last)).findLastIndex(({ type }) => type === "Linear");
  return before >= 0 && before === last - 1 && isScale(layers[last]) ? before : last;
}

/** What stands behind the last Linear for one target and is in the way of another. */
function shapesAnswer(layer: ResolvedLayer): boolean {
  const { range, group } = recordOf(layer);
  return layer.type === "Linear" || (layer.type !== "GLU" && (range !== undefined || group === "output"));
}

function inserted(layers: readonly JsonLayer[], at: number): readonly Edit[] {
  return layers.map((layer, index) => ({ op: "insert", at: at + index, layer }));
}

/**
 * What keeps one output per class where a change of the data makes the classes more or fewer; none if the
 * network has another number anyway.
 * @param loss as the document writes it
 */
export function followClasses(layers: readonly JsonLayer[], loss: unknown, before: number, after: number): readonly Edit[] {
  if (encodingOf(loss) !== "classes" || before === after || traceShapes(layers, undefined).at(-1)?.outFeatures !== before) return [];
  const { type } = loss as { readonly type: string };
  const weight = valueAt(loss, ["weight"]) === undefined ? [] : [unset(["training", "loss", "weight"])];
  return [...withOutput(layers, after, type).edits, ...weight];
}
