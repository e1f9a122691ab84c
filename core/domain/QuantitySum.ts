const UNITS = 1e12;
const TWELVE_DIGITS_BELOW = 2 ** 12;
const EIGHT_DIGITS_BELOW = 2 ** 25;
const FOUR_DIGITS_BELOW = 2 ** 38;

/** Decimal places that a float of this size still tells apart, so that its decimal text is read back and not its binary noise. */
const resolution = (value: number): number => {
  if (value < TWELVE_DIGITS_BELOW) return UNITS;
  if (value < EIGHT_DIGITS_BELOW) return 1e8;

  return value < FOUR_DIGITS_BELOW ? 1e4 : 1;
};

/**
 * Sums quantities exactly, in any order: whole part and twelve decimal places are kept as integers.
 * A plain float sum depends on the order of the trades and drifts away from the exchange's own text.
 */
export class QuantitySum {
  #whole = 0;
  #units = 0;

  add(quantity: number): void {
    const whole = Math.floor(quantity);
    const scale = resolution(quantity);
    this.#whole += whole;
    this.#units += Math.round((quantity - whole) * scale) * (UNITS / scale);
    if (this.#units < UNITS) return;
    this.#units -= UNITS;
    this.#whole += 1;
  }

  reset(): void {
    this.#whole = 0;
    this.#units = 0;
  }

  /** The float nearest to the exact sum. */
  get value(): number {
    if (this.#units === 0) return this.#whole;

    return Number(`${this.#whole}.${String(this.#units).padStart(12, '0')}`);
  }
}
