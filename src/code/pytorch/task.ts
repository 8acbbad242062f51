// What a network's outputs stand for, as Python: the answer of a row, and how many answers are right. The
// meaning is that of `src/training/evaluation/answers.ts`.

import type { DataSummary } from "../../data/types.ts";
import { losses, type LossRecord } from "../../model/losses.ts";
import type { Experiment, Loss } from "../../model/schema.ts";
import { pyFloat } from "./python.ts";

export type Task = "classes" | "binary" | "numbers";

/** What is measured. Probabilities between 0 and 1 as targets are numbers. */
export function taskOf({ training }: Experiment, { columns, preprocessing }: DataSummary): Task {
  const record: LossRecord = losses[training.loss.type];
  if (record.target === "classes" || record.target === "numbers") return record.target;
  const numbers = columns.filter(({ name, kind }) => kind === "number" && preprocessing?.target.columns.includes(name) === true);
  const isCut = preprocessing?.target.classes !== undefined || numbers.every(({ distinct }) => distinct <= 2);
  return record.target === "sign" || isCut ? "binary" : "numbers";
}

/** Whether `outputs` say yes, as a Python expression. */
export function yesExpression(loss: Loss, threshold: number): string {
  const logit = Math.log(threshold) - Math.log1p(-threshold);
  switch (loss.type) {
    case "BCEWithLogitsLoss":
    case "SoftMarginLoss":
      return `outputs >= ${number(logit)}`;
    case "HingeEmbeddingLoss":
      return `outputs <= ${number(loss.margin / 2 - logit)}`;
    default:
      return `outputs >= ${number(threshold)}`;
  }
}

/** The probability of yes, or the number, that `outputs` mean, as a Python expression. */
export function meaningExpression(loss: Loss): string {
  switch (loss.type) {
    case "BCEWithLogitsLoss":
    case "SoftMarginLoss":
      return "torch.sigmoid(outputs)";
    case "PoissonNLLLoss":
      return loss.log_input ? "torch.exp(outputs)" : "outputs";
    default:
      return "outputs";
  }
}

function number(value: number): string {
  return Number.isFinite(value) ? pyFloat(value) : value > 0 ? "math.inf" : "-math.inf";
}

/** `measure(network, loader)`, the metrics of the builder by name. */
export function measureFunction({ training }: Experiment, task: Task): string[] {
  return [
    "def measure(network, loader):",
    '    """What the builder shows beside the loss, of all rows of a loader."""',
    "    network.eval()",
    "    with torch.no_grad():",
    "        pairs = [(network(inputs), targets) for inputs, targets in loader]",
    "    outputs = torch.cat([output for output, _ in pairs])",
    "    targets = torch.cat([target for _, target in pairs])",
    ...measured(training, task),
  ];
}

function measured({ loss, threshold }: Experiment["training"], task: Task): string[] {
  switch (task) {
    case "classes":
      return ["    right = outputs.argmax(dim=1) == targets", '    return {"accuracy": right.double().mean().item()}'];
    case "binary":
      return [`    right = (${yesExpression(loss, threshold)}) == (targets > 0)`, '    return {"accuracy": right.double().mean().item()}'];
    case "numbers":
      return [
        ...(meaningExpression(loss) === "outputs" ? [] : [`    outputs = ${meaningExpression(loss)}`]),
        "    errors = (targets - outputs).double()",
        "    spread = (targets - targets.mean(dim=0)).double()",
        "    r2 = 1 - (errors**2).sum(dim=0) / (spread**2).sum(dim=0)",
        '    return {"r2": r2.mean().item(), "mae": errors.abs().mean().item()}',
      ];
  }
}
