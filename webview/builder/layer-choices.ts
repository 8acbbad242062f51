// What the palette and the list at a gap offer: every layer, and "Hidden layer", which is a Linear and the
// ReLU behind it. No elements here.

import type { JsonLayer } from "../../src/model/edit.ts";
import { layers, type LayerType } from "../../src/model/layers.ts";
import { message, type Message } from "../../src/model/message.ts";
import { newLayer } from "./network.ts";
import { say, t } from "../shared/text.ts";

export type LayerChoice = LayerType | "hidden";

/** What most networks are made of, in the order of the palette. */
export const commonChoices: readonly LayerChoice[] = ["Linear", "ReLU", "Sigmoid", "Tanh", "Dropout", "Softmax", "hidden"];

/** What there is to know of a choice before it is taken. */
export interface ChoiceFacts {
  readonly formula: string;
  readonly derivative: string;
  readonly words: readonly string[];
  readonly about: Message;
  readonly pitfall?: Message | undefined;
}

const hidden: ChoiceFacts = {
  formula: "Linear → ReLU",
  derivative: "",
  words: ["hidden layer", "dense", "fully connected", "은닉층", "밀집층", "완전 연결"],
  about: message("A Linear and the ReLU behind it: with a hidden layer a network learns more than straight lines."),
  pitfall: message("The last layer has no ReLU behind it, because the output would never be negative."),
};

export function factsOf(choice: LayerChoice): ChoiceFacts {
  return choice === "hidden" ? hidden : layers[choice];
}

export function choiceName(choice: LayerChoice): string {
  return choice === "hidden" ? t("Hidden layer") : choice;
}

/** The layers it inserts, in order. */
export function typesOf(choice: LayerChoice): readonly LayerType[] {
  return choice === "hidden" ? ["Linear", "ReLU"] : [choice];
}

export function newLayers(choice: LayerChoice): readonly JsonLayer[] {
  return typesOf(choice).map(newLayer);
}

/**
 * How well it is meant by what was typed, 0 the best: by its name, other words for it, or its purpose;
 * Infinity if it is not.
 */
export function rankOf(choice: LayerChoice, wanted: string): number {
  const { words, about } = factsOf(choice);
  const letters = squeezed(wanted);
  const place = squeezed(choiceName(choice)).indexOf(letters);
  if (place >= 0) return Math.min(place, 1);
  const others = words.map((word) => squeezed(word).indexOf(letters)).filter((index) => index >= 0);
  if (others.length > 0) return 2 + Math.min(1, ...others);
  const purpose = `${about.text} ${say(about)}`.toLowerCase();
  const isMeant = wanted.length > 2 && wanted.split(/\s+/).every((word) => purpose.includes(word));
  return isMeant ? 4 : Infinity;
}

/** "Batch norm" and "batch-norm" are found in BatchNorm1d. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, "");
}
