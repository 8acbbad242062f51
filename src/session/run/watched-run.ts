// The run of another window, followed by what that one tells of it. Nothing is written here, so whoever
// watches cannot disturb it.

import type { RunPorts } from "../ports.ts";
import { readToldRun, type ToldRun } from "./told-run.ts";

/** Milliseconds between two looks; as often as something is told. */
const PACE = 2_000;

/**
 * Looks at once, and then again and again.
 * @param told is called with what is new, and with undefined once nobody trains any more
 * @returns ends it
 */
export function watchRun({ hold, clock }: Pick<RunPorts, "hold" | "clock">, told: (run: ToldRun | undefined) => void): () => void {
  let [isOver, before]: [boolean, string | undefined] = [false, ""];
  const end = (): void => {
    isOver = true;
    stop();
  };
  const look = async (): Promise<void> => {
    const text = await hold?.told();
    if (isOver || text === before) return;
    before = text;
    if (text === undefined) end();
    const run = text === undefined ? undefined : readToldRun(text);
    if (run !== undefined || text === undefined) told(run);
  };
  const stop = clock.every(PACE, () => void look());
  void look();
  return end;
}
