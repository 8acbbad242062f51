// The part of a PyTorch script that runs: options, one epoch of training, evaluation, and the main function, whose order of
// random numbers is "The run" of docs/format.md.

import type { DataSummary } from "../data/types.ts";
import type { Experiment, SplitFractions } from "../model/schema.ts";
import type { DataPlan } from "./plan.ts";
import { around, call, lines, pyFloat } from "./python.ts";
import { lossModule, optimizerCall } from "./pytorch-network.ts";

type Split = DataSummary["split"];

const TRAIN = `
def train(network, loader, loss_function, optimizer):
    """One pass over the training rows; returns their mean loss."""
    network.train()
    total, rows = 0.0, 0
    for inputs, targets in loader:
        loss = loss_function(network(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(inputs)
        rows += len(inputs)
    return total / rows`;

const EVALUATE = `
def evaluate(network, loader, loss_function):
    """One pass without learning; returns the mean loss of the rows."""
    network.eval()
    total, rows = 0.0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            loss = loss_function(network(inputs), targets)
            total += loss.item() * len(inputs)
            rows += len(inputs)
    return total / rows`;

/** The functions of the loop, as one list of lines per function. */
export function loopFunctions(experiment: Experiment, plan: DataPlan, split: Split): string[][] {
  const evaluates = split.validation > 0 || split.test > 0;
  return [
    TRAIN.trim().split("\n"),
    ...(evaluates ? [EVALUATE.trim().split("\n")] : []),
    options(experiment, plan),
    main(experiment, plan, split),
  ];
}

function options({ training }: Experiment, { files }: DataPlan): string[] {
  const several = files.length > 1 ? ', nargs="+"' : "";
  return [
    "def parse_options():",
    "    parser = argparse.ArgumentParser(description=__doc__)",
    `    parser.add_argument("--epochs", type=int, default=${training.epochs}, metavar="N")`,
    `    parser.add_argument("--csv"${several}, default=CSV, metavar="FILE")`,
    ...lines(call("parser.add_argument", '"--every"', "type=int", 'metavar="N"', 'help="print every N-th epoch"'), 1),
    '    parser.add_argument("--threads", type=int, default=1, metavar="N")',
    "    return parser.parse_args()",
  ];
}

function main({ data, training }: Experiment, plan: DataPlan, split: Split): string[] {
  const { sets, fractions } = splits(data.split, split);
  const validates = split.validation > 0;
  const batch = `batch_size=${training.batch_size}`;
  return [
    "def main():",
    "    options = parse_options()",
    "    every = options.every or max(1, options.epochs // 20)",
    "    # With one thread, sums are added in the same order on every machine.",
    "    torch.set_num_threads(options.threads)",
    "",
    "    # All random numbers come from one generator, in this order: the split, the",
    "    # first weights, then the batches of each epoch.",
    `    torch.manual_seed(${training.seed})`,
    "    dataset = TableDataset(options.csv)",
    ...lines(call(`${sets} = random_split`, "dataset", `[${fractions.join(", ")}]`), 1),
    ...(plan.fitted ? ["    dataset.encode(train_set.indices)"] : []),
    "    network = build_network()",
    ...lines(
      call(
        "train_loader = DataLoader",
        "train_set",
        batch,
        ...(training.shuffle ? ["shuffle=True"] : []),
        ...(training.drop_last ? ["drop_last=True"] : []),
      ),
      1,
    ),
    ...(validates ? [`    validation_loader = DataLoader(validation_set, ${batch})`] : []),
    ...(split.test > 0 ? [`    test_loader = DataLoader(test_set, ${batch})`] : []),
    ...lines(around("loss_function = ", lossModule(training.loss)), 1),
    ...lines(around("optimizer = ", optimizerCall(training.optimizer)), 1),
    "",
    "    for epoch in range(1, options.epochs + 1):",
    "        train_loss = train(network, train_loader, loss_function, optimizer)",
    ...(validates ? ["        validation_loss = evaluate(network, validation_loader, loss_function)"] : []),
    "        if epoch % every == 0 or epoch == options.epochs:",
    ...(validates
      ? [
          "            print(",
          '                f"epoch {epoch} train_loss {train_loss:.7g}"',
          '                f" validation_loss {validation_loss:.7g}"',
          "            )",
        ]
      : ['            print(f"epoch {epoch} train_loss {train_loss:.7g}")']),
    ...(split.test > 0
      ? ["", "    test_loss = evaluate(network, test_loader, loss_function)", '    print(f"test_loss {test_loss:.7g}")']
      : []),
  ];
}

/**
 * The names of the three sets and their fractions. A set that was not asked for is left out; one that is asked for but gets no row of
 * this CSV stays, because the sizes of the others depend on it.
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
