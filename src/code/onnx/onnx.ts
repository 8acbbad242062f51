// A trained network as an ONNX graph, its preprocessing included: one input per column, of shape [N, 1], and
// outputs `label` and `probabilities`, or `value`. A row without an answer has an empty label and NaN.

import type { ExportInput } from "../exporter.ts";
import type { TrainedNetwork } from "../formats/weights.ts";
import { perceptronMetadata } from "../formats/perceptron-metadata.ts";
import { type InferencePlan, planInference } from "../inference/plan.ts";
import { writeAnswers } from "./answers.ts";
import { type Inputs, writeColumns } from "./columns.ts";
import { DATE_OPSET } from "./dates.ts";
import { GraphWriter, type Value } from "./graph.ts";
import { mixesRows, writeLayer } from "./layers.ts";
import { floats, integers } from "./tensors.ts";

/** The oldest that has every operator of every layer, so that old runtimes can load the file. */
const OPSET = 17;
/** The versions of the format that came with these opsets. */
const IR_VERSIONS = { [OPSET]: 8, [DATE_OPSET]: 9 } as const;

/** What the graph is written from. */
export type OnnxInput = Pick<ExportInput, "experiment" | "name" | "check"> & { readonly trained?: TrainedNetwork | undefined };

/**
 * The bytes of a `.onnx` file. Its metadata has the document and the fitted preprocessing under `perceptron`,
 * and a row with its expected answers under `check`, both as JSON.
 * @throws ProblemError if weights and layers do not fit
 */
export function writeOnnx({ experiment, trained, name, check }: OnnxInput): Uint8Array {
  if (trained === undefined) throw new TypeError("A network without weights cannot be exported as ONNX.");
  const plan = planInference(experiment, trained);
  const graph = new GraphWriter();
  const inputs = writeColumns(graph, plan);
  writeAnswers(graph, plan, writeNetwork(graph, plan, inputs), inputs.complete);
  const opset = plan.steps.some(({ encode }) => encode === "date") ? DATE_OPSET : OPSET;
  return graph.model({
    name,
    about: `${name}, trained with Perceptron. One input per column, [N, 1]; opset ${opset}.`,
    opset,
    irVersion: IR_VERSIONS[opset],
    metadata: {
      ...perceptronMetadata(experiment, trained.preprocessing),
      ...(check === undefined ? {} : { check: JSON.stringify(check) }),
    },
  });
}

/** The layers on all rows; those without an answer are kept from the others where a layer would mix them. */
function writeNetwork(graph: GraphWriter, { layers, outputs }: InferencePlan, { values, complete }: Inputs): Value {
  const run = (input: Value): Value => layers.reduce((x, step) => writeLayer(graph, step, x), input);
  if (complete === undefined || !layers.some(mixesRows)) return run(values);
  const flat = graph.op("Squeeze", [complete, graph.constant(integers([1], [1]))]);
  const kept = run(graph.op("Compress", [values, flat], { axis: 0 }));
  const rows = graph.op("Transpose", [graph.op("NonZero", [flat])]);
  const count = graph.op("Shape", [flat]);
  const shape = graph.op("Concat", [count, graph.constant(integers([1], [outputs]))], { axis: 0 });
  const nothing = graph.op("Expand", [graph.constant(floats([1], [0])), shape]);
  return graph.op("ScatterND", [nothing, rows, kept]);
}
