// A run says to other windows that its document is trained here, and how far it is, again and again until it
// is over.

import type { RunPorts } from "../ports.ts";

/** Milliseconds between two looks at whether there is something new to say. */
const BEAT = 2_000;
/** Beats after which it is said again in any case; a third of the time that it holds. */
const BEATS = 5;

/**
 * @param about what is said of the run
 * @returns ends it; resolves when nobody is told so any more. Never rejects
 */
export function holdDocument({ hold, clock }: Pick<RunPorts, "hold" | "clock">, about: () => string): () => Promise<void> {
  if (hold === undefined) return () => Promise.resolve();
  let [said, silent] = [about(), 0];
  let last = hold.take(said);
  const end = clock.every(BEAT, () => {
    const next = about();
    silent++;
    if (next === said && silent < BEATS) return;
    [said, silent] = [next, 0];
    last = last.then(() => hold.take(said));
  });
  return async () => {
    end();
    await last;
    await hold.release();
  };
}
