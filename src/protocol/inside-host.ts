// What the Inside panel asks: one training step, followed number by number.

import type {
  Explanation,
  GradientCheck,
  InsideMove,
  InsideMoved,
  InsideSearch,
  NumberAddress,
  TensorPiece,
  TensorWindow,
} from "../training/inside/types.ts";

export interface InsideHost {
  /**
   * Opens the document's run from the inside: at the step a paused run is about to do, else at the first one.
   * @throws ProblemError with the first thing that keeps the document from being trained
   */
  openInside(): Promise<InsideMoved | undefined>;
  /** Goes to another step; undefined if nothing is open. Answers late moves with where it is. */
  moveInside(move: InsideMove): Promise<InsideMoved | undefined>;
  /** How far a condition is looked for; undefined if none is. */
  searchInside(): Promise<InsideSearch | undefined>;
  /** A piece of a tensor of the present step. */
  insideNumbers(window: TensorWindow): Promise<TensorPiece | undefined>;
  /** How a number of the present step came to be. */
  explainNumber(address: NumberAddress): Promise<Explanation | undefined>;
  /** Compares a parameter's gradient with the finite difference. */
  checkGradient(address: NumberAddress): Promise<GradientCheck | undefined>;
  /** Lets go of the step and all it remembers. */
  closeInside(): Promise<void>;
}
