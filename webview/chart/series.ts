// From the numbers of a run to what a chart draws: smoothed where the person wants it, and thinned to the
// chart's columns without losing a spike.

export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * At most four places per column, in their order: the first, the lowest, the highest and the last. So the
 * line that joins them covers the same pixels as the line through all.
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
    const [one, other] = low < high ? [low, high] : [high, low];
    kept.push(places[first]!);
    if (one > first) kept.push(places[one]!);
    if (other > one) kept.push(places[other]!);
    if (next - 1 > other) kept.push(places[next - 1]!);
  }
  return kept;
}

/**
 * An exponential moving average, `weight` of what was before and the rest of what comes, without a bias to
 * zero at the start: as TensorBoard smooths (`debias` of Kingma and Ba, Adam, 2015, section 3).
 * @param weight from 0, which changes nothing, to below 1
 */
export function smoothed(places: readonly Place[], weight: number): readonly Place[] {
  if (weight === 0) return places;
  const smooth = smoother(weight);
  return places.map(({ x, y }) => ({ x, y: smooth(y) }));
}

/** From each value in turn its average with those before. */
export type Smoother = (y: number) => number;

/** As `smoothed`, for values that come one by one. */
export function smoother(weight: number): Smoother {
  if (weight === 0) return (y) => y;
  let [sum, debias] = [0, 0];
  return (y) => {
    sum = sum * weight + (1 - weight) * y;
    debias = debias * weight + (1 - weight);
    return sum / debias;
  };
}
