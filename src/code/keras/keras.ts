// A trained network as a Keras 3 script for any of its backends: the model is Keras's, its weights come from
// the safetensors file beside it, and columns and answers are treated as in the Python export.

import { message } from "../../model/message.ts";
import type { ExportedFile, Exporter, ExportInput } from "../exporter.ts";
import { weightFile } from "../formats/weights.ts";
import { planOf, refusedInference } from "../inference/input.ts";
import type { InferencePlan } from "../inference/plan.ts";
import { constants } from "../python/inference.ts";
import { answering, dates, encoding, main } from "../python/runtime.ts";
import { table } from "../python/table.ts";
import { comment, inDocstring, pyString } from "../pytorch/python.ts";
import { kerasLayer, nameOf } from "./layers.ts";

export const keras: Exporter = {
  label: "Keras",
  detail: message("A Keras 3 script for any backend that predicts with the trained weights in a safetensors file."),
  extension: ".py",
  needsWeights: true,
  refuses: refusedInference,
  write: writeKeras,
};

/** The script and its weights. @throws ProblemError if there are no weights, or they do not fit */
export function writeKeras(input: ExportInput): readonly ExportedFile[] {
  const plan = planOf(input);
  const { stem, experiment, trained } = input;
  const hasDates = plan.steps.some(({ encode }) => encode === "date");
  const words = say(input);
  const needs = new Set(plan.layers.map((step) => kerasLayer(step).needs));
  const head = [
    `"""${words.head}\n\n    ${words.use}\n"""`,
    "",
    ...(hasDates ? ["import datetime"] : []),
    "import functools",
    "import math",
    "import re",
    "import sys",
    "import unicodedata",
    "from array import array",
    "from pathlib import Path",
    "",
    ...comment(words.libraries),
    "import keras",
    "import numpy as np",
    "from keras import layers, ops",
    "from safetensors.numpy import load_file",
    "",
    `WEIGHTS = Path(__file__).with_name(${pyString(`${stem}.safetensors`)})`,
    "# fmt: off",
    ...constants(plan, input, hasDates),
    "# fmt: on",
  ].join("\n");
  const sections = [
    head,
    ...(needs.has("softmin") ? [softmin.trim()] : []),
    ...(needs.has("GLU") ? [glu.trim()] : []),
    build(plan, words),
    forward.trim(),
    encoding.trim(),
    ...(hasDates ? [dates.trim()] : []),
    answering.trim(),
    table.trim(),
    main.trim(),
  ];
  const script = { name: `${stem}.py`, content: `${sections.join("\n\n\n")}\n` };
  return trained === undefined
    ? [script]
    : [script, { name: `${stem}.safetensors`, content: input.weightFile ?? weightFile(experiment, trained) }];
}

interface Words {
  readonly head: string;
  readonly use: string;
  readonly libraries: string;
  readonly build: string;
}

function say({ language, name, stem }: ExportInput): Words {
  const document = inDocstring(name);
  const use = `python ${inDocstring(stem)}.py IN.csv OUT.csv`;
  return language === "ko"
    ? {
        head: `${document}의 학습한 신경망으로 예측합니다.`,
        use,
        libraries: "keras 3과 safetensors가 필요합니다.",
        build: "학습한 가중치를 담은 신경망입니다.",
      }
    : {
        head: `Predicts with the trained network of ${document}.`,
        use,
        libraries: "Needs keras 3 with any backend, and safetensors.",
        build: "The network with its trained weights.",
      };
}

function build({ layers }: InferencePlan, words: Words): string {
  const written = layers.map((step) => ({ name: nameOf(step), ...kerasLayer(step) }));
  const loaded = written.flatMap(({ name, weights }) =>
    weights === undefined ? [] : [`    model.get_layer("${name}").set_weights([${weights.join(", ")}])`],
  );
  return [
    "@functools.cache",
    "def build():",
    `    """${words.build}"""`,
    "    model = keras.Sequential(",
    "        [",
    "            keras.Input((INPUTS,)),",
    ...written.map(({ code }) => `            ${code},`),
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
