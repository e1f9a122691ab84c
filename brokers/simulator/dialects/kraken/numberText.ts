import {type Decimal, toText} from '../../../../core/domain/Decimal.ts';

/** A JSON number whose text is kept: 1797.30 stays 1797.30, which a checksum needs and a float loses. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Decimal text with at least so many digits after the point; never fewer than the value has. */
export const fixed = (value: Decimal, digits: number): string => {
  const [whole = '', fraction = ''] = toText(value).split('.');
  const padded = fraction.padEnd(digits, '0');

  return padded === '' ? whole : `${whole}.${padded}`;
};

export const number = (value: Decimal, digits: number): NumberText => new NumberText(fixed(value, digits));

/** JSON text of a value that may hold NumberTexts; a key whose value is undefined is left out. */
export const encode = (value: unknown): string => {
  if (value instanceof NumberText) return value.text;
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}:${encode(member)}`);

  return `{${members.join(',')}}`;
};

/** `2025-05-06T09:17:26.208000Z` */
export const stamp = (time: number): string => new Date(time).toISOString().replace('Z', '000Z');

/** Seconds since 1970 with milliseconds, as REST gives times. */
export const seconds = (time: number): NumberText => new NumberText((time / 1_000).toFixed(4));
