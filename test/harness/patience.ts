// How long the tests wait. A limit ends what hangs and nothing else: it is on one step (an element that
// comes, a file that is written), and so long that a busy machine keeps within it.

import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds that a single step may take before it counts as hanging. */
export const patience = 120_000;

/** Tries until it no longer throws; throws as the last try did when it has taken too long. */
export async function eventually<T>(attempt: () => T | Promise<T>): Promise<T> {
  for (const end = Date.now() + patience; ; await sleep(25)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/**
 * Looks until there is something, and gives it; throws with the name of what was waited for when it has taken
 * too long.
 */
export async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(20)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`Waited in vain until ${what}.`);
}
