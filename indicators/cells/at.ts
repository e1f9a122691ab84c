/**
 * Element of a typed array at an index that is known to be inside.
 * `NaN` is the answer of the type checker's impossible case; the optimiser removes the test.
 */
export const at = (values: Float64Array, index: number): number => values[index] ?? Number.NaN;
