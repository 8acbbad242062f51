// A trained network as a Keras 3 script for any of its backends: the model is Keras's, its weights come from
// the safetensors file beside it, and columns and answers are treated as in the Python export.

import type { ExportedFile, ExportInput } from "../exporter.ts";
import { weightFile } from "../formats/weights.ts";
import { pythonIn } from "../inference/comments.ts";
import { planOf } from "../inference/input.ts";
import type { InferencePlan } from "../inference/plan.ts";
import { constants } from "../python/inference.ts";
import { encodingFunctions, scriptHead } from "../python/head.ts";
import { answering, main } from "../python/runtime.ts";
import { table } from "../python/table.ts";
import { around, call, lines, list, pyString } from "../pytorch/python.ts";
import { kerasLayer, nameOf } from "./layers.ts";

/** The script and its weights. @throws ProblemError if there are no weights, or they do not fit */
export function writeKeras(input: ExportInput): readonly ExportedFile[] {
  const plan = planOf(input);
  const { stem, experiment, trained } = input;
  const hasDates = plan.steps.some(({ encode }) => encode === "date");
  const needs = new Set(plan.layers.map((step) => kerasLayer(step).needs));
  const libraries = [
    "# Needs keras 3 with any backend, and safetensors.",
    "import keras",
    "import numpy as np",
    "from keras import layers, ops",
    "from safetensors.numpy import load_file",
  ];
  const head = [
    ...scriptHead(input, hasDates, ["from pathlib import Path"], libraries),
    `WEIGHTS = Path(__file__).with_name(${pyString(`${stem}.safetensors`)})`,
    "# fmt: off",
    ...constants(plan, input, hasDates),
    "# fmt: on",
  ].join("\n");
  const sections = [
    head,
    ...(needs.has("softmin") ? [softmin.trim()] : []),
    ...(needs.has("GLU") ? [glu.trim()] : []),
    ...plan.layers.flatMap((step) => kerasLayer(step).curve ?? []),
    build(plan),
    forward.trim(),
    ...encodingFunctions(hasDates),
    answering.trim(),
    table.trim(),
    main.trim(),
  ];
  const script = { name: `${stem}.py`, content: pythonIn(input.language, `${sections.join("\n\n\n")}\n`) };
  return trained === undefined
    ? [script]
    : [script, { name: `${stem}.safetensors`, content: input.weightFile ?? weightFile(experiment, trained) }];
}

function build({ layers }: InferencePlan): string {
  const written = layers.map((step) => ({ name: nameOf(step), ...kerasLayer(step) }));
  const loaded = written.flatMap(({ name, weights }) =>
    weights === undefined ? [] : lines(call(`model.get_layer("${name}").set_weights`, list(weights)), 1),
  );
  return [
    "@functools.cache",
    "def build():",
    '    """The network with its trained weights."""',
    "    model = keras.Sequential(",
    "        [",
    "            keras.Input((INPUTS,)),",
    ...written.flatMap(({ code }) => lines(around("", code, ","), 3)),
    "        ]",
    "    )",
    ...(loaded.length === 0 ? [] : ["    tensors = load_file(WEIGHTS)", ...loaded]),
    "    return model",
  ].join("\n");
}

const softmin = String.raw`
def softmin(v):
    return ops.softmax(-v)
`;

const glu = String.raw`
class GLU(layers.Layer):
    """Halves each row; the second half decides how much of the first passes."""

    def call(self, inputs):
        passed, gate = ops.split(inputs, 2, axis=-1)
        return passed * ops.sigmoid(gate)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], input_shape[-1] // 2)
`;

const forward = String.raw`
def forward(rows):
    """From rows of inputs to rows of outputs."""
    if not rows:
        return []
    outputs = build()(np.array(rows, np.float32), training=False)
    return ops.convert_to_numpy(outputs).astype(float).tolist()
`;
