// Many small things to wait for, a few at a time.

/**
 * What an act answers of each item, in order, a few of them at a time: a process may open so many files only.
 */
export async function fewAtATime<T, R>(items: readonly T[], act: (item: T, index: number) => Promise<R>, few = 8): Promise<R[]> {
  const results: R[] = Array.from({ length: items.length });
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await act(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: few }, work));
  return results;
}
