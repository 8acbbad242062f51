// A document from code: its network, and as far as the file says it, its data and its training. Nothing of
// the file is run. What could not be taken is a problem with its line; a network that is no sequence of known
// layers is an error, and then there is no document.

import type { JsonValue } from "../../model/json.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { FORMAT } from "../../model/format.ts";
import { format, message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { ReadingChoice } from "../../model/reading-choice.ts";
import type { ExperimentInput } from "../../model/schema.ts";
import { problemAt, type Report } from "../reading/layers.ts";
import { layersOf, withoutSizes } from "../reading/parse-layers.ts";
import { layersInSummary } from "../reading/summaries.ts";
import type { ReadScript } from "../reading/observed.ts";
import { readScript } from "../reading/program.ts";
import { isKind, type Module } from "../reading/values.ts";
import { columnsOf } from "../reading/frames.ts";
import { dataOf, type DataFacts } from "./data.ts";
import { pythonOf } from "./notebook.ts";
import { fractionsOf } from "./split.ts";
import { leftOut } from "./settings.ts";
import { type TrainingFields, ownGenerator, trainingOf } from "./training.ts";

/** The largest file that is read. */
export const MOST_CODE = 5_000_000;

/** What is known of the table that a script names. */
export interface TableFacts {
  readonly names: readonly string[];
  /** Rows below the names. */
  readonly rows: number;
}

export interface ImportedCode {
  /** Whether the network could be read; if not, there is no document. */
  readonly isWhole: boolean;
  /** The CSV as the script writes it; undefined if it names none. */
  readonly csv: string | undefined;
  /** How the CSV is read, as far as the script says it. */
  readonly reading: ReadingChoice;
  /**
   * The document, and all that could not be taken, in the order of the lines.
   * @param file the CSV's path as the document writes it
   * @param table what the CSV holds; undefined if it is not there
   */
  document(file: string, table: TableFacts | undefined): { readonly document: ExperimentInput; readonly problems: readonly Problem[] };
  /** What could not be taken of the network. */
  readonly problems: readonly Problem[];
}

/** Problems that mean that the network is not what the file says, beside errors. */
const refusing = new Set(["loop", "branch", "several-values", "several-networks"]);
/** Layers with weights of their own, of which one cannot stand in two places. */
const learning = new Set(["Linear", "LazyLinear", "BatchNorm1d", "LazyBatchNorm1d", "LayerNorm", "PReLU"]);

/** Reads a file's text. Never throws, whatever the text is. */
export function importCode(text: string): ImportedCode {
  const problems = new Problems();
  if (text.length > MOST_CODE) {
    problems.report(problemAt(1, "error", "code-too-large", message("The file is too large to be read as code. Choose a smaller one.")));
    return none(problems);
  }
  const python = pythonOf(text);
  if (python === undefined) {
    problems.report(
      problemAt(1, "error", "no-layers", message("This JSON is no notebook, so it holds no Python. Choose a .py or an .ipynb file.")),
    );
    return none(problems);
  }
  const summary = layersInSummary(python.text, problems.report);
  const script = summary === undefined ? readScript(python.text, problems.report, python.lines) : undefined;
  const layers = summary ?? layersOf(script!.modules, problems.report);
  sayTwice(script?.modules ?? [], problems.report);
  if (layers.length === 0 && !problems.isRefused)
    problems.report(
      problemAt(
        1,
        "error",
        "no-layers",
        message("The file has no network that can be read. Write an nn.Sequential, or a class with a forward."),
      ),
    );
  if (problems.isRefused) return none(problems);
  sayLate(script?.modules ?? [], problems.report);
  const training = script === undefined ? {} : trainingOf(script.seen, problems.report);
  const data = script === undefined ? { features: [], targets: [] } : dataOf(script, problems.report);
  if (script !== undefined) sayOrder(script, data, problems.report);
  return {
    isWhole: true,
    csv: data.file,
    reading: {
      ...(data.header === false ? { header: false } : {}),
      ...(data.delimiter === undefined ? {} : { delimiter: data.delimiter }),
    },
    problems: problems.sorted(),
    document: (file, table) => {
      const own = problems.copy();
      const document = write(layers, training, data, script, file, table, own.report);
      return { document, problems: own.sorted() };
    },
  };
}

function none(problems: Problems): ImportedCode {
  return {
    isWhole: false,
    csv: undefined,
    reading: {},
    problems: problems.sorted(),
    document: () => {
      throw new Error("Without a network there is no document.");
    },
  };
}

/** Problems, each told once however often its line is gone through. */
class Problems {
  readonly #found = new Map<string, Problem>();

  readonly report: Report = (problem) => {
    const key = `${problem.line} ${problem.code} ${format(problem.message)}`;
    if (!this.#found.has(key)) this.#found.set(key, problem);
  };

  get isRefused(): boolean {
    return [...this.#found.values()].some(({ severity, code }) => severity === "error" || refusing.has(code));
  }

  copy(): Problems {
    const copy = new Problems();
    for (const problem of this.#found.values()) copy.report(problem);
    return copy;
  }

  sorted(): readonly Problem[] {
    return [...this.#found.values()].toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
  }
}

/** Initialisers that draw after a later layer was built, where a document draws before it. */
function sayLate(modules: readonly Module[], report: Report): void {
  const late = modules.find(({ isInitLate }) => isInitLate === true);
  if (late === undefined) return;
  const sentence = message(
    "Line {0}: its first weights are drawn after later layers are built there, and before them here, so they differ.",
    late.line,
  );
  report(leftOut(late.line, sentence));
}

function sayTwice(modules: readonly Module[], report: Report): void {
  const seen = new Set<Module>();
  for (const module of modules) {
    if (seen.has(module) && learning.has(module.type)) {
      const sentence = message(
        "Line {0}: this {1} is gone through twice with the same weights, which a sequence of layers cannot say.",
        module.line,
        module.type,
      );
      report(problemAt(module.line, "error", "shared-weights", sentence));
    }
    seen.add(module);
  }
}

/** Random numbers that the script draws from elsewhere, or in another order than a document's run. */
function sayOrder({ modules, seen }: ReadScript, { split }: DataFacts, report: Report): void {
  if (seen.loops.length > 0 && split?.call.name !== "random_split") {
    const line = split?.call.line ?? seen.loops[0]!.line;
    report(
      leftOut(
        line,
        message("Line {0}: without random_split there, other random numbers are left for the first weights here, and they differ.", line),
      ),
    );
  }
  if (split === undefined || split.call.name !== "random_split") return;
  const { call } = split;
  const generator = ownGenerator(call.keywords.get("generator") ?? call.places[2]);
  if (generator !== undefined) {
    report(
      leftOut(
        call.line,
        message("Line {0}: the split has a generator of its own; here it draws from the one that the weights come from.", call.line),
      ),
    );
    return;
  }
  if (modules.length > 0 && call.order > 0)
    report(
      leftOut(
        call.line,
        message(
          "Line {0}: the rows are split after the layers are built; here the split comes first, so the first weights differ.",
          call.line,
        ),
      ),
    );
}

function write(
  layers: readonly JsonLayer[],
  training: TrainingFields,
  data: DataFacts,
  script: ReadScript | undefined,
  file: string,
  table: TableFacts | undefined,
  report: Report,
): ExperimentInput {
  const features = namesOf(data.features, table);
  const targets = namesOf(data.targets, table);
  const fractions = fractionsOf(data.split, table?.rows, report);
  const inputs = features?.length;
  const isPlain = script?.isOurs === true && !script.hasOwnMissing;
  sayColumns(data, features, targets, table, isPlain, report);
  const target = targets ?? [table?.names.find((name) => !features?.includes(name)) ?? "target"];
  const others = table?.names.filter((name) => !target.includes(name));
  const isAll = features !== undefined && others !== undefined && JSON.stringify(features) === JSON.stringify(others);
  const scales = new Set(data.features.filter(({ isOneHot }) => isOneHot !== true).map((frame) => frame.scale));
  const [scale] = scales;
  const split = asTrained(fractions, script, data, report);
  const batch = data.batch === "all" ? Math.max(1, Math.round((table?.rows ?? 32) * split.train)) : data.batch;
  const document: Record<string, unknown> = {
    format: FORMAT,
    data: {
      file,
      ...(data.delimiter === undefined ? {} : { delimiter: data.delimiter }),
      ...(data.header === undefined ? {} : { header: data.header }),
      target: target.length === 1 ? target[0] : target,
      ...(features === undefined || isAll ? {} : { features }),
      ...(scale === undefined || scales.size > 1 ? {} : { normalize: scale }),
      ...(scales.size > 1 ? { columns: scaledColumns(data, table) } : {}),
      split,
    },
    layers: withoutSizes(layers, script?.isOurs === true ? firstSize(layers) : inputs),
    training: {
      ...(training.seed === undefined ? {} : { seed: training.seed }),
      ...(training.epochs === undefined ? {} : { epochs: training.epochs }),
      ...(batch === undefined ? {} : { batch_size: batch }),
      ...(data.shuffle === undefined ? {} : { shuffle: data.shuffle }),
      ...(data.drop_last === undefined ? {} : { drop_last: data.drop_last }),
      loss: training.loss ?? started("loss", lossFor(layers), report),
      optimizer: training.optimizer ?? started("optimizer", { type: "Adam" }, report),
      ...(training.scheduler === undefined ? {} : { scheduler: training.scheduler }),
      ...(training.clip_grad_norm === undefined ? {} : { clip_grad_norm: training.clip_grad_norm }),
      ...(training.threshold === undefined ? {} : { threshold: training.threshold }),
    },
  };
  return document as unknown as ExperimentInput;
}

/** Settings by column, if only some are scaled. */
function scaledColumns({ features }: DataFacts, table: TableFacts | undefined): Record<string, JsonValue> {
  return Object.fromEntries(
    features.flatMap((frame) =>
      frame.scale === undefined ? [] : (columnsOf(frame, table?.names) ?? []).map((name) => [name, { normalize: frame.scale! }] as const),
    ),
  );
}

/** Of an exported script the first size is that of its columns. */
function firstSize([first]: readonly JsonLayer[]): number | undefined {
  const size = first === undefined ? undefined : (first["in_features"] ?? first["num_features"] ?? first["normalized_shape"]);
  return typeof size === "number" ? size : undefined;
}

function namesOf(frames: DataFacts["features"], table: TableFacts | undefined): readonly string[] | undefined {
  const names = frames.map((frame) => columnsOf(frame, table?.names));
  return names.length > 0 && names.every((some) => some !== undefined) ? names.flat() : undefined;
}

function sayColumns(
  { features, targets }: DataFacts,
  inputs: readonly string[] | undefined,
  outputs: readonly string[] | undefined,
  table: TableFacts | undefined,
  isOurs: boolean,
  report: Report,
): void {
  const [first] = [...features, ...targets];
  if (inputs === undefined || outputs === undefined) {
    const line = first?.line ?? 1;
    report(
      table === undefined
        ? leftOut(
            line,
            message("Line {0}: the table is not there, so its columns are not known. Choose the CSV and the target in the document.", line),
          )
        : leftOut(
            line,
            message("Line {0}: it is not known which columns are inputs and which is the target. Choose them in the document.", line),
          ),
    );
  }
  for (const { changes = [], isPart, line, scale } of [...features, ...targets]) {
    // An exported script takes off spaces and marks what is missing, as is done here.
    for (const change of new Set(changes.filter((name) => !isOurs || (name !== "apply" && name !== "mask"))))
      report(leftOut(line, message("Line {0}: what {1} makes of the table's values is not taken.", line, change)));
    if (isPart === true) report(leftOut(line, message("Line {0}: only some of the rows are taken there; here all are.", line)));
    if (scale !== undefined && !isOurs)
      report(
        problemAt(
          line,
          "information",
          "scaled",
          message("Line {0}: the columns are scaled with statistics of the training rows here.", line),
        ),
      );
  }
}

/** What a document must have and the file does not say. */
function started(name: string, value: { readonly type: string } & Record<string, JsonValue>, report: Report): JsonValue {
  const sentence = message("The file has no {0} that is known, so the document starts with {1}. Check it.", name, value.type);
  report(problemAt(1, "warning", "left-out", sentence));
  return value;
}

function lossFor(layers: readonly JsonLayer[]): { readonly type: string } {
  const last = layers.at(-1)?.type;
  const types: Readonly<Record<string, string>> = { Sigmoid: "BCELoss", LogSoftmax: "NLLLoss", Softmax: "CrossEntropyLoss" };
  return { type: (last !== undefined && types[last]) || "MSELoss" };
}

/**
 * Validation rows that the script's training loop never goes through count as test rows: a pass over them in
 * each epoch would draw random numbers, and the batches would be others than the script's.
 */
function asTrained(
  fractions: { readonly train: number; readonly validation: number; readonly test: number },
  script: ReadScript | undefined,
  { split }: DataFacts,
  report: Report,
): ExperimentInput["data"]["split"] & object {
  const { train, validation, test } = fractions;
  if (validation === 0 || split === undefined || script === undefined || script.seen.loops.length === 0) return fractions;
  const at = split.roles.indexOf("validation");
  const isValidated = script.seen.passes.some(({ call, isInTraining }) => {
    const dataset = call.places[0] ?? call.keywords.get("dataset");
    return isInTraining && isKind(dataset, "unknown") && dataset.call === split.call && dataset.part === at;
  });
  if (isValidated) return fractions;
  const sentence = message(
    "Line {0}: the validation rows have no pass in each epoch there, so they are test rows here, and the losses stay the same.",
    split.call.line,
  );
  report(problemAt(split.call.line, "information", "validation-as-test", sentence));
  return { train, validation: 0, test: Number((validation + test).toPrecision(12)) };
}
