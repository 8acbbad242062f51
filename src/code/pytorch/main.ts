// The main function of a PyTorch script, whose order of random numbers is "The run" of docs/format.md. It
// ends as training here does: at the last epoch, early, or if a loss is no finite number any more, then
// without a test loss.

import type { DataSummary } from "../../data/types.ts";
import { learnsByRow } from "../../model/optimizers.ts";
import type { Experiment, SplitFractions } from "../../model/schema.ts";
import type { DataPlan } from "./data-plan.ts";
import { around, type Bracket, call, type Code, comment, lines, pyFloat } from "./python.ts";
import { stepsPerBatch, trainArguments } from "./loop.ts";
import { lossModule, optimizerCall, schedulerCall } from "./network.ts";

type Split = DataSummary["split"];

/** What a run is told from outside, as Python: options of the command line, or variables. */
export interface RunNames {
  readonly epochs: string;
  readonly csv: string;
  readonly seed: string;
  readonly device: string;
  readonly every: string;
  /** The exception that ends a run whose loss is no number. */
  readonly failure: string;
}

const optionNames: RunNames = {
  epochs: "options.epochs",
  csv: "options.csv",
  seed: "options.seed",
  device: "options.device",
  every: "every",
  failure: "SystemExit",
};

/** What a script does besides, or otherwise. */
export interface MainExtras {
  /** The weight file beside the script, if there is one. */
  readonly weights?: string | undefined;
  /** Lines before the first random number. */
  readonly start?: readonly string[];
  /** The names of what it is told, where they are not those of its options. */
  readonly names?: Partial<RunNames>;
  /** Lines before the first epoch. */
  readonly ready?: readonly string[];
  /** The name of what is trained, if that is not `network` itself. */
  readonly trained?: string;
  /** Lines after an epoch's losses are known. */
  readonly keep?: readonly string[];
  /** Whether metrics are printed and weights written only if an option asks for it. */
  readonly asksForMetrics?: boolean;
  /** A condition under which alone something is printed or written. */
  readonly speaks?: { readonly if: string; readonly unless: string };
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

/** Lines of Python, each at a depth below the run's own. */
type Line = readonly [depth: number, code: Code];

/**
 * The run itself.
 * @param depth 1 within a function, 0 in a notebook's cell
 */
export function runLines(experiment: Experiment, plan: DataPlan, split: Split, extras: MainExtras = {}, depth = 1): string[] {
  const names = { ...optionNames, ...extras.names };
  const written = (part: readonly Line[]): string[] => part.flatMap(([own, code]) => lines(code, depth + own));
  const stopping: readonly Line[] = [
    [0, "best_loss, best_epoch = math.inf, 0"],
    [0, "best_weights = copy.deepcopy(network.state_dict())"],
  ];
  return [
    ...dataLines(experiment, plan, split, names, depth),
    ...written(setUp(experiment, split, names)),
    ...(extras.ready ?? []),
    ...(experiment.training.early_stopping ? written(stopping) : []),
    "",
    ...written([[0, `for epoch in range(1, ${names.epochs} + 1):`], ...epochStart(experiment, split, names, extras)]),
    ...(extras.keep ?? []),
    ...written(epochEnd(experiment, split, names, extras)),
    "",
    ...written(end(experiment, split, extras)),
  ];
}

/** The network and what trains it. */
function setUp({ training, ...experiment }: Experiment, split: Split, { device, epochs }: RunNames): Line[] {
  const steps = `max(1, ${epochs} * len(train_loader))`;
  return [
    [0, "network = build_network()"],
    ...setsOf(split).map((set): Line => [0, around(`${set}_loader = `, loaderCall({ ...experiment, training }, set))]),
    [0, around("loss_function = ", lossModule(training.loss))],
    [0, "# The whole table lies where the network does."],
    [0, `dataset.inputs = dataset.inputs.to(${device})`],
    [0, `dataset.targets = dataset.targets.to(${device})`],
    [0, `network.to(${device})`],
    [0, `loss_function.to(${device})`],
    ...(learnsByRow(training.optimizer) ? [] : [[0, around("optimizer = ", optimizerCall(training.optimizer))] as const]),
    ...(training.scheduler ? [[0, around("scheduler = ", schedulerCall(training.scheduler, steps))] as const] : []),
  ];
}

/** The seed, the table and its split, in the order in which random numbers are drawn. */
export function dataLines(
  { data }: Experiment,
  plan: DataPlan,
  split: Split,
  { seed, csv }: Pick<RunNames, "seed" | "csv">,
  depth: number,
): string[] {
  const { sets, fractions } = splits(data.split, split);
  const about = "All random numbers come from one generator, in this order: the split, the first weights, then the batches of each epoch.";
  return [
    ...comment(about, depth),
    ...lines(`torch.manual_seed(${seed})`, depth),
    ...lines(`dataset = TableDataset(${csv})`, depth),
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

/** Up to where an epoch's losses are known. */
function epochStart(experiment: Experiment, split: Split, { failure }: RunNames, { trained = "network" }: MainExtras): Line[] {
  const validates = split.validation > 0;
  const losses = validates ? "train_loss + validation_loss" : "train_loss";
  return [
    [1, call("train_loss = train", trained, ...trainArguments(experiment).slice(1))],
    ...(validates ? [[1, "validation_loss = evaluate(network, validation_loader, loss_function)"] as const] : []),
    [1, `if not math.isfinite(${losses}):`],
    [2, `raise ${failure}(f"Diverged: no finite loss in epoch {epoch}.")`],
  ];
}

function epochEnd({ training }: Experiment, split: Split, { epochs, every }: RunNames, { speaks }: MainExtras): Line[] {
  const validates = split.validation > 0;
  const watched = validates ? "validation_loss" : "train_loss";
  const { scheduler, early_stopping: stopping } = training;
  const isLast = stopping ? "is_last" : `epoch == ${epochs}`;
  const isShown = `epoch % ${every} == 0 or ${isLast}`;
  const delta = stopping && stopping.min_delta > 0 ? ` - ${pyFloat(stopping.min_delta)}` : "";
  const shown: readonly Line[] = validates
    ? [
        [2, "print("],
        [3, 'f"epoch {epoch} train_loss {train_loss:.7g}"'],
        [3, 'f" validation_loss {validation_loss:.7g}"'],
        [2, ")"],
      ]
    : [[2, 'print(f"epoch {epoch} train_loss {train_loss:.7g}")']];
  return [
    ...(scheduler && !stepsPerBatch(training)
      ? [[1, `scheduler.step(${scheduler.type === "ReduceLROnPlateau" ? watched : ""})`] as const]
      : []),
    ...(stopping
      ? ([
          [1, `if ${watched} < best_loss${delta}:`],
          [2, `best_loss, best_epoch = ${watched}, epoch`],
          [2, "best_weights = copy.deepcopy(network.state_dict())"],
          [1, `is_last = epoch == ${epochs} or epoch - best_epoch >= ${stopping.patience}`],
        ] as const)
      : []),
    [1, speaks === undefined ? `if ${isShown}:` : `if ${speaks.if} and (${isShown}):`],
    ...shown,
    ...(stopping
      ? ([
          [1, "if is_last:"],
          [2, "break"],
        ] as const)
      : []),
  ];
}

function end({ training }: Experiment, split: Split, { speaks, asksForMetrics = true }: MainExtras): Line[] {
  const measured = setsOf(split).at(-1)!;
  const hasTest = split.test > 0;
  const metrics: readonly Line[] = [
    [0, `for name, value in measure(network, ${measured}_loader).items():`],
    [1, `print(f"${measured}_{name} {value:.7g}")`],
  ];
  return [
    ...(training.early_stopping
      ? ([
          [0, "# Stopped or not, the network ends as it was after its best epoch."],
          [0, "network.load_state_dict(best_weights)"],
        ] as const)
      : []),
    ...(hasTest ? [[0, "test_loss = evaluate(network, test_loader, loss_function)"] as const] : []),
    // What is printed and written comes from one process alone.
    ...(speaks === undefined
      ? []
      : ([
          [0, `if ${speaks.unless}:`],
          [1, "return"],
        ] as const)),
    ...(hasTest ? [[0, 'print(f"test_loss {test_loss:.7g}")'] as const] : []),
    ...(asksForMetrics
      ? ([
          [0, "if options.metrics:"],
          ...metrics.map(([depth, code]) => [depth + 1, code] as const),
          [0, "if options.save:"],
          [1, "torch.save(network.state_dict(), options.save)"],
        ] as const)
      : metrics),
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
      set: rows.validation > 0 ? "validation_set" : "_validation_set",
      fraction: pyFloat(fractions.validation),
      kept: fractions.validation > 0 || rows.validation > 0,
    },
    { set: rows.test > 0 ? "test_set" : "_test_set", fraction: test, kept: fractions.test > 0 || rows.test > 0 },
  ].filter(({ kept }) => kept);
  const sets = parts.map(({ set }) => set).join(", ");
  return { sets: parts.length === 1 ? `[${sets}]` : sets, fractions: parts.map(({ fraction }) => fraction) };
}
