// How long the tests wait. A limit ends what hangs and nothing else: it is on one step (an element that
// comes, a file that is written), and so long that a busy machine keeps within it.

import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds that a single step may take before it counts as hanging. */
export const patience = 120_000;

/** Milliseconds between two looks: few at first, more the longer it takes, because looking is work. */
const firstRest = 10;
const longestRest = 200;

async function rested(rest: number): Promise<number> {
  await sleep(rest);
  return Math.min(rest * 1.5, longestRest);
}

/** Tries until it no longer throws; throws as the last try did when it has taken too long. */
export async function eventually<T>(attempt: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + patience;
  for (let rest = firstRest; ; rest = await rested(rest)) {
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
  const end = Date.now() + patience;
  for (let rest = firstRest; Date.now() < end; rest = await rested(rest)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`Waited in vain until ${what}.`);
}
