// The mean loss of the rows of a pass, as PyTorch scripts count it: the batches' mean losses times their
// rows, over the rows.

export class PassLoss {
  /** The batches' mean losses times their rows. */
  sum = 0;
  /** Rows of the pass so far. */
  rows = 0;

  begin(): void {
    this.resume(0, 0);
  }

  resume(sum: number, rows: number): void {
    this.sum = sum;
    this.rows = rows;
  }

  /** @param loss the batch's mean */
  add(loss: number, rows: number): void {
    this.sum += loss * rows;
    this.rows += rows;
  }

  get mean(): number {
    return this.sum / this.rows;
  }
}
