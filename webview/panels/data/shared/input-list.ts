// The network's inputs in order, each with how it comes from its column, in words.

import type { DataSummary, FittedFeature } from "../../../../src/data/types.ts";
import { formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

export interface NamedInput {
  readonly name: string;
  readonly origin: string;
}

export function inputList({ inputs, preprocessing }: DataSummary): readonly NamedInput[] {
  if (preprocessing === undefined) return [];
  const origins = preprocessing.features.flatMap((feature) => Array.from({ length: widthOf(feature) }, () => originOf(feature)));
  return inputs.map((name, index) => ({ name, origin: origins[index] ?? "" }));
}

/** Inputs that a feature becomes (docs/format.md, "Encoding a feature"). */
function widthOf({ encode, categories }: FittedFeature): number {
  if (encode === "date") return 4;
  return encode === "one-hot" ? (categories?.length ?? 0) : 1;
}

function originOf(feature: FittedFeature): string {
  const { fill } = feature;
  const parts = [encodingText(feature)];
  if (fill !== undefined) parts.push(t("missing becomes {0}", typeof fill === "number" ? formatMeasure(fill) : fill));
  return parts.join(", ");
}

function encodingText({ column, kind, encode, shift, scale }: FittedFeature): string {
  switch (encode) {
    case "one-hot":
      return t("1 if {0} is this category, else 0", column);
    case "ordinal":
      return t("the category's number in {0}", column);
    case "date":
      return t("part of the date in {0}", column);
    case "value":
      if (kind === "boolean") return t("1 if {0} is true, else 0", column);
      if (shift === undefined || scale === undefined) return t("{0} as it is", column);
      return `(${column} − ${formatMeasure(shift)}) / ${formatMeasure(scale)}`;
  }
}
