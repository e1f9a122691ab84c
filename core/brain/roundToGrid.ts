/** Four digits: what is finer is noise, and the memory file stays small. */
const STEPS = 10_000;

/** Rounds half away from zero, so that the mirrored value is exactly the negated one; never -0, which JSON would lose. */
export const roundToGrid = (value: number): number => {
  const steps = Math.floor(Math.abs(value) * STEPS + 0.5);

  return (value < 0 && steps > 0 ? -steps : steps) / STEPS;
};
