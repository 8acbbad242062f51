// The part of a PyTorch script that says what is trained, as a module: the network, its loss, optimizer and
// scheduler. `python/perceptron_runner.py` runs it, so PyTorch as an engine trains what the exported script
// does.

import type { Experiment } from "../../model/schema.ts";
import { learnsByRow } from "../../model/optimizers.ts";
import { lossModule, networkFunction, optimizerCall, ownModules, schedulerCall } from "./network.ts";
import { around, type Code, lines } from "./python.ts";

/** The module's text. @param inputs values per row that the network gets */
export function writeModule(experiment: Experiment, inputs: number): string {
  const { training } = experiment;
  const sections = [
    ["import torch", "from torch import nn"],
    ...ownModules(experiment),
    networkFunction(experiment, inputs).lines,
    builder("build_loss()", lossModule(training.loss)),
    learnsByRow(training.optimizer) ? learnByRow(experiment) : builder("build_optimizer(network)", optimizerCall(training.optimizer)),
    ...(training.scheduler ? [builder("build_scheduler(optimizer, steps)", schedulerCall(training.scheduler, "steps"))] : []),
  ];
  return `${sections.map((section) => section.join("\n")).join("\n\n\n")}\n`;
}

function builder(head: string, made: Code): string[] {
  return [`def ${head}:`, ...lines(around("return ", made), 1)];
}

function learnByRow({ layers }: Experiment): string[] {
  const hasBias = layers.some((layer) => layer.type === "Linear" && layer.bias);
  return [
    "def learn_by_row(network, inputs, targets, lr):",
    '    """Rosenblatt\'s rule: the answers, each given with the weights as they were."""',
    "    linear = network[0]",
    "    answers = torch.zeros_like(targets)",
    "    with torch.no_grad():",
    "        for row, values in enumerate(inputs):",
    "            answers[row] = network(values)",
    "            step = lr * (targets[row] - answers[row])",
    "            linear.weight += step * values",
    ...(hasBias ? ["            linear.bias += step"] : []),
    "    return answers",
  ];
}
