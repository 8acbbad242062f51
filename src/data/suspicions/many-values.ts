// Texts that become an input each, if they are too many to learn.

import { message } from "../../model/message.ts";
import type { Fix } from "../../model/problem.ts";
import { MANY_VALUES } from "../../model/columns.ts";
import type { FeatureSuspicion } from "./suspicion.ts";

export const manyValues: FeatureSuspicion = (features, evidence) =>
  features
    .filter(({ encode, inputs }) => encode === "one-hot" && inputs.length > MANY_VALUES)
    .map((feature) => {
      const { name } = feature.column;
      const text = message(
        'Column "{0}" has {1} different texts in {2} rows, and each becomes an input of its own. Leave it out, or make it one input with "encode": "ordinal".',
        name,
        feature.inputs.length,
        evidence.selection.rows,
      );
      const other: Fix = { title: message('Make "{0}" one input, in the order of its texts', name), edit: encodeAs(name, "ordinal") };
      return { feature, code: "many-categories", text, other };
    });

function encodeAs(name: string, encode: "ordinal"): Fix["edit"] {
  return { op: "set", path: ["data", "columns", name, "encode"], value: encode };
}
