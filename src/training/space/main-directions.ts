// The two directions in which a way goes farthest: its first two principal components through its end. They
// are sums of the steps, so only the steps' products with each other are needed, however many weights there
// are.

/** Rounds of the power iteration; each makes the main direction clearer by the ratio of the two largest. */
const ROUNDS = 200;

/**
 * Two directions at right angles, each of length 1.
 * @param steps from the end of the way to each of its places
 * @returns undefined if the way has fewer than two directions
 */
export function mainDirections(steps: readonly Float64Array[]): [Float64Array, Float64Array] | undefined {
  const products = steps.map((one) => steps.map((other) => dot(one, other)));
  const first = mainVector(products);
  if (first === undefined) return undefined;
  const second = mainVector(
    products.map((row, at) => row.map((value, index) => value - first.value * first.vector[at]! * first.vector[index]!)),
  );
  if (second === undefined || second.value < first.value * 1e-9) return undefined;
  return [summed(steps, first.vector), summed(steps, second.vector)];
}

/** The eigenvector of the largest eigenvalue of a symmetric matrix without negative ones. */
function mainVector(matrix: readonly (readonly number[])[]): { readonly vector: readonly number[]; readonly value: number } | undefined {
  // Begins with the longest column, which is at right angles to the main direction only if all of them are.
  const lengths = matrix.map((row) => Math.hypot(...row));
  const longest = lengths.indexOf(Math.max(...lengths));
  let vector = normalised(matrix[longest] ?? []);
  if (vector === undefined) return undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const next = normalised(multiplied(matrix, vector));
    if (next === undefined) return undefined;
    vector = next;
  }
  return { vector, value: Math.hypot(...multiplied(matrix, vector)) };
}

function multiplied(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, index) => sum + value * vector[index]!, 0));
}

function normalised(values: readonly number[]): number[] | undefined {
  const length = Math.hypot(...values);
  return length > 0 && Number.isFinite(length) ? values.map((value) => value / length) : undefined;
}

function summed(steps: readonly Float64Array[], shares: readonly number[]): Float64Array {
  const sum = new Float64Array(steps[0]?.length ?? 0);
  for (const [at, step] of steps.entries()) for (let index = 0; index < sum.length; index++) sum[index]! += shares[at]! * step[index]!;
  const length = Math.sqrt(dot(sum, sum));
  return sum.map((value) => value / length);
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!;
  return sum;
}
