// Where a script takes its rows from, as far as a document can say it: the table, the columns of inputs and
// targets, how rows are split, and the loader of the training rows.

import { message } from "../../model/message.ts";
import type { ReadingChoice } from "../../model/reading-choice.ts";
import type { Report } from "../reading/layers.ts";
import { framesOf } from "../reading/frames.ts";
import type { ReadScript } from "../reading/observed.ts";
import { type Frame, isKind, type Observed, type Value } from "../reading/values.ts";
import { leftOut } from "./settings.ts";

export interface DataFacts {
  /** The path of the table, or of all its files, as the script writes them. */
  readonly files: readonly string[];
  readonly header?: false;
  readonly delimiter?: NonNullable<ReadingChoice["delimiter"]>;
  readonly features: readonly Frame[];
  readonly targets: readonly Frame[];
  readonly split?: SplitCall;
  /** Batches of the training loader; `all` if each step takes every row. */
  readonly batch?: number | "all";
  readonly shuffle?: boolean;
  readonly drop_last?: boolean;
}

export type Role = "train" | "validation" | "test";

export interface SplitCall {
  readonly call: Observed;
  /** The part of each length, in order. */
  readonly roles: readonly Role[];
  /** Lengths as they are written: fractions, or numbers of rows. */
  readonly lengths: readonly Value[];
}

/** What is known of the data. */
export function dataOf(script: ReadScript, report: Report): DataFacts {
  const { calls } = script.seen;
  const loader = trainingLoader(script);
  const dataset = loader?.places[0] ?? loader?.keywords.get("dataset");
  const pairs = dataset === undefined ? pairOfCalls(calls) : pairOf(script, dataset);
  const features = framesOf(pairs?.[0]);
  const targets = framesOf(pairs?.[1]);
  const split = splitOf(dataset, features[0], report);
  const source = [...features, ...targets][0]?.source ?? firstTable(script);
  return {
    ...(source === undefined ? { files: [] } : fileOf(source, script.isOurs, report)),
    features,
    targets,
    ...(split === undefined ? {} : { split }),
    ...(loader === undefined
      ? { ...(features.length > 0 ? { batch: "all" as const } : {}), ...kerasBatch(calls) }
      : loaderOf(loader, script.isOurs, report)),
  };
}

/** The loader that a training loop goes through, or else the first that shuffles, or is there. */
export function trainingLoader({ seen: { calls, loops } }: ReadScript): Observed | undefined {
  const gone = loops.map(({ over }) => (isKind(over, "unknown") ? over.call : undefined)).find((call) => call?.name === "DataLoader");
  const loaders = calls.filter(({ name }) => name === "DataLoader");
  return gone ?? loaders.find(({ keywords }) => keywords.get("shuffle") === true) ?? loaders[0];
}

function loaderOf(loader: Observed, isOurs: boolean, report: Report): Pick<DataFacts, "batch" | "shuffle" | "drop_last"> {
  const place = (index: number, name: string): Value | undefined => loader.keywords.get(name) ?? loader.places[index];
  const batch = place(1, "batch_size") ?? 1;
  // An exported script computes it only if it is larger than any table.
  if (typeof batch !== "number" && !isOurs)
    report(
      leftOut(
        loader.line,
        message("Line {0}: {1} of {2} is not known here, so it is left out. Write its value.", loader.line, "batch_size", "DataLoader"),
      ),
    );
  for (const name of ["sampler", "batch_sampler", "collate_fn"])
    if ((loader.keywords.get(name) ?? null) !== null)
      report(leftOut(loader.line, message("Line {0}: {1} has no {2} here; it is left out.", loader.line, "DataLoader", name)));
  return {
    ...(typeof batch === "number" && batch >= 1 ? { batch } : {}),
    shuffle: place(2, "shuffle") === true,
    drop_last: loader.keywords.get("drop_last") === true,
  };
}

function kerasBatch(calls: readonly Observed[]): Pick<DataFacts, "batch" | "shuffle"> {
  const fit = calls.find(({ name }) => name === "fit");
  if (fit === undefined) return { shuffle: false };
  const batch = fit.keywords.get("batch_size");
  return { batch: typeof batch === "number" ? batch : 32, shuffle: fit.keywords.get("shuffle") !== false };
}

/** Inputs and targets of a data set. */
function pairOf(script: ReadScript, dataset: Value): readonly Value[] | undefined {
  if (isKind(dataset, "unknown")) {
    const { call } = dataset;
    if (call?.name === "TensorDataset") return call.places;
    const whole =
      call?.name === "random_split" || call?.name === "Subset" || call?.name === "train_test_split" ? call.places[0] : undefined;
    return whole === undefined || whole === dataset ? undefined : pairOf(script, whole);
  }
  const row = script.rowOf(dataset);
  return isKind(row, "list") && row.items.length === 2 ? row.items : undefined;
}

/** Without a loader: what the network is called with, and what the loss compares its answer with. */
function pairOfCalls(calls: readonly Observed[]): readonly Value[] | undefined {
  const fit = calls.find(({ name, places }) => name === "fit" && places.length >= 2);
  if (fit !== undefined) return fit.places;
  const forward = calls.find(({ name, places }) => name === "call" && isFrame(places[0]));
  const loss = calls.find(({ places }) => isFrame(places[1]));
  return forward === undefined || loss === undefined ? undefined : [forward.places[0]!, loss.places[1]!];
}

function isFrame(value: Value | undefined): boolean {
  return framesOf(value).length > 0;
}

function firstTable({ tables }: ReadScript): Frame["source"] | undefined {
  return tables.length === 1 ? tables[0] : undefined;
}

function fileOf(
  { file, keywords, hasNames, line }: Frame["source"],
  isOurs: boolean,
  report: Report,
): Pick<DataFacts, "files" | "header" | "delimiter"> {
  const separator = keywords.get("sep") ?? keywords.get("delimiter");
  const noHeader = hasNames && keywords.has("header") && keywords.get("header") === null;
  for (const name of ["nrows", "names", "index_col", "skipfooter", "thousands", "na_values"])
    // An exported script names the columns where pandas would call them otherwise than is done here.
    if ((keywords.get(name) ?? null) !== null && keywords.get(name) !== false && !(isOurs && name === "names"))
      report(leftOut(line, message("Line {0}: {1} has no {2} here; it is left out.", line, "read_csv", name)));
  const files = isKind(file, "list") ? file.items : [file];
  return {
    files: files.filter((one) => typeof one === "string"),
    ...(noHeader ? { header: false as const } : {}),
    ...(separator === "," || separator === ";" || separator === "\t" || separator === "|" ? { delimiter: separator } : {}),
  };
}

function splitOf(dataset: Value | undefined, features: Frame | undefined, report: Report): SplitCall | undefined {
  const own = isKind(dataset, "unknown") ? dataset.call : features?.split?.call;
  if (own?.name === "train_test_split") return scikitSplit(own, report);
  if (own?.name !== "random_split") return undefined;
  const lengths = own.places[1] ?? own.keywords.get("lengths");
  if (!isKind(lengths, "list") || lengths.items.length > 3) {
    report(
      leftOut(own.line, message("Line {0}: this split is not one into training, validation and test rows, so it is left out.", own.line)),
    );
    return undefined;
  }
  return { call: own, roles: rolesOf(own, lengths.items.length), lengths: lengths.items };
}

/** Named as the parts are, else in the usual order. */
function rolesOf({ names = [] }: Observed, count: number): readonly Role[] {
  const named = names.map((name): Role | undefined =>
    /train|fit/i.test(name) ? "train" : /val|dev|eval/i.test(name) ? "validation" : /test|hold/i.test(name) ? "test" : undefined,
  );
  const isWhole = named.length === count && named.every((role) => role !== undefined) && new Set(named).size === count;
  if (isWhole) return named;
  return count === 2 ? ["train", "test"] : (["train", "validation", "test"] as const).slice(0, count);
}

function scikitSplit(call: Observed, report: Report): SplitCall | undefined {
  const test = call.keywords.get("test_size") ?? null;
  const train = call.keywords.get("train_size") ?? null;
  const part = typeof test === "number" ? test : typeof train === "number" ? 1 - train : 0.25;
  report(
    leftOut(
      call.line,
      message("Line {0}: train_test_split draws other rows than Perceptron does; only the share of rows is taken from it.", call.line),
    ),
  );
  if (part >= 1 || part <= 0) return undefined;
  return { call, roles: ["train", "test"], lengths: [Number((1 - part).toPrecision(12)), part] };
}
