// What a run's status says, whatever its state, so that a test asserts what one does not say as well.

import type { RunStatus } from "../../src/protocol/run.ts";

type Keys<T> = T extends unknown ? keyof T : never;
type Field<T, K> = T extends unknown ? (K extends keyof T ? T[K] : undefined) : never;

/** Every field of every state; undefined if the state has none. Without a run no epoch is finished. */
export type RunFields = Omit<{ readonly [K in Keys<RunStatus>]?: Field<RunStatus, K> }, "state" | "run" | "epoch"> &
  Pick<RunStatus, "state" | "run"> & { readonly epoch: number };

export function factsOf(run: { readonly status: RunStatus } | undefined): RunFields {
  return { epoch: 0, ...(run?.status ?? { state: "idle", run: 0 }) };
}
