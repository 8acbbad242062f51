// A document from code: its network, and as far as the file says it, its data and its training. Nothing of
// the file is run. What could not be taken is a problem with its line; a network that is no sequence of known
// layers is an error, and then there is no document.

import type { JsonValue } from "../../model/json.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { FORMAT } from "../../model/format.ts";
import { message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { ReadingChoice } from "../../model/reading-choice.ts";
import type { ExperimentInput } from "../../model/schema.ts";
import { derivedSizes, traceShapes } from "../../model/shapes.ts";
import { problemAt, type Report } from "../reading/layers.ts";
import { withoutSizes } from "../reading/parse-layers.ts";
import type { ReadScript } from "../reading/observed.ts";
import { isKind, type Module } from "../reading/values.ts";
import { columnsOf } from "../reading/frames.ts";
import type { DataFacts } from "./data.ts";
import { type Problems, readFacts } from "./facts.ts";
import { ownData, ownReading, ownTraining } from "./own-script.ts";
import { fractionsOf } from "./split.ts";
import { leftOut } from "./settings.ts";
import type { TableFacts } from "./table-facts.ts";
import { type TrainingFields, ownGenerator } from "./training.ts";

export interface ImportedCode {
  /** Whether the network could be read; if not, there is no document. */
  readonly isWhole: boolean;
  /** The CSV as the script writes it, or all of them; none if it names none. */
  readonly csv: readonly string[];
  /** How the CSV is read, as far as the script says it. */
  readonly reading: ReadingChoice;
  /**
   * The document, and all that could not be taken, in the order of the lines.
   * @param files the CSVs' paths as the document writes them
   * @param table what the CSV holds; undefined if it is not there
   */
  document(
    files: readonly string[],
    table: TableFacts | undefined,
  ): { readonly document: ExperimentInput; readonly problems: readonly Problem[] };
  /** What could not be taken of the network. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a file's text. Never throws, whatever the text is.
 * @param line that of the network that is meant, if the file has several
 */
export function importCode(text: string, line?: number): ImportedCode {
  const { facts, problems } = readFacts(text, line);
  if (facts === undefined) return none(problems);
  const { layers, training, data, script } = facts;
  sayLate(script?.modules ?? [], problems.report);
  if (script !== undefined) sayOrder(script, data, problems.report);
  return {
    isWhole: true,
    csv: data.files,
    reading: {
      ...(data.header === false ? { header: false } : {}),
      ...(data.delimiter === undefined ? {} : { delimiter: data.delimiter }),
      ...(script?.isOurs === true ? ownReading(script) : {}),
    },
    problems: problems.sorted(),
    document: (files, table) => {
      const own = problems.copy();
      const document = write(layers, training, data, script, files, table, own.report);
      return { document, problems: own.sorted() };
    },
  };
}

function none(problems: Problems): ImportedCode {
  return {
    isWhole: false,
    csv: [],
    reading: {},
    problems: problems.sorted(),
    document: () => {
      throw new Error("Without a network there is no document.");
    },
  };
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
  read: TrainingFields,
  data: DataFacts,
  script: ReadScript | undefined,
  files: readonly string[],
  table: TableFacts | undefined,
  report: Report,
): ExperimentInput {
  const features = namesOf(data.features, table);
  const targets = namesOf(data.targets, table);
  const fractions = fractionsOf(data.split, table?.rows, report);
  const inputs = features?.length;
  const own = script?.isOurs === true ? script : undefined;
  const training: TrainingFields = own === undefined ? read : { ...read, threshold: undefined, ...ownTraining(own, read.loss) };
  sayColumns(data, features, targets, table, own !== undefined, report);
  const target = targets ?? [table?.names.find((name) => !features?.includes(name)) ?? "target"];
  const others = table?.names.filter((name) => !target.includes(name));
  const isAll = features !== undefined && others !== undefined && JSON.stringify(features) === JSON.stringify(others);
  const split = asTrained(fractions, script, data, report);
  const whole = Math.max(1, Math.round((table?.rows ?? 32) * split.train));
  const batch = training.batch_size ?? (data.batch === "all" ? whole : data.batch);
  const document: Record<string, unknown> = {
    format: FORMAT,
    data: {
      file: files.length === 1 ? files[0] : files,
      ...(data.delimiter === undefined ? {} : { delimiter: data.delimiter }),
      ...(data.header === undefined ? {} : { header: data.header }),
      target: target.length === 1 ? target[0] : target,
      ...(features === undefined || isAll ? {} : { features }),
      ...(own === undefined ? scaling(data, table) : ownData(own, data, table)),
      split,
    },
    layers: withoutSizes(layers, own === undefined ? inputs : inputsOf(layers)),
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
      ...(training.early_stopping === undefined ? {} : { early_stopping: training.early_stopping }),
      ...(training.threshold === undefined ? {} : { threshold: training.threshold }),
    },
  };
  return document as unknown as ExperimentInput;
}

/** How numbers are scaled, by column if only some are. */
function scaling({ features }: DataFacts, table: TableFacts | undefined): Record<string, JsonValue> {
  const [scale, ...others] = new Set(features.filter(({ isOneHot }) => isOneHot !== true).map((frame) => frame.scale));
  if (others.length === 0) return scale === undefined ? {} : { normalize: scale };
  const columns = features.flatMap((frame) =>
    frame.scale === undefined ? [] : (columnsOf(frame, table?.names) ?? []).map((name) => [name, { normalize: frame.scale! }] as const),
  );
  return { columns: Object.fromEntries(columns) };
}

/** Of an exported script the first size that is written follows from that of its columns. */
function inputsOf(layers: readonly JsonLayer[]): number | undefined {
  const at = layers.findIndex((layer) => derivedSizes.some((name) => name in layer));
  const size = at < 0 ? undefined : layers[at]![derivedSizes.find((name) => name in layers[at]!)!];
  if (typeof size !== "number") return undefined;
  // Each GLU before it halves a row.
  for (let inputs = size; inputs <= size * 2 ** at; inputs *= 2)
    if ((at === 0 ? inputs : traceShapes(layers.slice(0, at), inputs).at(-1)?.outFeatures) === size) return inputs;
  return undefined;
}

function namesOf(frames: DataFacts["features"], table: TableFacts | undefined): readonly string[] | undefined {
  const names = frames.map((frame) => columnsOf(frame, table?.names));
  return names.length > 0 && names.every((some) => some !== undefined) ? names.flat() : undefined;
}

/**
 * An exported script takes off spaces, marks what is missing, and makes −1 and 1 of 0 and 1, as is done here.
 */
const ownChanges = new Set(["apply", "mask", "*", "-"]);

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
    for (const change of new Set(changes.filter((name) => !isOurs || !ownChanges.has(name))))
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
  // An exported script goes through them if there are any.
  if (validation === 0 || split === undefined || script === undefined || script.isOurs || script.seen.loops.length === 0) return fractions;
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
