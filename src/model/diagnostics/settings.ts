// The training settings: what PyTorch's optimizers and schedulers refuse, and a learning rate that is far
// from what is usual.

import { fix, set, setFix } from "../fix.ts";
import { message } from "../message.ts";
import { type OptimizerRecord, optimizers } from "../optimizers.ts";
import type { Problem } from "../problem.ts";
import type { JsonPath } from "../json.ts";
import { type Checked, problem } from "./rule.ts";

/** If less than this is left for training, the usual shares are the better answer. */
const LEAST_TRAINING = 0.5;

export function checkSplit({ experiment: { data } }: Checked): Problem[] {
  const { train, validation, test } = data.split;
  const sum = train + validation + test;
  if (Math.abs(sum - 1) <= 1e-9) return [];
  const sentence = message("The fractions of the split sum to {0}. Change them so that they sum to 1.", Number(sum.toPrecision(6)));
  const path = ["data", "split"];
  const rest = Number((1 - validation - test).toPrecision(12));
  const usual = { train: 0.8, validation: 0.1, test: 0.1 };
  // Most rows are for training: a rest that is small is no share anybody meant.
  const fixes =
    rest >= LEAST_TRAINING
      ? [setFix([...path, "train"], rest)]
      : [fix(message("Set {0} to {1}", "split", "0.8 / 0.1 / 0.1"), set(path, usual))];
  return [problem("error", "split-sum", path, sentence, fixes)];
}

export function checkOptimizer({ experiment: { training } }: Checked): Problem[] {
  const { optimizer } = training;
  const path: JsonPath = ["training", "optimizer"];
  if (optimizer.type === "SGD" && optimizer.nesterov && (optimizer.momentum <= 0 || optimizer.dampening !== 0)) {
    const sentence = message("Nesterov needs a momentum above 0 and a dampening of 0. Change them, or set nesterov to false.");
    const momentum = setFix([...path, "momentum"], optimizer.momentum > 0 ? optimizer.momentum : 0.9, set([...path, "dampening"], 0));
    return [problem("error", "nesterov", [...path, "nesterov"], sentence, [setFix([...path, "nesterov"], false), momentum])];
  }
  if ("betas" in optimizer && optimizer.betas.some((beta) => beta >= 1)) {
    const sentence = message("The betas of {0} must be below 1. Use 0.9 and 0.999.", optimizer.type);
    return [problem("error", "betas", [...path, "betas"], sentence, [setFix([...path, "betas"], [0.9, 0.999])])];
  }
  if (optimizer.type === "Rprop") {
    const [shrink, grow] = optimizer.etas;
    const [shortest, longest] = optimizer.step_sizes;
    if (!(shrink > 0 && shrink < 1 && grow > 1)) {
      const sentence = message("The etas of Rprop must lie below and above 1. Use 0.5 and 1.2.");
      return [problem("error", "etas", [...path, "etas"], sentence, [setFix([...path, "etas"], [0.5, 1.2])])];
    }
    if (shortest > longest) {
      const sentence = message("The smallest step of Rprop is larger than the largest. Swap step_sizes.");
      return [problem("error", "order", [...path, "step_sizes"], sentence, [setFix([...path, "step_sizes"], [longest, shortest])])];
    }
  }
  return [];
}

export function checkScheduler({ experiment: { training } }: Checked): Problem[] {
  const { optimizer, scheduler } = training;
  const path: JsonPath = ["training", "scheduler"];
  switch (scheduler?.type) {
    case "LinearLR": {
      if (scheduler.start_factor > 0) return [];
      const sentence = message("{0} must be greater than 0.", "start_factor");
      return [problem("error", "factor", [...path, "start_factor"], sentence, [setFix([...path, "start_factor"], 0.1)])];
    }
    // PyTorch divides by these once the epochs of the change are over.
    case "ConstantLR": {
      if (scheduler.factor > 0 || scheduler.total_iters === 0 || scheduler.total_iters > training.epochs) return [];
      const sentence = message("{0} must be greater than 0.", "factor");
      return [problem("error", "factor", [...path, "factor"], sentence, [setFix([...path, "factor"], 0.1)])];
    }
    case "PolynomialLR": {
      if (scheduler.power >= 0 || scheduler.total_iters === 0 || scheduler.total_iters > training.epochs) return [];
      const sentence = message("{0} must be at least {1}.", "power", 0);
      return [problem("error", "power", [...path, "power"], sentence, [setFix([...path, "power"], 1)])];
    }
    case "ReduceLROnPlateau": {
      const mode = [...path, "mode"];
      const upwards = message(
        "With mode max the rate falls while the loss does, because ReduceLROnPlateau watches the loss, which should fall. Set mode to min.",
      );
      const warnings = scheduler.mode === "max" ? [problem("warning", "plateau-mode", mode, upwards, [setFix(mode, "min")])] : [];
      if (scheduler.factor < 1) return warnings;
      const sentence = message("{0} must be less than 1.", "factor");
      return [...warnings, problem("error", "factor", [...path, "factor"], sentence, [setFix([...path, "factor"], 0.1)])];
    }
    case "OneCycleLR":
    case "CyclicLR": {
      const divisor =
        scheduler.type === "OneCycleLR" ? (["div_factor", "final_div_factor"] as const).find((name) => scheduler[name] === 0) : undefined;
      if (divisor !== undefined) {
        const sentence = message("{0} divides the rate, so it cannot be 0.", divisor);
        const usual = divisor === "div_factor" ? 25 : 1e4;
        return [problem("error", "divisor-zero", [...path, divisor], sentence, [setFix([...path, divisor], usual)])];
      }
      const record: OptimizerRecord = optimizers[optimizer.type];
      // CyclicLR looks for momentum only, OneCycleLR for Adam's betas as well.
      const fits = "momentum" in record.parameters || (scheduler.type === "OneCycleLR" && "betas" in record.parameters);
      if (!scheduler.cycle_momentum || fits) return [];
      const sentence = message(
        "{0} moves the momentum, which {1} does not have. Set cycle_momentum to false, or use SGD.",
        scheduler.type,
        optimizer.type,
      );
      return [problem("error", "cycle-momentum", [...path, "cycle_momentum"], sentence, [setFix([...path, "cycle_momentum"], false)])];
    }
    default:
      return [];
  }
}

/** A learning rate further than a factor of ten from those that are usual. */
export function checkLearningRate({ experiment: { training } }: Checked): Problem[] {
  const { optimizer, scheduler } = training;
  // These two set the rate themselves, up to theirs.
  const cycles = scheduler?.type === "OneCycleLR" || scheduler?.type === "CyclicLR";
  const path = cycles ? ["training", "scheduler", "max_lr"] : ["training", "optimizer", "lr"];
  const rate = cycles ? scheduler.max_lr : optimizer.lr;
  const { usual }: OptimizerRecord = optimizers[optimizer.type];
  const [low, high] = usual;
  if (rate >= low / 10 && rate <= high * 10) return [];
  const fixes = [setFix(path, rate < low ? low : high)];
  if (rate === 0)
    return [
      problem(
        "warning",
        "learning-rate",
        path,
        message("With a learning rate of 0 nothing is learned. {0} usually takes {1} to {2}.", optimizer.type, low, high),
        fixes,
      ),
    ];
  const sentence =
    rate < low
      ? message(
          "A learning rate of {0} is very small for {1}, which usually takes {2} to {3}: the loss may hardly change.",
          rate,
          optimizer.type,
          low,
          high,
        )
      : message(
          "A learning rate of {0} is very large for {1}, which usually takes {2} to {3}: the loss may grow instead of falling.",
          rate,
          optimizer.type,
          low,
          high,
        );
  return [problem("warning", "learning-rate", path, sentence, fixes)];
}
