import {decimal} from '../../core/domain/Decimal.ts';
import type {ExactObject, ExactValue} from './exactJson.ts';

/** Something came that does not have the documented shape: it must change nothing. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

const MAX_SHOWN = 80;
/** What nearly every number is: exact at a glance. */
const PLAIN = /^\d{1,15}(?:\.\d{1,12})?$/;
const POSITIVE = /^\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/;

const show = (value: ExactValue | undefined): string => (JSON.stringify(value) ?? 'nothing').slice(0, MAX_SHOWN);

const fail = (name: string, wanted: string, value: ExactValue | undefined): never => {
  throw new ShapeError(`"${name}" should be ${wanted}, got ${show(value)}.`);
};

export const isObject = (value: ExactValue | undefined): value is ExactObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: ExactValue | undefined, name: string): ExactObject =>
  isObject(value) ? value : fail(name, 'an object', value);

export const listOf = (value: ExactValue | undefined, name: string): readonly ExactValue[] =>
  Array.isArray(value) ? value : fail(name, 'a list', value);

/** Own fields only: what an object inherits was never sent. */
export const fieldOf = (object: ExactObject, key: string): ExactValue | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

export const textOf = (object: ExactObject, key: string): string => {
  const value = fieldOf(object, key);

  return typeof value === 'string' ? value : fail(key, 'text', value);
};

/** Null when the field is not there or null. */
export const optionalText = (object: ExactObject, key: string): string | null => {
  const value = fieldOf(object, key);

  return value === undefined || value === null ? null : textOf(object, key);
};

/** Decimal text of a number that is not below zero and has no more digits than a `Decimal`, exactly as it came. */
export const amountOf = (object: ExactObject, key: string): string => {
  const value = fieldOf(object, key);

  return typeof value === 'string' && (PLAIN.test(value) || (POSITIVE.test(value) && isExact(value)))
    ? value
    : fail(key, 'a number from zero up with at most 12 digits after the point', value);
};

const isExact = (text: string): boolean => {
  try {
    decimal(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

export const optionalAmount = (object: ExactObject, key: string): string | null => {
  const value = fieldOf(object, key);

  return value === undefined || value === null ? null : amountOf(object, key);
};

/** A price or size as a float above zero, for market data. */
export const positiveOf = (object: ExactObject, key: string): number => {
  const value = Number(amountOf(object, key));

  return value > 0 && Number.isFinite(value) ? value : fail(key, 'a number above zero', fieldOf(object, key));
};

export const integerOf = (object: ExactObject, key: string): number => {
  const value = fieldOf(object, key);
  const number = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;

  return Number.isSafeInteger(number) ? number : fail(key, 'a whole number', value);
};

/** Ms UTC of an ISO time such as `2023-10-06T17:35:55.440295Z`. */
export const timeOf = (object: ExactObject, key: string): number => {
  const value = fieldOf(object, key);
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;

  return Number.isFinite(time) ? time : fail(key, 'an ISO time', value);
};
