// From the numbers of a run to what a chart draws: smoothed where the person wants it, and thinned to the chart's columns without losing a spike.

export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * At most four places per column, in their order: the first, the lowest, the highest and the last. So the line that joins them covers the
 * same pixels as the line through all.
 * @param places ascending in x
 * @param column the column that an x falls into, ascending with it
 */
export function thinned(places: readonly Place[], column: (x: number) => number): Place[] {
  const kept: Place[] = [];
  for (let first = 0, next = 0; first < places.length; first = next) {
    const own = column(places[first]!.x);
    let [low, high] = [first, first];
    for (next = first; next < places.length && column(places[next]!.x) === own; next++) {
      if (places[next]!.y < places[low]!.y) low = next;
      if (places[next]!.y > places[high]!.y) high = next;
    }
    const chosen = new Set([first, Math.min(low, high), Math.max(low, high), next - 1]);
    for (const index of chosen) kept.push(places[index]!);
  }
  return kept;
}

/**
 * An exponential moving average, `weight` of what was before and the rest of what comes, without a bias to zero at the start: as TensorBoard
 * smooths (`debias` of Kingma and Ba, Adam, 2015, section 3).
 * @param weight from 0, which changes nothing, to below 1
 */
export function smoothed(places: readonly Place[], weight: number): readonly Place[] {
  if (weight === 0) return places;
  let [sum, debias] = [0, 0];
  return places.map(({ x, y }) => {
    sum = sum * weight + (1 - weight) * y;
    debias = debias * weight + (1 - weight);
    return { x, y: sum / debias };
  });
}
