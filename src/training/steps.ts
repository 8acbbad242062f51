// Work that takes long, in steps: whoever does it can listen, tell how far it is, or leave it, between two.

/** Each step says how far the work is; the end is its result. */
export type Steps<Progress, Result> = Generator<Progress, Result, undefined>;

/** Does all that is left of it. */
export function finish<Result>(steps: Steps<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
