// What a lesson can point at in the builder. Each is named here once, and a test of the builder finds each of
// them there.

import { isLayerType } from "../model/layers.ts";
import { panelNames } from "./lesson.ts";

/** Those without a part of their own. */
export const plainTargets = [
  "layer-palette",
  "pipeline",
  "settings",
  "data-split",
  "data-rows",
  "target-column",
  "train",
  "pause",
  "step-batch",
  "step-epoch",
  "inside-next",
  "inside-back",
  "inside-check",
  "boundary-axes",
  "time-slider",
  "sweep-seeds",
  "evaluate-threshold",
  "export",
  "show-code",
] as const;

/** What `setting:NAME` may name: the training settings that the builder shows. */
export const settingTargets = [
  "loss",
  "optimizer",
  "lr",
  "epochs",
  "batch_size",
  "seed",
  "shuffle",
  "threshold",
  "scheduler",
  "early_stopping",
  "weight_decay",
  "momentum",
  "clip_grad_norm",
] as const;

/** A target, taken apart. */
export type Target =
  | { readonly kind: "plain"; readonly name: (typeof plainTargets)[number] }
  /** A layer in the palette. */
  | { readonly kind: "palette"; readonly type: string }
  /** A layer of the document, counted from 0, or one of its settings. */
  | { readonly kind: "card"; readonly layer: number; readonly setting?: string }
  | { readonly kind: "setting"; readonly name: (typeof settingTargets)[number] }
  | { readonly kind: "tab"; readonly name: (typeof panelNames)[number] };

/**
 * What a text as `palette:Sigmoid`, `card:0`, `card-setting:0:out_features`, `setting:lr` or `tab:loss`
 * points at; undefined if that is nothing.
 */
export function targetOf(text: string): Target | undefined {
  const plain = plainTargets.find((name) => name === text);
  if (plain) return { kind: "plain", name: plain };
  const [kind, first = "", second] = text.split(":");
  if (kind === "palette") return second === undefined && isLayerType(first) ? { kind, type: first } : undefined;
  if (kind === "setting" || kind === "tab") {
    if (second !== undefined) return undefined;
    const setting = settingTargets.find((name) => name === first);
    const tab = panelNames.find((name) => name === first);
    if (kind === "tab") return tab && { kind, name: tab };
    return setting && { kind, name: setting };
  }
  if (!/^\d{1,4}$/.test(first)) return undefined;
  if (kind === "card" && second === undefined) return { kind, layer: Number(first) };
  if (kind === "card-setting" && second && /^\w+$/.test(second)) return { kind: "card", layer: Number(first), setting: second };
  return undefined;
}
