// The product's engine: the fastest backend that this machine can run.

import type { Backend } from "./kernel.ts";
import { Network, type NetworkPlan } from "./network.ts";
import type { Generator } from "./random.ts";
import { reference } from "./reference.ts";
import { createSimdBackend, isSimdSupported } from "./simd/backend.ts";

/** A backend with memory of its own, for one network. */
export function createBackend(): Backend {
  return isSimdSupported() ? createSimdBackend() : reference;
}

/** A network on one thread, with its first weights drawn from `generator`. */
export function openNetwork(plan: NetworkPlan, generator: Generator): Network {
  return new Network(plan, generator, createBackend());
}
