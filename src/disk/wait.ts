// Waiting for a disk that may not answer, as one across a network: not for ever, and not longer than the
// person wants.

/** Why nothing is waited for any more. */
export type Impatience = "silent" | "cancelled";

export class Impatient extends Error {
  readonly why: Impatience;

  constructor(why: Impatience) {
    super(why);
    this.why = why;
  }
}

/**
 * What the promise comes to.
 * @param milliseconds in which it must come to something
 * @throws Impatient if it does not, or the person does not want to wait any longer; what it comes to then
 *   is nobody's any more
 */
export async function within<T>(promise: Promise<T>, milliseconds: number, signal?: AbortSignal): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cancel: (() => void) | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Impatient("silent")), milliseconds);
    cancel = () => reject(new Impatient("cancelled"));
    if (signal?.aborted) cancel();
    else signal?.addEventListener("abort", cancel);
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
    if (cancel) signal?.removeEventListener("abort", cancel);
  }
}
