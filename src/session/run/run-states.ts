// How the states of a run follow each other. Each is built anew from what the one before has in common with
// it, so that nothing of an older state is left behind.

import type { Message } from "../../model/message.ts";
import type {
  ActiveStatus,
  BegunStatus,
  EndedStatus,
  FailedStatus,
  Leftover,
  PausedStatus,
  PreparingStatus,
  RunFacts,
  RunningStatus,
  StoppingStatus,
  TrainedFacts,
} from "../../protocol/run.ts";
import type { RunPosition } from "../../protocol/worker.ts";
import type { RunStarted } from "../../training/types.ts";
import type { RunPace } from "./run-clock.ts";

/** What an end says beside what is known already. */
export type RunEnding = Omit<EndedStatus, keyof RunFacts | keyof TrainedFacts | "state"> & Pick<RunFacts, "note">;

export function preparing(facts: RunFacts): PreparingStatus {
  return { ...factsOf(facts), state: "preparing" };
}

/** The data is read. A run that is to end by then still ends. */
export function begun(status: ActiveStatus, started: RunStarted): ActiveStatus {
  const facts = { ...factsOf(status), epochs: started.epochs, started };
  return { ...facts, state: status.state === "stopping" ? "stopping" : "running" };
}

/** Further epochs are finished. */
export function progressed(status: ActiveStatus, epoch: number, { secondsPerEpoch, secondsLeft }: RunPace): ActiveStatus {
  switch (status.state) {
    case "preparing":
      return { ...status, epoch };
    case "paused":
      return { ...status, epoch, secondsPerEpoch };
    case "running":
    case "stopping":
      return { ...status, epoch, secondsPerEpoch, secondsLeft };
  }
}

export function paused(status: RunningStatus | PausedStatus, position: RunPosition): PausedStatus {
  const { started, secondsPerEpoch } = status;
  return { ...factsOf(status), ...position, started, secondsPerEpoch, state: "paused" };
}

export function resumed(status: PausedStatus, pace: RunPace): RunningStatus {
  return { ...factsOf(status), ...pace, started: status.started, state: "running" };
}

export function stopping(status: ActiveStatus, pace: RunPace): StoppingStatus {
  return { ...factsOf(status), ...trainedFacts(status), ...pace, state: "stopping" };
}

/** @param epoch the finished ones, if the end knows better */
export function ended(status: BegunStatus, ending: RunEnding, epoch = status.epoch): EndedStatus {
  return { ...factsOf(status), ...trainedFacts(status), epoch, note: undefined, ...ending, state: "ended" };
}

export function failed(status: BegunStatus, note: Message, { unfinished }: Leftover): FailedStatus {
  return { ...factsOf(status), ...trainedFacts(status), note, unfinished, state: "failed" };
}

function factsOf({ run, epoch, epochs, ownLr, hasGhost, health, note }: RunFacts): RunFacts {
  return { run, epoch, epochs, ownLr, hasGhost, health, note };
}

function trainedFacts(status: BegunStatus): TrainedFacts {
  if (status.state === "preparing") return {};
  const { started, secondsPerEpoch } = status;
  return { started, secondsPerEpoch };
}
