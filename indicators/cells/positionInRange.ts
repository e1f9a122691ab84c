/** Where `value` lies between `low` (0) and `high` (1). A range of at most `flat` has no sides: then the middle, 0.5. */
export const positionInRange = (value: number, low: number, high: number, flat = 0): number => {
  const range = high - low;

  return range <= flat ? 0.5 : (value - low) / range;
};
