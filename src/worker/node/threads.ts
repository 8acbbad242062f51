// The threads of one network: as many as it is worth, each with its own instance of the engine over one
// shared memory. The leader trains at once; the others join when they have started, because results do not
// depend on their number.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Network, type NetworkPlan } from "../../engine/network.ts";
import { openNetwork } from "../../engine/open.ts";
import { Generator } from "../../engine/random.ts";
import { createSimdBackend, isSimdSupported } from "../../engine/simd/backend.ts";
import { type Build, runnableBuilds } from "../../engine/simd/kernels.ts";
import { createSimdMemory } from "../../engine/simd/memory.ts";
import { createControl, Team } from "../../engine/team.ts";
import { threadsFor } from "../../engine/threads.ts";
import type { EngineUsed } from "../../protocol/worker.ts";

/** What a follower is told when it starts. */
export interface FollowerData {
  readonly follow: {
    readonly plan: NetworkPlan;
    /** The leader's: another would round otherwise. */
    readonly build: Build;
    readonly memory: WebAssembly.Memory;
    readonly control: SharedArrayBuffer;
    readonly index: number;
    readonly followers: number;
  };
}

/**
 * Plans a network for as many threads as it is worth.
 * @param most the most threads; the machine's cores if nothing is said
 * @param file the bundle that followers run; the one beside this one if nothing is said
 */
export function openThreaded(plan: NetworkPlan, generator: Generator, most: number = availableParallelism(), file?: string): Network {
  const { threads } = engineFor(plan, most);
  return threads === 1 ? openNetwork(plan, generator) : openThreads(plan, generator, threads, file ?? join(__dirname, "worker.js"));
}

/** What a network is computed with. `most` as in `openThreaded`. */
export function engineFor(plan: NetworkPlan, most: number = availableParallelism()): EngineUsed {
  const threads = isSimdSupported() ? threadsFor(plan, Math.min(most, availableParallelism())) : 1;
  return { build: runnableBuilds()[0] ?? "reference", threads };
}

/** Plans a network for exactly `threads` threads. */
export function openThreads(plan: NetworkPlan, generator: Generator, threads: number, file: string): Network {
  const memory = createSimdMemory();
  const [build] = runnableBuilds();
  if (build === undefined) throw new Error("Threads need SIMD.");
  const control = createControl();
  const followers = threads - 1;
  const team = new Team(control, 0, followers);
  const network = new Network(plan, generator, createSimdBackend({ build, memory, threads, thread: 0 }), team);
  for (let index = 1; index <= followers; index++) {
    const follow: FollowerData["follow"] = { plan, build, memory, control, index, followers };
    // Whoever waits for the leader waits for its followers as well.
    new Worker(file, { workerData: { follow } satisfies FollowerData }).unref();
  }
  return network;
}

/** The whole life of a follower. */
export function follow({ follow: { plan, build, memory, control, index, followers } }: FollowerData): void {
  const team = new Team(control, index, followers);
  try {
    const backend = createSimdBackend({ build, memory, threads: followers + 1, thread: index });
    new Network(plan, new Generator(0), backend, team).follow();
  } catch (error) {
    // The leader would wait for ever; it says that a thread has failed, and this thread says why.
    team.fail();
    throw error;
  }
}
