// The function of a script that Perceptron wrote in which the network is built. Where a layer cannot be
// changed alone, as for first weights that are drawn before the next layer is built, the function is written
// anew, if it still stands as it was exported: then nothing of a person is lost.

import type { JsonLayer } from "../../model/edit.ts";
import { isLayerType, type ResolvedLayer } from "../../model/layers.ts";
import { layerSchema } from "../../model/schema.ts";
import type { TextEdit } from "../../model/text-edits.ts";
import { inLanguage } from "../pytorch/comments.ts";
import { networkFunction } from "../pytorch/network.ts";
import { endOf } from "./items.ts";
import { lineBreakOf, removed } from "./places.ts";
import type { CodeSide } from "./sides.ts";

/** The edit that puts these layers into the function; undefined if it is none of ours any more. */
export function ownNetwork({ outline, facts, layers }: CodeSide, wanted: readonly JsonLayer[]): readonly TextEdit[] | undefined {
  const { text, statements } = outline;
  const own = statements.find(({ tokens: [first, name] }) => first?.text === "def" && name?.text === "build_network");
  if (facts.script?.isOurs !== true || own === undefined) return undefined;
  const span = { from: own.from, to: endOf(own) };
  const language = /[가-힣]/.test(text.slice(span.from, span.to)) ? "ko" : "en";
  const written = (sequence: readonly JsonLayer[]): string | undefined => {
    const resolved = sequence.map((layer) => (isLayerType(layer.type) ? layerSchema(layer.type).safeParse(layer).data : undefined));
    if (!resolved.every((layer): layer is ResolvedLayer => layer !== undefined)) return undefined;
    return inLanguage(networkFunction({ layers: resolved }, 0).lines, language).join(lineBreakOf(text));
  };
  const next = written(layers) === text.slice(span.from, span.to) ? written(wanted) : undefined;
  return next === undefined ? undefined : [removed(span, next)];
}
