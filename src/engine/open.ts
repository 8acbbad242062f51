// The product's engine: the fastest backend, and the fastest memory for rows, that this machine can run.

import type { Backend } from "./kernel.ts";
import { Network, type NetworkPlan } from "./network.ts";
import type { Generator } from "./random.ts";
import { reference } from "./reference.ts";
import { plainRows, type RowMemory } from "./rows.ts";
import { createSimdBackend, isSimdSupported } from "./simd/backend.ts";
import { createRowMemory } from "./simd/rows.ts";

/** A backend with memory of its own, for one network. */
export function createBackend(): Backend {
  return isSimdSupported() ? createSimdBackend() : reference;
}

/** A memory of its own for the rows of one training. */
export function openRowMemory(): RowMemory {
  return isSimdSupported() ? createRowMemory() : plainRows;
}

/** A network on one thread, with its first weights drawn from `generator`. */
export function openNetwork(plan: NetworkPlan, generator: Generator): Network {
  return new Network(plan, generator, createBackend());
}
