// From the numbers of a run to what a chart draws: smoothed if the person wants it, and thinned to the
// chart's columns without losing a spike.

export interface Vertex {
  readonly x: number;
  readonly y: number;
}

/**
 * At most four places per column, in their order: the first, the lowest, the highest and the last. So the
 * line that joins them covers the same pixels as the line through all.
 * @param vertices ascending in x
 * @param column the column that an x falls into, ascending with it
 */
export function thinned(vertices: readonly Vertex[], column: (x: number) => number): Vertex[] {
  const kept: Vertex[] = [];
  for (let first = 0, next = 0; first < vertices.length; first = next) {
    const own = column(vertices[first]!.x);
    let [low, high] = [first, first];
    for (next = first; next < vertices.length && column(vertices[next]!.x) === own; next++) {
      if (vertices[next]!.y < vertices[low]!.y) low = next;
      if (vertices[next]!.y > vertices[high]!.y) high = next;
    }
    const [one, other] = low < high ? [low, high] : [high, low];
    kept.push(vertices[first]!);
    if (one > first) kept.push(vertices[one]!);
    if (other > one) kept.push(vertices[other]!);
    if (next - 1 > other) kept.push(vertices[next - 1]!);
  }
  return kept;
}

/**
 * An exponential moving average, `weight` of what was before and the rest of what comes, without a bias to
 * zero at the start: as TensorBoard smooths (`debias` of Kingma and Ba, Adam, 2015, section 3).
 * @param weight from 0, which changes nothing, to below 1
 */
export function smoothed(vertices: readonly Vertex[], weight: number): readonly Vertex[] {
  if (weight === 0) return vertices;
  const smooth = smoother(weight);
  return vertices.map(({ x, y }) => ({ x, y: smooth(y) }));
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
