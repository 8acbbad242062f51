// What PyTorch's constructors refuse although each value alone is allowed: pairs in the wrong order, schedulers and optimizers that do not go together.

import type { ResolvedLayer } from "./layers.ts";
import { message, type Message } from "./message.ts";
import { optimizers, type OptimizerRecord } from "./optimizers.ts";
import type { JsonPath, Problem } from "./problem.ts";
import type { Experiment, Optimizer, Scheduler } from "./schema.ts";

/** Problems of a layer's own parameters. */
export function checkParameters(layer: ResolvedLayer, index: number): Problem[] {
  const name = `${layer.type} ${index + 1}`;
  const path: JsonPath = ["layers", index];
  if (layer.type === "Hardtanh" && layer.min_val >= layer.max_val)
    return [error("order", [...path, "max_val"], message("{0} needs a max_val above its min_val. Raise max_val or lower min_val.", name))];
  if (layer.type === "RReLU" && layer.lower > layer.upper)
    return [error("order", [...path, "upper"], message("{0} needs an upper of at least its lower. Raise upper or lower lower.", name))];
  if (layer.type === "GLU" && (layer.dim === 0 || layer.dim === -2))
    return [error("glu-rows", [...path, "dim"], message("{0} would halve the rows of the batch. Set dim to -1.", name))];
  if (layer.type === "CELU" && layer.alpha === 0)
    return [error("alpha-zero", [...path, "alpha"], message("{0} cannot divide by an alpha of 0. Give it another.", name))];
  return [];
}

/** Problems of optimizer, scheduler and loss settings. */
export function checkSettings({ training }: Experiment): Problem[] {
  const { optimizer, scheduler } = training;
  return [...checkOptimizer(optimizer), ...(scheduler ? checkScheduler(scheduler, optimizer) : [])];
}

function checkOptimizer(optimizer: Optimizer): Problem[] {
  const path: JsonPath = ["training", "optimizer"];
  if (optimizer.type === "SGD" && optimizer.nesterov && (optimizer.momentum <= 0 || optimizer.dampening !== 0)) {
    const sentence = message("Nesterov needs a momentum above 0 and a dampening of 0. Change them, or set nesterov to false.");
    return [error("nesterov", [...path, "nesterov"], sentence)];
  }
  if ("betas" in optimizer && optimizer.betas.some((beta) => beta >= 1)) {
    const sentence = message("The betas of {0} must be below 1. Use 0.9 and 0.999.", optimizer.type);
    return [error("betas", [...path, "betas"], sentence)];
  }
  if (optimizer.type === "Rprop") {
    const [shrink, grow] = optimizer.etas;
    const [shortest, longest] = optimizer.step_sizes;
    if (!(shrink > 0 && shrink < 1 && grow > 1))
      return [error("etas", [...path, "etas"], message("The etas of Rprop must lie below and above 1. Use 0.5 and 1.2."))];
    if (shortest > longest)
      return [error("order", [...path, "step_sizes"], message("The shortest step of Rprop is longer than the longest. Swap step_sizes."))];
  }
  return [];
}

function checkScheduler(scheduler: Scheduler, optimizer: Optimizer): Problem[] {
  const path: JsonPath = ["training", "scheduler"];
  switch (scheduler.type) {
    case "LinearLR":
      if (scheduler.start_factor > 0) return [];
      return [error("factor", [...path, "start_factor"], message("{0} must be greater than 0.", "start_factor"))];
    case "ReduceLROnPlateau":
      if (scheduler.factor < 1) return [];
      return [error("factor", [...path, "factor"], message("{0} must be less than 1.", "factor"))];
    case "OneCycleLR":
    case "CyclicLR": {
      const record: OptimizerRecord = optimizers[optimizer.type];
      // CyclicLR looks for momentum only, OneCycleLR for Adam's betas as well.
      const fits = "momentum" in record.parameters || (scheduler.type === "OneCycleLR" && "betas" in record.parameters);
      if (!scheduler.cycle_momentum || fits) return [];
      const sentence = message(
        "{0} moves the momentum, which {1} does not have. Set cycle_momentum to false, or use SGD.",
        scheduler.type,
        optimizer.type,
      );
      return [error("cycle-momentum", [...path, "cycle_momentum"], sentence)];
    }
    default:
      return [];
  }
}

function error(code: string, path: JsonPath, sentence: Message): Problem {
  return { severity: "error", code, path, message: sentence };
}
