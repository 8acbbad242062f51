// What `train` prints on standard output: lines for people, the same as the exported script's, or one JSON
// object a line.

import type { HealthFinding } from "../training/health/finding.ts";
import type { EpochResult, RunOutcome, RunStarted } from "../training/types.ts";
import { sevenDigits } from "./figures.ts";
import { say } from "./text.ts";

export interface Report {
  started(run: RunStarted): void;
  epoch(result: EpochResult): void;
  /** What is sick about the network or how it is trained. */
  health(finding: HealthFinding): void;
  done(outcome: RunOutcome): void;
}

/** One object a line, with the keys of docs/format.md. */
export function jsonReport(print: (line: string) => void): Report {
  const write = (event: object): void => print(JSON.stringify(event));
  return {
    started: ({ rows, inputs, parameters }) => write({ event: "start", rows, inputs, parameters }),
    epoch: ({ epoch, trainLoss, validationLoss, lr }) =>
      write({ event: "epoch", epoch, train_loss: trainLoss, validation_loss: validationLoss, lr }),
    health: ({ code, layer, epoch, message }) => write({ event: "health", code, layer, epoch, message: say(message) }),
    done: ({ testLoss, seconds, steps, stopped, epochs }) => write({ event: "done", test_loss: testLoss, seconds, steps, stopped, epochs }),
  };
}

/** Every twentieth part of the run, its last epoch, and the test loss. */
export function textReport(print: (line: string) => void): Report {
  let every = 1;
  let last = 0;
  let unprinted: EpochResult | undefined;
  const printEpoch = ({ epoch, trainLoss, validationLoss }: EpochResult): void => {
    const validation = validationLoss === undefined ? "" : ` validation_loss ${sevenDigits(validationLoss)}`;
    print(`epoch ${epoch} train_loss ${sevenDigits(trainLoss)}${validation}`);
  };
  return {
    started: ({ epochs }) => {
      every = Math.max(1, Math.floor(epochs / 20));
      last = epochs;
    },
    epoch: (result) => {
      const isPrinted = result.epoch % every === 0 || result.epoch === last;
      if (isPrinted) printEpoch(result);
      unprinted = isPrinted ? undefined : result;
    },
    health: ({ code, epoch, message }) => print(`health ${code} epoch ${epoch}: ${say(message)}`),
    done: ({ testLoss }) => {
      if (unprinted) printEpoch(unprinted);
      if (testLoss !== undefined) print(`test_loss ${sevenDigits(testLoss)}`);
    },
  };
}
