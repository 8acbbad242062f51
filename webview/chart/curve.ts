// The curve of the current run, put together from batches. A batch that does not continue it is a gap.

import type { CurveBatch } from "../../src/protocol/run.ts";
import type { EpochResult } from "../../src/training/types.ts";

export class Curve {
  #run = 0;
  #points: EpochResult[] = [];
  #ghost: readonly EpochResult[] = [];

  /** Of the run before. */
  get ghost(): readonly EpochResult[] {
    return this.#ghost;
  }

  get points(): readonly EpochResult[] {
    return this.#points;
  }

  /** Takes a whole curve, as it comes with a snapshot. */
  replace(batch: CurveBatch, ghost: readonly EpochResult[] = []): void {
    this.#ghost = ghost;
    this.#run = batch.run;
    this.#points = [...batch.points];
  }

  /**
   * Adds a batch; false if points between it and the curve are missing. A batch of an older run is
   * dropped.
   */
  append(batch: CurveBatch): boolean {
    if (batch.run < this.#run) return true;
    if (batch.run > this.#run) {
      if (batch.start > 0) return false;
      this.begin(batch.run);
    }
    if (batch.start > this.#points.length) return false;
    this.#points.splice(batch.start, batch.points.length, ...batch.points);
    return true;
  }

  /** An older run is the one before as soon as a newer one is known. */
  begin(run: number): void {
    if (run <= this.#run) return;
    this.#run = run;
    this.#ghost = this.#points;
    this.#points = [];
  }
}
