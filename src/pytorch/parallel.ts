// What is not the same with several processes as with one.

import { type Message, message } from "../model/message.ts";
import { learnsByRow } from "../model/optimizers.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";

/**
 * What a person should know of a run with several processes; undefined if it gives the losses of one.
 * @throws ProblemError if the run cannot be divided
 */
export function parallelNote({ layers, training }: Experiment, device: string): Message | undefined {
  if (learnsByRow(training.optimizer)) {
    throw new ProblemError({
      severity: "error",
      code: "not-parallel",
      path: ["training", "optimizer"],
      message: message("Rosenblatt's rule goes on from row to row, so several processes cannot share a batch. Train with one process."),
    });
  }
  const hasOwnMeans = layers.some(({ type }) => type === "BatchNorm1d") && !device.startsWith("cuda");
  const draws = layers.some(({ type }) => type.endsWith("Dropout") || type === "RReLU");
  if (hasOwnMeans && draws)
    return message(
      "BatchNorm1d takes the mean of each process's part of a batch, and each process draws its own random numbers for dropout, so the losses are not exactly those of one process.",
    );
  if (hasOwnMeans)
    return message("BatchNorm1d takes the mean of each process's part of a batch, so the losses are not exactly those of one process.");
  if (draws) return message("Each process draws its own random numbers for dropout, so the losses are not exactly those of one process.");
  return undefined;
}
