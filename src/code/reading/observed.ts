// The calls of a script that say how it trains: losses, optimizers, schedulers, loaders, splits, seeds. They
// are kept with their arguments and read when the whole script is known (../importing).

import { losses } from "../../model/losses.ts";
import { optimizers } from "../../model/optimizers.ts";
import { schedulers } from "../../model/schedulers.ts";
import type { Frame, Module, Observed, Unknown, Value } from "./values.ts";

/** A loop whose body calls `backward`. */
export interface TrainingLoop {
  readonly line: number;
  readonly over: Value;
  /** How often it runs; undefined if that is not known. */
  readonly times: number | undefined;
}

/** Everything that was seen of the training, in the order in which it happens. */
export interface Observations {
  readonly calls: readonly Observed[];
  readonly loops: readonly TrainingLoop[];
  /** Loaders that are gone through in loops. */
  readonly passes: readonly { readonly call: Observed; readonly isInTraining: boolean }[];
  /** Lines at which a training loop is left. */
  readonly stops: readonly number[];
  /** Whether Perceptron wrote the script. */
  readonly isOurs: boolean;
  /** Tables that are read. */
  readonly tables: readonly Frame["source"][];
  /** Numbers that the network's answers were compared with. */
  readonly thresholds: readonly { readonly value: number; readonly line: number }[];
}

/** A script, gone through as far as networks and their training are concerned. */
export interface ReadScript {
  readonly modules: readonly Module[];
  /** For each module that a `forward` goes through, where the calls stand by which it does, in order. */
  readonly uses: ReadonlyMap<Module, readonly number[]>;
  readonly seen: Observations;
  readonly tables: Observations["tables"];
  /** Whether Perceptron wrote it. */
  readonly isOurs: boolean;
  /** Its text, with prompts of a Python shell. */
  readonly text: string;
  /** What a variable outside of functions stands for in the end. */
  readonly constant: (name: string) => Value | undefined;
  /** What a data set hands out for a row; undefined if it is none that is known. */
  rowOf(dataset: Value | undefined): Value | undefined;
}

/** Functions that do what a loss module does. */
export const functionalLosses: Readonly<Record<string, string>> = {
  binary_cross_entropy: "BCELoss",
  binary_cross_entropy_with_logits: "BCEWithLogitsLoss",
  cross_entropy: "CrossEntropyLoss",
  nll_loss: "NLLLoss",
  mse_loss: "MSELoss",
  l1_loss: "L1Loss",
  smooth_l1_loss: "SmoothL1Loss",
  huber_loss: "HuberLoss",
  poisson_nll_loss: "PoissonNLLLoss",
  soft_margin_loss: "SoftMarginLoss",
};

const others = new Set(
  (
    "DataLoader TensorDataset random_split train_test_split manual_seed clip_grad_norm_ clip_grad_value_ Generator parameters " +
    "compile fit Subset WeightedRandomSampler KFold LBFGS NAdam SparseAdam ASGD LambdaLR"
  ).split(" "),
);

/** Whether a call of this name says something of the training. */
export function isObserved(name: string): boolean {
  return (
    others.has(name) ||
    isLossName(name) ||
    Object.hasOwn(functionalLosses, name) ||
    Object.hasOwn(optimizers, name) ||
    Object.hasOwn(schedulers, name)
  );
}

/** A loss of PyTorch's, also one that is not here. */
export function isLossName(name: string): boolean {
  return Object.hasOwn(losses, name) || /^[A-Z]\w*Loss$/.test(name);
}

/** The answers of a call: for a split one for each part. */
export function answerOf(call: Observed, parts: number): Value {
  const one = (part?: number): Unknown => ({
    kind: "unknown",
    text: call.path,
    line: call.line,
    call,
    ...(part === undefined ? {} : { part }),
  });
  if (call.name !== "random_split") return one();
  return { kind: "list", items: Array.from({ length: parts }, (_, part) => one(part)) };
}
