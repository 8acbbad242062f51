// The main function of a PyTorch script, whose order of random numbers is "The run" of docs/format.md. It
// ends as training here does: at the last epoch, early, or if a loss is no finite number any more, then
// without a test loss.

import type { DataSummary } from "../../data/types.ts";
import { learnsByRow } from "../../model/optimizers.ts";
import type { Experiment, SplitFractions } from "../../model/schema.ts";
import type { DataPlan } from "./data-plan.ts";
import { around, call, lines, pyFloat } from "./python.ts";
import { stepsPerBatch, trainArguments } from "./loop.ts";
import { lossModule, optimizerCall, schedulerCall } from "./network.ts";

type Split = DataSummary["split"];

/** The function's lines. */
export function mainFunction(experiment: Experiment, plan: DataPlan, split: Split): string[] {
  return [
    "def main():",
    "    options = parse_options()",
    "    every = options.every or max(1, options.epochs // 20)",
    "    # With one thread, sums are added in the same order on every machine.",
    "    torch.set_num_threads(options.threads)",
    "",
    ...setUp(experiment, plan, split),
    ...(experiment.training.early_stopping
      ? ["    best_loss, best_epoch = math.inf, 0", "    best_weights = copy.deepcopy(network.state_dict())"]
      : []),
    "",
    "    for epoch in range(1, options.epochs + 1):",
    ...epoch(experiment, split),
    ...end(experiment, split),
  ];
}

/** Data, network and what trains it. */
function setUp(experiment: Experiment, plan: DataPlan, split: Split): string[] {
  const { data, training } = experiment;
  const { sets, fractions } = splits(data.split, split);
  const batch = (set: string): string => `batch_size=${batchSize(training.batch_size, set)}`;
  const loader = call(
    "train_loader = DataLoader",
    "train_set",
    batch("train_set"),
    ...(training.shuffle ? ["shuffle=True"] : []),
    ...(training.drop_last ? ["drop_last=True"] : []),
  );
  return [
    "    # All random numbers come from one generator, in this order: the split, the",
    "    # first weights, then the batches of each epoch.",
    `    torch.manual_seed(${training.seed})`,
    "    dataset = TableDataset(options.csv)",
    ...lines(call(`${sets} = random_split`, "dataset", `[${fractions.join(", ")}]`), 1),
    ...(plan.fitted ? ["    dataset.encode(train_set.indices)"] : []),
    "    network = build_network()",
    ...lines(loader, 1),
    ...(split.validation > 0 ? lines(call("validation_loader = DataLoader", "validation_set", batch("validation_set")), 1) : []),
    ...(split.test > 0 ? lines(call("test_loader = DataLoader", "test_set", batch("test_set")), 1) : []),
    ...lines(around("loss_function = ", lossModule(training.loss)), 1),
    ...(learnsByRow(training.optimizer) ? [] : lines(around("optimizer = ", optimizerCall(training.optimizer)), 1)),
    ...(training.scheduler
      ? lines(around("scheduler = ", schedulerCall(training.scheduler, "max(1, options.epochs * len(train_loader))")), 1)
      : []),
  ];
}

/** Rows of a batch for which PyTorch may make a list without being asked. */
const LISTED = 2 ** 20;

/** A batch that is larger than its set is as good with one row more, which leaves it not full. */
function batchSize(size: number, set: string): string {
  return size <= LISTED ? String(size) : `min(${size}, len(${set}) + 1)`;
}

function epoch(experiment: Experiment, split: Split): string[] {
  const { training } = experiment;
  const validates = split.validation > 0;
  const watchedLoss = validates ? "validation_loss" : "train_loss";
  const stopping = training.early_stopping;
  const isLast = "epoch == options.epochs";
  return [
    ...lines(call("train_loss = train", ...trainArguments(experiment)), 2),
    ...(validates ? ["        validation_loss = evaluate(network, validation_loader, loss_function)"] : []),
    `        if not math.isfinite(${validates ? "train_loss + validation_loss" : "train_loss"}):`,
    '            raise SystemExit(f"Diverged: no finite loss in epoch {epoch}.")',
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
    `        if epoch % every == 0 or ${stopping ? "is_last" : isLast}:`,
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

function end({ training }: Experiment, split: Split): string[] {
  const best = training.early_stopping
    ? ["    # Stopped or not, the network ends as it was after its best epoch.", "    network.load_state_dict(best_weights)"]
    : [];
  const test =
    split.test > 0 ? ["    test_loss = evaluate(network, test_loader, loss_function)", '    print(f"test_loss {test_loss:.7g}")'] : [];
  return best.length + test.length > 0 ? ["", ...best, ...test] : [];
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
