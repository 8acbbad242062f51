// What is not the same with several processes as with one.

import { type Message, message } from "../model/message.ts";
import { learnsByRow } from "../model/optimizers.ts";
import { ProblemError } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";

/**
 * What a person should know of a run with several processes; empty if it gives the losses of one process.
 * @throws ProblemError if the run cannot be divided
 */
export function parallelNotes({ layers, training }: Experiment, device: string): Message[] {
  if (learnsByRow(training.optimizer)) {
    throw new ProblemError({
      severity: "error",
      code: "not-parallel",
      path: ["training", "optimizer"],
      message: message("Rosenblatt's rule goes on from row to row, so several processes cannot share a batch. Train with one process."),
    });
  }
  const notes: Message[] = [];
  if (layers.some(({ type }) => type === "BatchNorm1d") && !device.startsWith("cuda"))
    notes.push(
      message("BatchNorm1d takes the mean of each process's part of a batch, so the losses are not exactly those of one process."),
    );
  if (layers.some(({ type }) => type.endsWith("Dropout") || type === "RReLU"))
    notes.push(message("Each process draws its own random numbers for dropout, so the losses are not exactly those of one process."));
  return notes;
}
