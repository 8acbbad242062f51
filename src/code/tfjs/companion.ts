// The module beside a TensorFlow.js model: from a row or a CSV to the network's inputs and from its outputs
// to answers, as in the JavaScript export; only what lies between is TensorFlow.js's.

import type { ExportInput } from "../exporter.ts";
import { bracesIn } from "../inference/comments.ts";
import type { InferencePlan } from "../inference/plan.ts";
import { constants, oneLine } from "../javascript/javascript.ts";
import { answering, check, dates, encoding } from "../javascript/runtime.ts";
import { table } from "../javascript/table.ts";

export function companion(plan: InferencePlan, input: ExportInput): string {
  const sections = [
    [
      `// Makes inputs of columns, and answers of outputs, for the network of ${oneLine(input.name)} in TensorFlow.js.`,
      "// await load(tf, address of the model), then predict(row)",
    ].join("\n"),
    constants(plan, input),
    forward,
    encoding,
    ...(plan.steps.some(({ encode }) => encode === "date") ? [dates] : []),
    answering,
    table,
    check,
  ];
  return bracesIn(input.language, `${sections.map((section) => section.trim()).join("\n\n")}\n`);
}

const forward = String.raw`
/** From the inputs of a row to the network's outputs, once a model is loaded. */
let forward = () => {
  throw new Error("No model is loaded. Await load(tf, address) first.");
};

/** Loads the model from an address or a handler of TensorFlow.js. */
export async function load(tf, address) {
  const model = await tf.loadLayersModel(address);
  forward = (inputs) => tf.tidy(() => model.predict(tf.tensor2d(inputs, [1, INPUTS])).dataSync());
  return model;
}
`;
