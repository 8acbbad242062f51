// What was found to be sick about a run, in a few words: "vanishing gradient in Linear 1, epoch 3".

import type { ShownFinding } from "../../src/protocol/run.ts";
import { layersOf } from "../builder/network.ts";
import { formatCount } from "./numbers.ts";
import { t } from "./text.ts";

/** A code in words; one of another version as it is. */
export function codeWords(code: string): string {
  const words: Readonly<Record<string, string>> = {
    "vanishing-gradient": t("Vanishing gradient"),
    "exploding-gradient": t("Exploding gradient"),
    "dead-units": t("Dead units"),
    "saturated-units": t("Saturated units"),
    "constant-output": t("Constant output"),
    "zig-zag": t("Zigzag"),
    plateau: t("Plateau"),
    diverging: t("Diverging"),
    overfitting: t("Overfitting"),
    "update-ratio": t("Size of steps"),
  };
  return Object.hasOwn(words, code) ? words[code]! : code;
}

/** @param json the document that was trained, for the layer's name */
export function findingWords({ code, layer, epoch }: ShownFinding, json: unknown): string {
  const what = codeWords(code);
  if (layer === null) return t("{0}, epoch {1}", what, formatCount(epoch));
  return t("{0} in {1}, epoch {2}", what, `${layersOf(json)[layer]?.type ?? t("layer")} ${layer + 1}`, formatCount(epoch));
}
