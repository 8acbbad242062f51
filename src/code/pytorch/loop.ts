// The parts of a PyTorch script that its main function calls: one epoch of training, evaluation, and the
// options.

import type { DataSummary } from "../../data/types.ts";
import { learnsByRow } from "../../model/optimizers.ts";
import type { Experiment } from "../../model/schema.ts";
import { type SchedulerRecord, schedulers } from "../../model/schedulers.ts";
import type { DataPlan } from "./data-plan.ts";
import { call, lines, pyFloat } from "./python.ts";

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

/** What the train function is given; a scheduler only if it steps after every batch. */
export function trainArguments(experiment: Experiment): string[] {
  const { training } = experiment;
  // PyTorch has no optimizer of Rosenblatt's rule.
  if (learnsByRow(training.optimizer)) return ["network", "train_loader", "loss_function"];
  return ["network", "train_loader", "loss_function", "optimizer", ...(stepsPerBatch(training) ? ["scheduler"] : [])];
}

/** Whether the scheduler steps after every batch rather than after every epoch. */
export function stepsPerBatch({ scheduler }: Experiment["training"]): boolean {
  if (scheduler === undefined) return false;
  const record: SchedulerRecord = schedulers[scheduler.type];
  return record.perBatch;
}

/** The functions that main calls, as one list of lines per function. */
export function loopFunctions(experiment: Experiment, split: DataSummary["split"]): string[][] {
  const evaluates = split.validation > 0 || split.test > 0;
  return [
    learnsByRow(experiment.training.optimizer) ? trainByRow(experiment) : train(experiment),
    ...(evaluates ? [EVALUATE.trim().split("\n")] : []),
  ];
}

function train(experiment: Experiment): string[] {
  const { training } = experiment;
  const { clip_grad_norm: norm } = training;
  const parameters = trainArguments(experiment).map((name) => (name === "train_loader" ? "loader" : name));
  return [
    `def train(${parameters.join(", ")}):`,
    '    """One pass over the training rows; returns their mean loss."""',
    "    network.train()",
    "    total, rows = 0.0, 0",
    "    for inputs, targets in loader:",
    "        loss = loss_function(network(inputs), targets)",
    "        optimizer.zero_grad()",
    "        loss.backward()",
    ...(norm === undefined ? [] : lines(call("nn.utils.clip_grad_norm_", "network.parameters()", pyFloat(norm)), 2)),
    "        optimizer.step()",
    ...(stepsPerBatch(training) ? ["        scheduler.step()"] : []),
    "        total += loss.item() * len(inputs)",
    "        rows += len(inputs)",
    "    return total / rows",
  ];
}

function trainByRow({ layers, training }: Experiment): string[] {
  const hasBias = layers.some((layer) => layer.type === "Linear" && layer.bias);
  return [
    "def train(network, loader, loss_function):",
    '    """One pass by Rosenblatt\'s rule: a wrong answer moves the weights.',
    "",
    "    Returns the mean loss; each answer is given with the weights as they were.",
    '    """',
    "    network.train()",
    "    linear = network[0]",
    "    total, rows = 0.0, 0",
    "    with torch.no_grad():",
    "        for inputs, targets in loader:",
    "            answers = torch.zeros_like(targets)",
    "            for row, values in enumerate(inputs):",
    "                answers[row] = network(values)",
    `                step = ${pyFloat(training.optimizer.lr)} * (targets[row] - answers[row])`,
    "                linear.weight += step * values",
    ...(hasBias ? ["                linear.bias += step"] : []),
    "            total += loss_function(answers, targets).item() * len(inputs)",
    "            rows += len(inputs)",
    "    return total / rows",
  ];
}

export interface OptionExtras {
  /** The weight file beside the script, if there is one. */
  readonly weights?: string | undefined;
  /** Whether the script finds out by itself where it computes. */
  readonly ownDevice?: boolean;
}

/** The function that reads the options. */
export function optionsFunction(
  { training }: Experiment,
  { files }: DataPlan,
  { weights, ownDevice = false }: OptionExtras = {},
): string[] {
  const several = files.length > 1 ? ', nargs="+"' : "";
  return [
    "def parse_options():",
    "    parser = argparse.ArgumentParser(description=__doc__)",
    `    parser.add_argument("--epochs", type=int, default=${training.epochs}, metavar="N")`,
    `    parser.add_argument("--csv"${several}, default=CSV, metavar="FILE")`,
    ...lines(call("parser.add_argument", '"--every"', "type=int", 'metavar="N"', 'help="print every N-th epoch"'), 1),
    '    parser.add_argument("--threads", type=int, default=1, metavar="N")',
    `    parser.add_argument("--seed", type=int, default=${training.seed}, metavar="N")`,
    ...(ownDevice ? [] : ['    parser.add_argument("--device", default="cpu", help="as cuda or mps")']),
    ...lines(call("parser.add_argument", '"--metrics"', 'action="store_true"', 'help="print them at the end"'), 1),
    ...lines(call("parser.add_argument", '"--save"', 'metavar="FILE"', 'help="write the weights with torch.save"'), 1),
    ...(weights === undefined
      ? []
      : [
          ...lines(
            call("parser.add_argument", '"--predict"', "nargs=2", 'metavar=("IN.csv", "OUT.csv")', 'help="answer without training"'),
            1,
          ),
          ...lines(call("parser.add_argument", '"--weights"', "default=WEIGHTS", 'metavar="FILE"'), 1),
        ]),
    "    return parser.parse_args()",
  ];
}
