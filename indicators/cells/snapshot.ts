import type {IndicatorSnapshot} from '../Indicator.ts';

type Packed = readonly (number | null)[];

/** Numbers as JSON can carry them: NaN becomes null. */
export const pack = (values: Float64Array): Packed => Array.from(values, packNumber);

export const packNumber = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Field `name` as a number; null reads as NaN. */
export const readNumber = (snapshot: IndicatorSnapshot, name: string): number => {
  const value = snapshot[name];
  if (typeof value === 'number') return value;
  if (value === null) return Number.NaN;

  throw unexpected(name, value, 'a number');
};

/** Copies the numbers of field `name` over `target`, which must have the same length. */
export const readNumbers = (snapshot: IndicatorSnapshot, name: string, target: Float64Array): void => {
  const value = snapshot[name];
  if (!isPacked(value)) throw unexpected(name, value, 'a list of numbers');
  if (value.length !== target.length) {
    throw new Error(`Indicator snapshot field "${name}" holds ${value.length} numbers; expected ${target.length}.`);
  }
  target.set(value.map(each => each ?? Number.NaN));
};

/** Field `name` as the snapshot of a part. */
export const readPart = (snapshot: IndicatorSnapshot, name: string): IndicatorSnapshot => {
  const value = snapshot[name];
  if (typeof value === 'object' && value !== null && !isPacked(value)) return value;

  throw unexpected(name, value, 'the snapshot of a part');
};

const isPacked = (value: IndicatorSnapshot[string] | undefined): value is Packed => Array.isArray(value);

const unexpected = (name: string, value: unknown, expected: string): Error =>
  new Error(`Indicator snapshot field "${name}" is "${JSON.stringify(value)}"; expected ${expected}.`);
