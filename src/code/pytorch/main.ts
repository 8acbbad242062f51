// The main function of a PyTorch script, whose order of random numbers is "The run" of docs/format.md. It
// ends as training here does: at the last epoch, early, or if a loss is no finite number any more, then
// without a test loss.

import type { DataSummary } from "../../data/types.ts";
import { learnsByRow } from "../../model/optimizers.ts";
import type { Experiment, SplitFractions } from "../../model/schema.ts";
import type { DataPlan } from "./data-plan.ts";
import { around, type Bracket, call, comment, lines, pyFloat } from "./python.ts";
import { stepsPerBatch, trainArguments } from "./loop.ts";
import { lossModule, optimizerCall, schedulerCall } from "./network.ts";

type Split = DataSummary["split"];

/** What a script does besides, or otherwise. */
export interface MainExtras {
  /** The weight file beside the script, if there is one. */
  readonly weights?: string | undefined;
  /** Lines before the first random number. */
  readonly start?: readonly string[];
  /** Lines before the first epoch. */
  readonly ready?: readonly string[];
  /** The name of what is trained, if that is not `network` itself. */
  readonly trained?: string;
  /** Lines after an epoch's losses are known. */
  readonly keep?: readonly string[];
  /** A condition under which alone something is printed or written. */
  readonly speaks?: string;
}

/** The function's lines. */
export function mainFunction(experiment: Experiment, plan: DataPlan, split: Split, extras: MainExtras = {}): string[] {
  return [
    "def main():",
    "    options = parse_options()",
    "    every = options.every or max(1, options.epochs // 20)",
    "    # With one thread, sums are added in the same order on every machine.",
    "    torch.set_num_threads(options.threads)",
    ...(extras.weights === undefined
      ? []
      : ["    if options.predict:", "        predict(*options.predict, options.weights, options.device)", "        return"]),
    ...(extras.start ?? []),
    "",
    ...runLines(experiment, plan, split, extras),
  ];
}

/** The run itself, within a function that knows `options` and `every`. */
export function runLines(experiment: Experiment, plan: DataPlan, split: Split, extras: MainExtras = {}): string[] {
  return [
    ...setUp(experiment, plan, split),
    ...(extras.ready ?? []),
    ...(experiment.training.early_stopping
      ? ["    best_loss, best_epoch = math.inf, 0", "    best_weights = copy.deepcopy(network.state_dict())"]
      : []),
    "",
    "    for epoch in range(1, options.epochs + 1):",
    ...epoch(experiment, split, extras),
    ...end(experiment, split, extras),
  ];
}

/** Data, network and what trains it. */
function setUp(experiment: Experiment, plan: DataPlan, split: Split): string[] {
  const { training } = experiment;
  return [
    ...dataLines(experiment, plan, split),
    "    network = build_network()",
    ...setsOf(split).flatMap((set) => lines(around(`${set}_loader = `, loaderCall(experiment, set)), 1)),
    ...lines(around("loss_function = ", lossModule(training.loss)), 1),
    "    # The whole table lies where the network does.",
    "    dataset.inputs = dataset.inputs.to(options.device)",
    "    dataset.targets = dataset.targets.to(options.device)",
    "    network.to(options.device)",
    "    loss_function.to(options.device)",
    ...(learnsByRow(training.optimizer) ? [] : lines(around("optimizer = ", optimizerCall(training.optimizer)), 1)),
    ...(training.scheduler
      ? lines(around("scheduler = ", schedulerCall(training.scheduler, "max(1, options.epochs * len(train_loader))")), 1)
      : []),
  ];
}

/**
 * The seed, the table and its split, in the order in which random numbers are drawn.
 * @param owner of the options: `options`, or `self` within a class
 */
export function dataLines({ data }: Experiment, plan: DataPlan, split: Split, depth = 1, owner = "options"): string[] {
  const { sets, fractions } = splits(data.split, split);
  const about = "All random numbers come from one generator, in this order: the split, the first weights, then the batches of each epoch.";
  return [
    ...comment(about, depth),
    ...lines(`torch.manual_seed(${owner}.seed)`, depth),
    ...lines(`dataset = TableDataset(${owner}.csv)`, depth),
    ...lines(call(`${sets} = random_split`, "dataset", `[${fractions.join(", ")}]`), depth),
    ...(plan.fitted ? lines("dataset.encode(train_set.indices)", depth) : []),
  ];
}

/** A DataLoader of a set, as a call. */
export function loaderCall({ training }: Experiment, set: "train" | "validation" | "test", variable = `${set}_set`): Bracket {
  const isTraining = set === "train";
  return call(
    "DataLoader",
    variable,
    `batch_size=${batchSize(training.batch_size, variable)}`,
    ...(isTraining && training.shuffle ? ["shuffle=True"] : []),
    ...(isTraining && training.drop_last ? ["drop_last=True"] : []),
  );
}

/** The sets that have rows, in order. */
export function setsOf(split: Split): readonly ("train" | "validation" | "test")[] {
  return (["train", "validation", "test"] as const).filter((set) => set === "train" || split[set] > 0);
}

/** Rows of a batch for which PyTorch may make a list without being asked. */
const LISTED = 2 ** 20;

/** A batch that is larger than its set is as good with one row more, which leaves it not full. */
function batchSize(size: number, set: string): string {
  return size <= LISTED ? String(size) : `min(${size}, len(${set}) + 1)`;
}

function epoch(experiment: Experiment, split: Split, { trained = "network", keep = [], speaks }: MainExtras): string[] {
  const { training } = experiment;
  const validates = split.validation > 0;
  const watchedLoss = validates ? "validation_loss" : "train_loss";
  const stopping = training.early_stopping;
  const isLast = "epoch == options.epochs";
  return [
    ...lines(call("train_loss = train", trained, ...trainArguments(experiment).slice(1)), 2),
    ...(validates ? ["        validation_loss = evaluate(network, validation_loader, loss_function)"] : []),
    `        if not math.isfinite(${validates ? "train_loss + validation_loss" : "train_loss"}):`,
    '            raise SystemExit(f"Diverged: no finite loss in epoch {epoch}.")',
    ...keep,
    ...(training.scheduler && !stepsPerBatch(training)
      ? [`        scheduler.step(${training.scheduler.type === "ReduceLROnPlateau" ? watchedLoss : ""})`]
      : []),
    ...(stopping
      ? [
          `        if ${watchedLoss} < best_loss${stopping.min_delta > 0 ? ` - ${pyFloat(stopping.min_delta)}` : ""}:`,
          `            best_loss, best_epoch = ${watchedLoss}, epoch`,
          "            best_weights = copy.deepcopy(network.state_dict())",
          `        is_last = ${isLast} or epoch - best_epoch >= ${stopping.patience}`,
        ]
      : []),
    speaks === undefined
      ? `        if epoch % every == 0 or ${stopping ? "is_last" : isLast}:`
      : `        if ${speaks} and (epoch % every == 0 or ${stopping ? "is_last" : isLast}):`,
    ...(validates
      ? [
          "            print(",
          '                f"epoch {epoch} train_loss {train_loss:.7g}"',
          '                f" validation_loss {validation_loss:.7g}"',
          "            )",
        ]
      : ['            print(f"epoch {epoch} train_loss {train_loss:.7g}")']),
    ...(stopping ? ["        if is_last:", "            break"] : []),
  ];
}

function end({ training }: Experiment, split: Split, { speaks }: MainExtras): string[] {
  const best = training.early_stopping
    ? ["    # Stopped or not, the network ends as it was after its best epoch.", "    network.load_state_dict(best_weights)"]
    : [];
  const print = '    print(f"test_loss {test_loss:.7g}")';
  const measured = setsOf(split).at(-1)!;
  return [
    "",
    ...best,
    ...(split.test > 0 ? ["    test_loss = evaluate(network, test_loader, loss_function)"] : []),
    // What is printed and written comes from one process alone.
    ...(speaks === undefined ? [] : [`    if not (${speaks}):`, "        return"]),
    ...(split.test > 0 ? [print] : []),
    "    if options.metrics:",
    `        for name, value in measure(network, ${measured}_loader).items():`,
    `            print(f"${measured}_{name} {value:.7g}")`,
    "    if options.save:",
    "        torch.save(network.state_dict(), options.save)",
  ];
}

/**
 * The names of the three sets and their fractions. A set that was not asked for is left out; one that is
 * asked for but gets no row of this CSV stays, because the sizes of the others depend on it.
 */
function splits(fractions: SplitFractions, rows: Split): { readonly sets: string; readonly fractions: readonly string[] } {
  const exceeds = fractions.train + fractions.validation + fractions.test > 1;
  const test = exceeds ? `1 - ${pyFloat(fractions.train)} - ${pyFloat(fractions.validation)}` : pyFloat(fractions.test);
  const parts = [
    { set: "train_set", fraction: pyFloat(fractions.train), kept: true },
    {
      set: rows.validation > 0 ? "validation_set" : "_",
      fraction: pyFloat(fractions.validation),
      kept: fractions.validation > 0 || rows.validation > 0,
    },
    { set: rows.test > 0 ? "test_set" : "_", fraction: test, kept: fractions.test > 0 || rows.test > 0 },
  ].filter(({ kept }) => kept);
  const sets = parts.map(({ set }) => set).join(", ");
  return { sets: parts.length === 1 ? `[${sets}]` : sets, fractions: parts.map(({ fraction }) => fraction) };
}
