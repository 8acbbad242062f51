// Whether the page is on the screen, as the host says: a page behind another tab is kept and cannot tell by
// itself. What is done again and again waits until it is seen.

let isSeen = true;
const waiting = new Set<() => void>();

/** Says whether the page is on the screen; what has waited for that is done when it is. */
export function setOnScreen(seen: boolean): void {
  isSeen = seen;
  if (!seen) return;
  const works = [...waiting];
  waiting.clear();
  for (const work of works) work();
}

/**
 * Does something in so many milliseconds, on a page that is hidden then as soon as it is seen.
 * @returns takes it back
 */
export function later(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(() => (isSeen ? work() : waiting.add(work)), milliseconds);
  return () => {
    clearTimeout(timer);
    waiting.delete(work);
  };
}
